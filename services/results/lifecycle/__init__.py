"""A result's transitions, the approval form of the leading group, and views of its state."""
