"""Reckons a digest of the facts of each workbook, which changes when the workbook has to."""

from collections import defaultdict

from adapters.store.engine import reading
from adapters.store.process_rows import marks_in_force
from campaign.deadlines.status import DutyState
from campaign.values.periods import PeriodKind
from services.reports.source import TableSource
from services.reports.state import EDITION, WorkbookKey, digest_of

_UNFILED = frozenset({DutyState.MISSING, DutyState.LOCKED})


def current_digests(source: TableSource) -> dict[WorkbookKey, str]:
    """Return the digest of the facts of every workbook that there should be.

    These are the forms and periods of which something was filed, or something is overdue.
    """
    definitions = source.definitions
    hashes = definitions.file_hashes
    with reading(source.engine) as connection:
        marks = marks_in_force(connection)
    filed: defaultdict[WorkbookKey, list[int]] = defaultdict(list)
    for mark in marks:
        if form := definitions.forms.get(mark.form):
            period = "" if form.period is PeriodKind.EVENT else mark.period
            filed[mark.form, period].append(mark.id)
    stands: defaultdict[WorkbookKey, list[str]] = defaultdict(list)
    overdue: set[WorkbookKey] = set()
    for status in source.statuses:
        key = (status.duty.obligation.form, str(status.duty.period))
        stands[key].append(f"{status.duty.unit} {status.state} {status.duty.due}")
        if status.state in _UNFILED:
            overdue.add(key)
    common = (EDITION, hashes["plan.toml"], hashes["roster.xlsx"])
    return {
        key: digest_of((*common, hashes.get(f"forms/{key[0]}.toml"), filed[key], stands[key]))
        for key in sorted({*filed, *overdue})
    }
