"""SQL that both databases understand: lists as parameters, plain inserts, columns of times."""
