"""A result's transitions, what the leading group is asked, and views of where it stands."""
