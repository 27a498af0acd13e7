"""Holds accepted reports as they were stored, from which evidence, tables and documents are made.

May import campaign.values only.
"""
