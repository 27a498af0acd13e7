"""A result: its document, its lifecycle, its notice period."""
