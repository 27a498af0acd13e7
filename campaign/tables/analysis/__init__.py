"""What can be asked of a ranking beside its rules, in tables for the office alone.

``tables`` puts them together, ``facts`` gives the same for JSON; the others are one a subject.
Words for staff come in as ``AnalysisWordings``, from their catalogue.
"""
