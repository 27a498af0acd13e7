"""Workbooks: the gate before any parser, readers, blanks, marked copies, report tables.

The only room that may import openpyxl, calamine, lxml, xlsxwriter and olefile.
"""
