"""What another plan would change: settings, verdicts, duties, scores.

Compares two plans, two judgements, two assessments; services.what_if makes them.
"""
