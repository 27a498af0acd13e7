"""Values that all rooms share: exact numbers, periods, text, acts, outcomes, seal, raw cells."""
