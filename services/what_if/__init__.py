"""What another plan would change: the archived originals replayed, scores compared."""
