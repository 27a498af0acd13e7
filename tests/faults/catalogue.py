"""All faults that are tried, kind by kind."""

from tests.faults import crash_points

FAULTS = (*crash_points.FAULTS,)
