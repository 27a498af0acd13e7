"""Blank workbooks: which are due, their serial numbers, where they are put, whom they reach."""
