"""A result: its document, its lifecycle, its notice period.

The document is plain data and hashes; who may act, and the store, are for services.results.
"""
