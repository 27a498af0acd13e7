"""Parts of an OOXML package: package, relationships, workbook part, styles, XML helpers.

Private to adapters.workbooks: marking and the values-only copy patch packages with it.
"""
