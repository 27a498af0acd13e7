"""Did the simulated year come out as it was planted."""
