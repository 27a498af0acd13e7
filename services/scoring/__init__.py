"""The assessment of stored evidence on a day, and the interim report."""
