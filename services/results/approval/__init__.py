"""Approval: personal and one-time codes, and the grounds that are recorded of an approval."""
