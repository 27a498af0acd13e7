"""Refusals of acts that a person asked for."""


class WrongActError(Exception):
    """The act is not for this file or receipt; its words say why, and what to do instead."""
