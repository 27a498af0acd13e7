"""Plays the year: each virtual day its flows, its clerks, its sweep, its mail, its acts."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from adapters.files.home import Home
from campaign.deadlines.agenda import LABELS, Flow, Kind, Work
from campaign.definitions.definitions import Definitions
from rehearsal.content.scenario import cast
from rehearsal.simulation.clerks import Troupe, papers_of_day
from rehearsal.simulation.events import Matter, matters, papers_of_matters
from rehearsal.simulation.inbox_faults import Prank, drops_of_pranks, papers_of_pranks, pranks
from rehearsal.simulation.leadership import Progress, attend_to_result
from rehearsal.simulation.schedule import turns
from rehearsal.simulation.setup import dice
from rehearsal.simulation.simulated_bureau import Answered, Bureau, open_bureau
from services.agenda.action import Step
from services.agenda.actions import carry_out, due_works, undone
from services.deadlines.reminders import remind
from services.publishing.drafts import write_drafts
from services.results.register.pending_actions import works_of_results

_DAY = dt.timedelta(days=1)
_AFTERWARDS = dt.timedelta(days=31)
"""How long the year's result may take to be published once the campaign is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wake:
    """A flow that wakes at a time; None is the daily run."""

    at: dt.datetime
    flow: Flow | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """What runs in the rehearsal: when what wakes, each flow's steps, and those of results."""

    wakes: Callable[[dt.date, dt.date], Sequence[Wake]]
    steps: Mapping[Flow, Mapping[Kind, Step]]
    of_results: Mapping[Kind, Step]


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One line of the story: a day, what kind of thing, and what came of it."""

    day: dt.date
    what: str
    note: str


@dataclass(kw_only=True, slots=True)
class Year:
    """A year that was played, with what was planted and what happened.

    ``not_carried`` are works for which no flow has a step.
    """

    bureau: Bureau
    troupe: Troupe
    progress: Progress
    happened: list[Happened] = field(default_factory=list)
    reminded: Counter[dt.date] = field(default_factory=Counter)
    not_carried: dict[str, str] = field(default_factory=dict)
    last_day: dt.date

    @property
    def answered(self) -> list[Answered]:
        """Every drop with its answer."""
        return self.bureau.answered


def play(
    home: Home,
    programme: Programme,
    *,
    seed: int,
    faults: bool,
    watch: Callable[[dt.date], None] = lambda day: None,
) -> Year:
    """Play the campaign from its first day until its result is published; close the year after."""
    year = _begin(home, seed, faults)
    bureau, campaign = year.bureau, year.bureau.office.definitions.plan.campaign
    events, jests = matters(bureau, year.troupe), pranks(bureau, year.troupe)
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
    bureau = open_bureau(home)
    definitions = bureau.office.definitions
    return Year(
        bureau=bureau,
        troupe=_troupe(definitions, seed, faults),
        progress=Progress(acts=[]),
        last_day=definitions.plan.campaign.first,
    )


def _troupe(definitions: Definitions, seed: int, faults: bool) -> Troupe:
    nil = frozenset(form.key for form in definitions.forms.values() if form.nil_return)
    parts = cast(definitions.roster, dice(seed, "cast"), faults=faults)
    played = turns(definitions.duties, definitions.plan, parts, dice(seed, "turns"), nil)
    return Troupe(parts=parts, turns=played, seed=seed)


def _days(year: Year, last: dt.date) -> Iterator[dt.date]:
    """Give the campaign's days, and those after it until nothing is left to do."""
    day = year.last_day
    while day <= last or (day <= last + _AFTERWARDS and not _is_over(year, last)):
        yield day
        day += _DAY


def _is_over(year: Year, last: dt.date) -> bool:
    return bool(year.progress.published) and not undone(year.bureau.office, last)


def _mornings(year: Year, programme: Programme, wakes: Sequence[Wake]) -> None:
    """Let the flows of a morning run, in the order in which they wake, and send what they wrote."""
    bureau = year.bureau
    for wake in sorted(wakes, key=lambda each: each.at):
        bureau.now = wake.at
        if wake.flow is None:
            _daily(year, wake.at.date())
            continue
        if wake.flow is Flow.YEAR_END:
            asked = works_of_results(bureau.office, wake.at.date())
            _carry_out(year, asked, programme.of_results)
        due = due_works(bureau.office, wake.flow, wake.at.date(), wake.at)
        _carry_out(year, due, programme.steps[wake.flow])
    if wakes:
        bureau.send()


def _daily(year: Year, day: dt.date) -> None:
    """Remind, and draft documents; old copies stay: their times are not of the virtual calendar."""
    bureau = year.bureau
    found = remind(bureau.office.engine, bureau.office.definitions, day, bureau.now)
    if found.queued:
        year.reminded[day] += len(found.reminders)
    for draft in write_drafts(bureau.office, day, bureau.now):
        year.happened.append(Happened(day=day, what="拟写草稿", note=PurePath(draft).name))


def _carry_out(year: Year, works: Sequence[Work], steps: Mapping[Kind, Step]) -> None:
    bureau, day = year.bureau, year.bureau.now.date()
    for work in works:
        step = steps.get(work.kind)
        if step is None:
            year.not_carried[work.key] = f"{LABELS[work.kind]}（{work.day}）"
            continue
        done = carry_out(bureau.office, work, step, bureau.now)
        if not done.put_off:
            year.happened.append(Happened(day=day, what=LABELS[work.kind], note=done.note))


def _work(year: Year, events: Sequence[Matter], jests: Sequence[Prank], day: dt.date) -> None:
    """Let clerks and office do their day's work, and the leading group its own."""
    bureau, troupe = year.bureau, year.troupe
    bureau.at(day, 10)
    due = list(papers_of_day(bureau, troupe, day))
    others = list(papers_of_matters(bureau, troupe, events, day))
    others += papers_of_pranks(bureau, troupe, jests, day)
    files = list(drops_of_pranks(bureau, jests, day))
    if due or others or files:
        bureau.hand_in([*due, *others], files)
        bureau.send()
    bureau.at(day, 15)
    before = len(year.progress.acts)
    attend_to_result(bureau, troupe, year.progress, day)
    for on, act in year.progress.acts[before:]:
        year.happened.append(Happened(day=on, what="考评成果", note=act))
    if len(year.progress.acts) > before:
        bureau.send()
