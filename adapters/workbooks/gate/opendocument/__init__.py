"""Inspects OpenDocument workbooks: what the package holds, its tables, what their cells show."""
