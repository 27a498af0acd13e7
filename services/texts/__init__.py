"""The sentences that services give to those who run the software, from templates/terminal.

Every other room of services may use them; they use none.
"""
