"""The command zuofeng."""
