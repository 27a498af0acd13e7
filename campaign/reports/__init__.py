"""Accepted reports as they were stored."""
