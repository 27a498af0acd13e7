"""What another plan would change: settings, verdicts, duties, scores."""
