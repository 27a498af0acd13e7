"""Plays the year: each virtual day its flows, its clerks, its sweep, its mail, its acts."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from adapters.files.home import Home
from campaign.deadlines.agenda import LABELS, Action, ActionKind, PhaseFlow
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
from services.agenda.action import Handler
from services.agenda.actions import due_actions, run_action, skipped_actions
from services.deadlines.reminders import remind
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


@dataclass(frozen=True, kw_only=True, slots=True)
class DeployedFlows:
    """What runs in the rehearsal: when what wakes, each flow's steps, and those of results."""

    wakes: Callable[[dt.date, dt.date], Sequence[ScheduledRun]]
    steps: Mapping[PhaseFlow, Mapping[ActionKind, Handler]]
    of_results: Mapping[ActionKind, Handler]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEntry:
    """One line of the story: a day, what kind of thing, and what came of it."""

    day: dt.date
    what: str
    note: str


@dataclass(kw_only=True, slots=True)
class Year:
    """A year that was played, with what was planted and what happened.

    ``not_carried`` are works for which no flow has a step.
    """

    bureau: SimulatedBureau
    troupe: Participants
    progress: ResultProgress
    happened: list[TimelineEntry] = field(default_factory=list)
    reminded: Counter[dt.date] = field(default_factory=Counter)
    not_carried: dict[str, str] = field(default_factory=dict)
    last_day: dt.date

    @property
    def answered(self) -> list[Answered]:
        """Every drop with its answer."""
        return self.bureau.answered


def play(
    home: Home,
    programme: DeployedFlows,
    *,
    seed: int,
    faults: bool,
    watch: Callable[[dt.date], None] = lambda day: None,
) -> Year:
    """Play the campaign from its first day until its result is published; close the year after."""
    year = _begin(home, seed, faults)
    bureau, campaign = year.bureau, year.bureau.context.definitions.plan.campaign
    events, jests = simulated_events(bureau, year.troupe), inbox_faults(bureau, year.troupe)
    wakes = programme.wakes(campaign.first, campaign.last + _AFTERWARDS)
    try:
        for day in _days(year, campaign.last):
            watch(day)
            _mornings(year, programme, [wake for wake in wakes if wake.at.date() == day])
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


def _mornings(year: Year, programme: DeployedFlows, wakes: Sequence[ScheduledRun]) -> None:
    """Let the flows of a morning run, in the order in which they wake, and send what they wrote."""
    bureau = year.bureau
    for wake in sorted(wakes, key=lambda each: each.at):
        bureau.now = wake.at
        if wake.flow is None:
            _daily(year, wake.at.date())
            continue
        if wake.flow is PhaseFlow.YEAR_END:
            asked = actions_of_results(bureau.context, wake.at.date())
            _carry_out(year, asked, programme.of_results)
        due = due_actions(bureau.context, wake.flow, wake.at.date(), wake.at)
        _carry_out(year, due, programme.steps[wake.flow])
    if wakes:
        bureau.send()


def _daily(year: Year, day: dt.date) -> None:
    """Remind, and draft documents; old copies stay: their times are not of the virtual calendar."""
    bureau = year.bureau
    found = remind(bureau.context.engine, bureau.context.definitions, day, bureau.now)
    if found.queued:
        year.reminded[day] += len(found.reminders)
    for draft in write_drafts(bureau.context, day, bureau.now):
        year.happened.append(TimelineEntry(day=day, what="拟写草稿", note=PurePath(draft).name))


def _carry_out(year: Year, actions: Sequence[Action], steps: Mapping[ActionKind, Handler]) -> None:
    bureau, day = year.bureau, year.bureau.now.date()
    for work in actions:
        step = steps.get(work.kind)
        if step is None:
            year.not_carried[work.key] = f"{LABELS[work.kind]}（{work.day}）"
            continue
        done = run_action(bureau.context, work, step, bureau.now)
        if not done.put_off:
            year.happened.append(TimelineEntry(day=day, what=LABELS[work.kind], note=done.note))


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
