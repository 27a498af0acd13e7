"""Values that every room shares: numbers, periods, texts, cells, seals, messages, actors.

The lowest room of campaign: it imports no other, and knows of no form, plan or roster.
"""
