"""Dropped files on record: the inbox as seen, claims, answers, what is kept of each.

Functions take a connection and return typed rows; which transaction they belong to is the
caller's. No file is touched here.
"""
