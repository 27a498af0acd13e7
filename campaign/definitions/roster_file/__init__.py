"""Reads the roster's workbook, and reports every row that is faulty or contradicts another.

Cells become the models of campaign.definitions.roster. May import what campaign.definitions may.
"""

from campaign.definitions.roster_file.parser import parse_kept_roster, parse_roster

__all__ = ["parse_kept_roster", "parse_roster"]
