"""Names what of a table is drawn as a chart, for whichever renderer can draw one."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart of the first ``rows`` rows: a bar for each, or several where ``series`` are several.

    ``label`` and ``series`` are keys of columns.
    """

    title: str
    label: str
    series: tuple[str, ...]
    rows: int
