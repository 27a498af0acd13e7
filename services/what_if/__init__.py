"""The changes that another plan makes: the archived originals replayed, scores compared.

Reads the store and the archive, examines in worker processes, writes nothing.
"""

from services.what_if.plan_effects import PlanEffects, compute_effects

__all__ = ["PlanEffects", "compute_effects"]
