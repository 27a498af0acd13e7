"""Examines one claimed file in a process that may die: a workbook, an attachment, an archive.

Opens no database and writes no file; imports neither.
"""
