"""Blank workbooks: selection, serial numbers, delivery into folders, sending.

Writes below outputs/issued/ and numbers into the store; never writes over another file. Modules
are imported one by one.
"""
