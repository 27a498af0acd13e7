"""The simulated year: clerks, the office and the leading group, day by day."""
