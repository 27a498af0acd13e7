"""Deadlines: reminders, the office's digest, status tables, mobilisation coverage."""
