"""Checks of a rehearsal: its outputs against what was planted, its plan before it begins.

Reads the year's store and outputs; changes nothing but the list of fingerprints.
"""
