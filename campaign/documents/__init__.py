"""The facts of every kind of official document, and samples of each."""
