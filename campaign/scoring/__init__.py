"""Scores, ranks, their uncertainty and what follows from them, from evidence alone."""
