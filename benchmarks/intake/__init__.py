"""The ways of taking in the same workbooks that are compared: ours, a minimal one, pandas.

``contestants`` runs each in a process of its own; ``minimal`` and ``pandas`` share no code with
the product.
"""
