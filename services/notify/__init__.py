"""Mail that leaves the outbox, and alarms to the office about what did not work."""
