"""Actions that the agenda has due on a day, each carried out at most once."""
