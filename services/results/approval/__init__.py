"""Who may approve: personal codes, one-time codes, what is recorded of an approval."""
