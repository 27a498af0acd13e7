"""Bulletins on study and inspection, and what an inspection asks to be mended."""
