"""Do definitions agree: plan, roster and forms against each other, rules, hints."""
