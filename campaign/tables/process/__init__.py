"""Tables of the process: units and people, duties, submissions, problems, messages, events."""
