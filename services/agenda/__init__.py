"""The agenda carried out: which actions are due on a day, each at most once.

Touches the store and outputs/reports/; what an action does is its handler's, in the rooms above.
"""
