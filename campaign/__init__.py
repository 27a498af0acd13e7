"""What is true: plan, forms, rules, verdicts, scores, results, and the facts of documents.

Pure: no Prefect, no disk, network, database, process or clock; whoever calls gives the day. Its
rooms import one another in one direction (docs/architecture.md), and nothing of the other floors.
"""
