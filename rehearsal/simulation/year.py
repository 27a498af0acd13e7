"""Simulates the year: each virtual day its flows, its reports, its mail, its acts on the result."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from adapters.files.home import Home
from campaign.deadlines.agenda import LABELS, Action, PhaseFlow
from campaign.definitions.definitions import Definitions
from campaign.scoring.ranking import class_places
from rehearsal.content.scenario import make_scenario
from rehearsal.content.texts import timeline_texts
from rehearsal.simulation.clerks import Participants, workbooks_of_day
from rehearsal.simulation.events import SimulatedEvent, simulated_events, workbooks_of_events
from rehearsal.simulation.inbox_faults import (
    PlantedFault,
    drops_of_faults,
    inbox_faults,
    workbooks_of_faults,
)
from rehearsal.simulation.leadership import ResultProgress, advance_result
from rehearsal.simulation.schedule import schedule_reports
from rehearsal.simulation.setup import seeded_random
from rehearsal.simulation.simulated_bureau import (
    AnsweredDrop,
    SimulatedBureau,
    open_simulated_bureau,
)
from services.agenda.actions import due_actions, run_action, skipped_actions
from services.deadlines.reminders import remind
from services.handlers import HANDLERS
from services.publishing.drafts import write_drafts
from services.reports.update import update_reports
from services.results.register.pending_actions import actions_of_results

_DAY = dt.timedelta(days=1)
_AFTERWARDS = dt.timedelta(days=31)
"""How long the year's result may take to be published once the campaign is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledRun:
    """A flow that runs at a time; None is the daily run."""

    at: dt.datetime
    flow: PhaseFlow | None


Schedule = Callable[[dt.date, dt.date], Sequence[ScheduledRun]]
"""Returns which runs are planned from one day to another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEntry:
    """One line of the year's timeline: a day, what was done, and what came of it."""

    day: dt.date
    what: str
    note: str


@dataclass(kw_only=True, slots=True)
class Year:
    """A simulated year: what was planted, and what happened."""

    bureau: SimulatedBureau
    participants: Participants
    progress: ResultProgress = field(default_factory=ResultProgress)
    timeline: list[TimelineEntry] = field(default_factory=list)
    reminded: Counter[dt.date] = field(default_factory=Counter)
    last_day: dt.date

    @property
    def answered(self) -> list[AnsweredDrop]:
        """Every drop with its receipt."""
        return self.bureau.answered


def simulate_year(
    home: Home,
    schedule: Schedule,
    *,
    seed: int,
    faults: bool,
    on_day: Callable[[dt.date], None] = lambda day: None,
) -> Year:
    """Simulate the campaign from its first day until its result is published.

    ``on_day`` is called before each day. The caller closes the year's bureau. Raises
    DefinitionError for broken definitions.
    """
    year = _begin(home, seed, faults)
    bureau, participants = year.bureau, year.participants
    campaign = bureau.context.definitions.plan.campaign
    events = simulated_events(bureau, participants)
    wrong = inbox_faults(bureau, participants)
    runs = schedule(campaign.first, campaign.last + _AFTERWARDS)
    try:
        for day in _days(year, campaign.last):
            on_day(day)
            _run_flows(year, [run for run in runs if run.at.date() == day])
            _file_reports(year, events, wrong, day)
            _advance_result(year, day)
            year.last_day = day
        update_reports(bureau.context, year.last_day)
    except BaseException:
        bureau.close()
        raise
    return year


def _begin(home: Home, seed: int, faults: bool) -> Year:
    bureau = open_simulated_bureau(home)
    definitions = bureau.context.definitions
    return Year(
        bureau=bureau,
        participants=_participants(definitions, seed, faults),
        last_day=definitions.plan.campaign.first,
    )


def _participants(definitions: Definitions, seed: int, faults: bool) -> Participants:
    nil_forms = frozenset(form.key for form in definitions.forms.values() if form.nil_return)
    plan, duties = definitions.plan, definitions.duties
    classes = Counter(unit.unit_class for unit in definitions.roster.units)
    ranked = {name: classes[name] for name in ("支部", "单位")}
    scenario = make_scenario(
        definitions.roster,
        seeded_random(seed, "cast"),
        faults=faults,
        places=class_places(ranked, plan.appraisal),
    )
    random = seeded_random(seed, "turns")
    reports = schedule_reports(duties, plan, scenario, random, nil_forms)
    return Participants(scenario=scenario, reports=reports, seed=seed)


def _days(year: Year, last: dt.date) -> Iterator[dt.date]:
    """Yield the campaign's days, and those after it until nothing is left to do."""
    day = year.last_day
    while day <= last or (day <= last + _AFTERWARDS and not _is_over(year, last)):
        yield day
        day += _DAY


def _is_over(year: Year, last: dt.date) -> bool:
    return bool(year.progress.published) and not skipped_actions(year.bureau.context, last)


def _run_flows(year: Year, runs: Sequence[ScheduledRun]) -> None:
    """Perform what the flows of a morning do, in the order of their times, and send their mail."""
    bureau = year.bureau
    for run in sorted(runs, key=lambda run: run.at):
        bureau.now = run.at
        if run.flow is None:
            _run_daily(year, run.at.date())
            continue
        due = due_actions(bureau.context, run.flow, run.at.date(), run.at)
        if run.flow is PhaseFlow.YEAR_END:
            _run_actions(year, actions_of_results(bureau.context, run.at.date()))
        _run_actions(year, due)
    if runs:
        bureau.send()


def _run_daily(year: Year, day: dt.date) -> None:
    """Remind, and draft documents; old copies stay: their times are not of the virtual calendar."""
    bureau = year.bureau
    reminding = remind(bureau.context.engine, bureau.context.definitions, day, bureau.now)
    if reminding.queued:
        year.reminded[day] += len(reminding.reminders)
    for draft in write_drafts(bureau.context, day, bureau.now):
        _note(year, day, timeline_texts().drafts, PurePath(draft).name)


def _run_actions(year: Year, actions: Sequence[Action]) -> None:
    bureau, day = year.bureau, year.bureau.now.date()
    for action in actions:
        result = run_action(bureau.context, action, HANDLERS[action.kind], bureau.now)
        if not result.deferred:
            _note(year, day, LABELS[action.kind], result.note)


def _file_reports(
    year: Year, events: Sequence[SimulatedEvent], faults: Sequence[PlantedFault], day: dt.date
) -> None:
    """File what clerks and the office drop on a day: what is due, what happened, what is wrong."""
    bureau, participants = year.bureau, year.participants
    bureau.set_time(day, 10)
    workbooks = [
        *workbooks_of_day(bureau, participants, day),
        *workbooks_of_events(bureau, participants, events, day),
        *workbooks_of_faults(bureau, participants, faults, day),
    ]
    files = list(drops_of_faults(bureau, faults, day))
    if workbooks or files:
        bureau.file(workbooks, files)
        bureau.send()


def _advance_result(year: Year, day: dt.date) -> None:
    """Perform the next act on the result, by the office or the leaders, and send what follows."""
    bureau, acts = year.bureau, year.progress.acts
    bureau.set_time(day, 15)
    before = len(acts)
    advance_result(bureau, year.participants, year.progress, day)
    for acted_on, act in acts[before:]:
        _note(year, acted_on, timeline_texts().result, act)
    if len(acts) > before:
        bureau.send()


def _note(year: Year, day: dt.date, what: str, note: str) -> None:
    year.timeline.append(TimelineEntry(day=day, what=what, note=note))
