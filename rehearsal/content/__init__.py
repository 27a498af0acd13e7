"""Made-up people, rosters and contents of every form, by a seeded generator."""
