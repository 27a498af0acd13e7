"""Scores, ranks, their uncertainty and what follows from them, from evidence alone.

``collect`` turns accepted reports into evidence, ``assessment`` evidence into scores, ranks and
what stands beside them, ``explain`` an assessment into what readers see. The package exports
nothing itself: what needs one of them does not import numpy by another.
"""
