"""Results and the objections to them, as stored; what may be done to them is decided elsewhere."""
