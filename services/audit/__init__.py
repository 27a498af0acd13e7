"""What is held against the record afterwards: verification, retention, the year's archive."""
