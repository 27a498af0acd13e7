"""A score told to readers: facts, sums as lines, a unit's own view."""
