"""Scores explained: facts for JSON, sums that a clerk can follow, the interim report.

``score_facts`` and ``unit_facts`` give the keys of docs/scoring.md 十; ``unit_view`` decides what a
unit may see of its own cells. Modules are imported one by one.
"""
