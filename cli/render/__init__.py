"""Facts as the terminal shows them, by rich."""
