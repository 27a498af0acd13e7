"""The changes that another plan makes: settings, verdicts, duties, scores.

Compares two plans, two judgements, two assessments; services.what_if makes them.
"""
