"""Mail: sending what is pending in the outbox, and alarms to the office about failures."""
