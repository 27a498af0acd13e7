"""Drafts, circulars, invitations, the scheme, notices of the evaluations."""
