"""Bulletins on study and inspection, with their tables, and what an inspection asks to be mended.

Reads accepted reports from the store, writes documents to outputs/reports/ and letters to the
outbox. Numbers that findings were given are kept in the action's event.
"""
