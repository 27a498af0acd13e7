"""A report that the office is told of because it holds less than the one that it follows."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class LostRows:
    """A report that has less than what it follows; of a confidential one the receipt alone."""

    receipt: str
    unit: str = ""
    form: str = ""
    period: str = ""
    text: str = ""
