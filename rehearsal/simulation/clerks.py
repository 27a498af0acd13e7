"""What the clerks and the office hand in on a day, as papers to fill in."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from adapters.workbooks.blanks.workbook import Issue
from campaign.definitions.duties import Duty, binding_day
from campaign.definitions.form import Form
from campaign.definitions.prefilled_units import with_units
from campaign.values.outcomes import Outcome
from rehearsal.content import appraisal_contents, sample_contents
from rehearsal.content.form_contents import Row, Tables, Writer, make_up, spoil
from rehearsal.content.scenario import Cast
from rehearsal.simulation.schedule import Manner, Turn
from rehearsal.simulation.setup import dice
from rehearsal.simulation.simulated_bureau import Bureau, Paper

_NIL: Row = {"nil": True, "nil_reason": "本期无此类事项，经单位负责人核实"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Troupe:
    """Who plays what: the parts, the turns, and the seed of all dice."""

    parts: Cast
    turns: Sequence[Turn]
    seed: int

    def dice(self, what: str) -> Random:
        """Return the dice for one thing."""
        return dice(self.seed, what)


def papers_of_day(bureau: Bureau, troupe: Troupe, day: dt.date) -> Iterator[Paper]:
    """Give what is handed in on a day because it is due, faulty versions included."""
    for turn in troupe.turns:
        for on, manner in turn.drops:
            if on == day:
                yield paper_of(bureau, troupe, turn.duty, manner)


def issue_of(bureau: Bureau, duty: Duty) -> Issue:
    """Return the workbook that a duty is filed in."""
    unit = bureau.office.definitions.roster.unit(duty.unit)
    assert unit is not None, "duties name units of the roster"
    form = bureau.office.definitions.forms[duty.obligation.form]
    return Issue(form=form, unit=unit, period=duty.period, due=duty.due)


def paper_of(bureau: Bureau, troupe: Troupe, duty: Duty, manner: Manner) -> Paper:
    """Return the workbook of a duty as its clerk fills it in today."""
    issue = issue_of(bureau, duty)
    if manner is Manner.NIL:
        header = {**make_up(issue.form, writer_of(bureau, troupe, issue))[1], **_NIL}
        return Paper(issue=issue, rows={}, header=header)
    rows, header = _contents(bureau, troupe, duty, issue)
    if manner is Manner.FAULTY:
        rows = spoil(issue.form, rows)
        return Paper(issue=issue, rows=rows, header=header, expect=Outcome.RETURNED)
    return Paper(issue=issue, rows=rows, header=header)


def writer_of(bureau: Bureau, troupe: Troupe, issue: Issue) -> Writer:
    """Return who fills in a workbook: its unit's staff, or the office's."""
    roster, plan = bureau.office.definitions.roster, bureau.office.definitions.plan
    filer = plan.campaign.office if issue.form.filed_by == "office" else issue.unit.code
    return Writer(
        unit=issue.unit,
        people=bureau.staff(filer),
        units=[unit for unit in roster.units if unit.unit_class != "办公室"],
        period=issue.period,
        first=plan.campaign.first,
        today=bureau.now.date(),
        random=troupe.dice(f"{issue.form.key}:{issue.unit.code}:{issue.slot}"),
    )


def _contents(bureau: Bureau, troupe: Troupe, duty: Duty, issue: Issue) -> tuple[Tables, Row]:
    plan, roster = bureau.office.definitions.plan, bureau.office.definitions.roster
    day = binding_day(duty.obligation, duty.period, plan)
    form = with_units(issue.form, issue.unit, roster, day)
    writer = writer_of(bureau, troupe, issue)
    rows, header = make_up(form, writer)
    level = troupe.parts.levels.get(issue.unit.code, 80)
    match form.key:
        case "study":
            rows = sample_contents.study(writer.people, duty.period, writer.random)
        case "rectification":
            same = troupe.dice(f"ledger:{issue.unit.code}")
            rows = sample_contents.rectification(issue.unit.code, writer.people, duty.period, same)
        case "self_evaluation":
            rows, header = appraisal_contents.self_evaluation(writer, troupe.parts, header)
        case "mutual_evaluation":
            rows = appraisal_contents.ratings(form, _listed(bureau, form), writer, troupe.parts)
        case "inspection":
            rows = appraisal_contents.inspection(form, writer, level)
        case "social_evaluation":
            rows = appraisal_contents.social_evaluation(writer, level, plan.appraisal)
    return rows, header


def _listed(bureau: Bureau, form: Form) -> list[str]:
    """Return the codes of the units that a workbook lists, in its order."""
    roster = bureau.office.definitions.roster
    names = [row[-1] for row in form.sheets[0].prefill]
    return [unit.code for name in names if (unit := roster.unit(name))]
