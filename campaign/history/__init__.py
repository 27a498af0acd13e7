"""What was sent before: row numbers and links that a newer version must keep."""
