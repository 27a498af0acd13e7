"""Measures intake beside what most people write, on the same files in the same run."""
