"""What is due when: the agenda, each duty's status, waivers, reminders, completeness."""
