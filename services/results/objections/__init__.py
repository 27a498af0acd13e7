"""Objections (异议) in the notice period (公示): registering and deciding them."""
