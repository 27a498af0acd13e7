"""Commands that keep and prove the year: backup, restore, verify, destroy."""
