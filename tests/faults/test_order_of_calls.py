"""What a power cut would show: nothing is relied on before the disk was asked to keep it."""

import re

from tests.faults import plays
from tests.faults.rig import Rig
from tests.faults.system_calls import trace_lines
from tests.support.office import NOW

_CALLS = ("link", "linkat", "rename", "pwrite64", "fdatasync", "fsync", "syncfs", "unlinkat")
_STORE = re.compile(r"pwrite64\(\d+<[^>]*zuofeng\.db-wal>")
_STORE_SYNCED = re.compile(r"f(?:data)?sync\(\d+<[^>]*zuofeng\.db-wal>")
_KEPT = re.compile(r'^(?:link|linkat|rename)\(.*"')
_REMOVED = re.compile(r"unlinkat\(\d+<[^>]*/inbox[^>]*>")


def test_the_disk_keeps_copies_and_record_before_a_file_leaves_the_inbox() -> None:
    with Rig() as rig:
        home = rig.copy(rig.filing.template)
        lines = trace_lines(rig.server, rig.folder, _CALLS, *rig.job(plays.sweep), home.root, NOW)

    kept = recorded = removed = 0
    for line in lines:
        if _STORE.match(line):
            assert not kept, "the record was written before its files were durable"
            recorded += 1
        elif _STORE_SYNCED.match(line):
            recorded = 0
        elif _REMOVED.match(line):
            assert not recorded, "a file was removed before its record was durable"
            removed += 1
        elif _KEPT.match(line) and (
            "/archive/" in line or "/spool/" in line or "/answers/" in line
        ):
            kept += 1
        elif line.startswith("syncfs"):
            kept = 0
    assert removed == len([what for what in rig.filing.expected if what[0] == "drop"]) - 2
