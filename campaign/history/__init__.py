"""Compares a submission with what was reported before: row numbers, versions, linked forms.

What was reported is loaded by services.intake. May import campaign.definitions, problems,
reading, reports and values.
"""
