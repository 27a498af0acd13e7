"""The made-up side of a rehearsal: who there is, what each does when, what must come out of it."""
