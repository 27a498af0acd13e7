"""The steps by which the agenda is carried out: a module per kind of work."""
