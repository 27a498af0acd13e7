"""One sweep of the inbox, Prefect-free: look, claim, examine in worker processes, record, tidy."""

import datetime as dt
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from campaign.problems import Code, problem
from campaign.recognise import Bureau
from tasks.answering import Reply
from tasks.asides import set_aside
from tasks.claiming import abandoned, claim, remove_answered
from tasks.claims import Claim
from tasks.clock import now_in
from tasks.definitions import load_definitions
from tasks.examining import Desk, Examined, examine_here, sit_down
from tasks.home import Home
from tasks.inbox import look
from tasks.keys import archive_key, seal_key
from tasks.readers import Died, Failed, Readers
from tasks.recording import Office, record
from tasks.store import open_store

RECORDED_TOGETHER = 50
"""Files in one transaction: few enough to keep other writers waiting for milliseconds only."""

_log = logging.getLogger("zuofeng.intake")


def open_office(home: Home, today: dt.date | None = None) -> Office:
    """Open the store and read the definitions, as of today or another day.

    Raises DefinitionError if the definitions are broken.
    """
    definitions = load_definitions(home)
    bureau = Bureau(
        plan=definitions.plan,
        roster=definitions.roster,
        forms=definitions.forms,
        key=seal_key(home),
    )
    day = today or now_in(definitions.plan.campaign.time_zone).date()
    desk = Desk(bureau=bureau, archive_key=archive_key(home), today=day)
    return Office(engine=open_store(home), home=home, definitions=definitions, desk=desk)


@contextmanager
def open_readers(office: Office) -> Iterator[Readers]:
    """Start the worker processes that examine files."""
    limits = office.definitions.plan.limits
    with Readers(os.cpu_count() or 1, limits, sit_down, (office.desk,)) as readers:
        yield readers


def take_in(office: Office, clock: Callable[[], dt.datetime]) -> list[Claim]:
    """Claim every file that is whole, waiting for those that have only just stopped changing.

    Files that are still being copied when ``incomplete_seconds`` are over are left for the next
    sweep, as are files that arrive meanwhile.
    """
    limits = office.definitions.plan.limits
    until = time.monotonic() + limits.incomplete_seconds + limits.settle_seconds
    claims = abandoned(office.engine, office.home, clock())
    while True:
        found = look(office.engine, office.home, limits, clock())
        claims += claim(office.engine, office.home, office.definitions.roster, found.ready, clock())
        if not found.unsettled or time.monotonic() > until or claims:
            return claims
        time.sleep(limits.settle_seconds / 2)


def answer(
    office: Office, readers: Readers, claims: Sequence[Claim], clock: Callable[[], dt.datetime]
) -> Iterator[list[Reply]]:
    """Examine and record claims; yields the answers as they are given, some at a time."""
    examined: list[Examined] = []
    failed: list[tuple[Claim, str]] = []
    for item, result in readers.map(examine_here, claims):
        if isinstance(result, Failed):
            _log.error("receipt %s could not be processed:\n%s", item.receipt, result.error)
            failed.append((item, "software error"))
        else:
            examined.append(verdict_of(item, result))
        if len(examined) == RECORDED_TOGETHER:
            yield record(office, examined, clock())
            examined = []
    if examined:
        yield record(office, examined, clock())
    if failed:
        yield set_aside(office, failed, clock())
    remove_answered(office.engine, office.home, clock())


def sweep(office: Office, clock: Callable[[], dt.datetime]) -> Iterator[list[Reply]]:
    """Take in and answer what is in the inbox now; yields the answers as they are given."""
    remove_answered(office.engine, office.home, clock())
    claims = take_in(office, clock)
    if claims:
        with open_readers(office) as readers:
            yield from answer(office, readers, claims, clock)


def verdict_of(item: Claim, result: Examined | Died) -> Examined:
    """Return what was examined; a file that killed its process is unreadable."""
    if isinstance(result, Examined):
        return result
    found = (problem(Code.FILE_UNREADABLE),)
    return Examined(claim=item, problems=found, confidential=item.confidential)
