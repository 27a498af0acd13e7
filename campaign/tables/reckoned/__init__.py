"""Tables of what is reckoned: study, inspections, scores, results, another plan's effects."""
