"""What can be asked of a ranking beside its rules, for the office; none of it changes a score.

Each module takes an assessment and yields figures, class by class; nothing is computed before it
is asked for. Modules are imported one by one.
"""
