"""Objections during the notice period (公示), and what an upheld one changes."""
