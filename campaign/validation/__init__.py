"""Judges whether plan, roster and forms agree, and what in them is worth a hint.

Every contradiction is a fault with its file and key path; the wording of each stands in
campaign.problems.definition_faults. Services call it before definitions are put into force.
"""
