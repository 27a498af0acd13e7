"""All faults that are tried, kind by kind."""

from tests.faults.kinds import crash_points, disks, folders, locks_and_clocks, mail_servers, mutants

KINDS = (crash_points, disks, folders, locks_and_clocks, mail_servers, mutants)
FAULTS = tuple(fault for kind in KINDS for fault in kind.FAULTS)
