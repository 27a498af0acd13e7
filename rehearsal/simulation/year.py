"""Plays the year: each virtual day its flows, its clerks, its sweep, its mail, its acts."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from adapters.files.home import Home
from campaign.deadlines.agenda import LABELS, Action, PhaseFlow
from campaign.definitions.definitions import Definitions
from rehearsal.content.scenario import make_scenario
from rehearsal.simulation.clerks import Participants, workbooks_of_day
from rehearsal.simulation.events import SimulatedEvent, simulated_events, workbooks_of_events
from rehearsal.simulation.inbox_faults import (
    InboxFault,
    drops_of_faults,
    inbox_faults,
    workbooks_of_faults,
)
from rehearsal.simulation.leadership import ResultProgress, attend_to_result
from rehearsal.simulation.schedule import schedule_reports
from rehearsal.simulation.setup import seeded_random
from rehearsal.simulation.simulated_bureau import Answered, SimulatedBureau, open_simulated_bureau
from services.agenda.actions import due_actions, run_action, skipped_actions
from services.deadlines.reminders import remind
from services.handlers import HANDLERS
from services.publishing.drafts import write_drafts
from services.results.register.pending_actions import actions_of_results

_DAY = dt.timedelta(days=1)
_AFTERWARDS = dt.timedelta(days=31)
"""How long the year's result may take to be published once the campaign is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledRun:
    """A flow that wakes at a time; None is the daily run."""

    at: dt.datetime
    flow: PhaseFlow | None


Schedule = Callable[[dt.date, dt.date], Sequence[ScheduledRun]]
"""Returns which runs are planned from one day to another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEntry:
    """One line of the story: a day, what kind of thing, and what came of it."""

    day: dt.date
    what: str
    note: str


@dataclass(kw_only=True, slots=True)
class Year:
    """A year that was played, with what was planted and what happened."""

    bureau: SimulatedBureau
    troupe: Participants
    progress: ResultProgress
    happened: list[TimelineEntry] = field(default_factory=list)
    reminded: Counter[dt.date] = field(default_factory=Counter)
    last_day: dt.date

    @property
    def answered(self) -> list[Answered]:
        """Every drop with its answer."""
        return self.bureau.answered


def play(
    home: Home,
    schedule: Schedule,
    *,
    seed: int,
    faults: bool,
    watch: Callable[[dt.date], None] = lambda day: None,
) -> Year:
    """Play the campaign from its first day until its result is published; close the year after."""
    year = _begin(home, seed, faults)
    bureau, campaign = year.bureau, year.bureau.context.definitions.plan.campaign
    events, jests = simulated_events(bureau, year.troupe), inbox_faults(bureau, year.troupe)
    planned = schedule(campaign.first, campaign.last + _AFTERWARDS)
    try:
        for day in _days(year, campaign.last):
            watch(day)
            _mornings(year, [run for run in planned if run.at.date() == day])
            _work(year, events, jests, day)
            year.last_day = day
    except BaseException:
        bureau.close()
        raise
    return year


def _begin(home: Home, seed: int, faults: bool) -> Year:
    bureau = open_simulated_bureau(home)
    definitions = bureau.context.definitions
    return Year(
        bureau=bureau,
        troupe=_troupe(definitions, seed, faults),
        progress=ResultProgress(acts=[]),
        last_day=definitions.plan.campaign.first,
    )


def _troupe(definitions: Definitions, seed: int, faults: bool) -> Participants:
    nil = frozenset(form.key for form in definitions.forms.values() if form.nil_return)
    parts = make_scenario(definitions.roster, seeded_random(seed, "cast"), faults=faults)
    played = schedule_reports(
        definitions.duties, definitions.plan, parts, seeded_random(seed, "turns"), nil
    )
    return Participants(parts=parts, turns=played, seed=seed)


def _days(year: Year, last: dt.date) -> Iterator[dt.date]:
    """Give the campaign's days, and those after it until nothing is left to do."""
    day = year.last_day
    while day <= last or (day <= last + _AFTERWARDS and not _is_over(year, last)):
        yield day
        day += _DAY


def _is_over(year: Year, last: dt.date) -> bool:
    return bool(year.progress.published) and not skipped_actions(year.bureau.context, last)


def _mornings(year: Year, planned: Sequence[ScheduledRun]) -> None:
    """Let the flows of a morning run, in the order in which they wake, and send what they wrote."""
    bureau = year.bureau
    for run in sorted(planned, key=lambda run: run.at):
        bureau.now = run.at
        if run.flow is None:
            _daily(year, run.at.date())
            continue
        due = due_actions(bureau.context, run.flow, run.at.date(), run.at)
        if run.flow is PhaseFlow.YEAR_END:
            _run_actions(year, actions_of_results(bureau.context, run.at.date()))
        _run_actions(year, due)
    if planned:
        bureau.send()


def _daily(year: Year, day: dt.date) -> None:
    """Remind, and draft documents; old copies stay: their times are not of the virtual calendar."""
    bureau = year.bureau
    found = remind(bureau.context.engine, bureau.context.definitions, day, bureau.now)
    if found.queued:
        year.reminded[day] += len(found.reminders)
    for draft in write_drafts(bureau.context, day, bureau.now):
        year.happened.append(TimelineEntry(day=day, what="拟写草稿", note=PurePath(draft).name))


def _run_actions(year: Year, actions: Sequence[Action]) -> None:
    bureau, day = year.bureau, year.bureau.now.date()
    for action in actions:
        result = run_action(bureau.context, action, HANDLERS[action.kind], bureau.now)
        if not result.put_off:
            entry = TimelineEntry(day=day, what=LABELS[action.kind], note=result.note)
            year.happened.append(entry)


def _work(
    year: Year, events: Sequence[SimulatedEvent], jests: Sequence[InboxFault], day: dt.date
) -> None:
    """Let clerks and office do their day's work, and the leading group its own."""
    bureau, troupe = year.bureau, year.troupe
    bureau.at(day, 10)
    due = list(workbooks_of_day(bureau, troupe, day))
    others = list(workbooks_of_events(bureau, troupe, events, day))
    others += workbooks_of_faults(bureau, troupe, jests, day)
    files = list(drops_of_faults(bureau, jests, day))
    if due or others or files:
        bureau.hand_in([*due, *others], files)
        bureau.send()
    bureau.at(day, 15)
    before = len(year.progress.acts)
    attend_to_result(bureau, troupe, year.progress, day)
    for on, act in year.progress.acts[before:]:
        year.happened.append(TimelineEntry(day=on, what="考评成果", note=act))
    if len(year.progress.acts) > before:
        bureau.send()
