"""The commands of the year's result: its drafts, acts and views, and the codes of approval."""
