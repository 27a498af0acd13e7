"""What the clerks and the office hand in on a day, as papers to fill in."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from adapters.workbooks.blanks.workbook import Issue
from campaign.definitions.duties import Duty, binding_day
from campaign.definitions.form import Form
from campaign.definitions.prefilled_units import prefill_units
from campaign.values.dispositions import Disposition
from rehearsal.content import evaluation_contents, sample_contents
from rehearsal.content.form_contents import FormRow, FormTables, Writer, make_up, spoil
from rehearsal.content.scenario import Scenario
from rehearsal.simulation.schedule import Manner, ScheduledReport
from rehearsal.simulation.setup import seeded_random
from rehearsal.simulation.simulated_bureau import FilledWorkbook, SimulatedBureau

_NIL: FormRow = {"nil": True, "nil_reason": "本期无此类事项，经单位负责人核实"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Participants:
    """Who plays what: the parts, the turns, and the seed of all dice."""

    parts: Scenario
    turns: Sequence[ScheduledReport]
    seed: int

    def dice(self, what: str) -> Random:
        """Return the dice for one thing."""
        return seeded_random(self.seed, what)


def workbooks_of_day(
    bureau: SimulatedBureau, participants: Participants, day: dt.date
) -> Iterator[FilledWorkbook]:
    """Give what is handed in on a day because it is due, faulty versions included."""
    for turn in participants.turns:
        for on, manner in turn.drops:
            if on == day:
                yield filled_workbook(bureau, participants, turn.duty, manner)


def issue_of(bureau: SimulatedBureau, duty: Duty) -> Issue:
    """Return the workbook that a duty is filed in."""
    unit = bureau.context.definitions.roster.unit(duty.unit)
    assert unit is not None, "duties name units of the roster"
    form = bureau.context.definitions.forms[duty.obligation.form]
    return Issue(form=form, unit=unit, period=duty.period, due=duty.due)


def filled_workbook(
    bureau: SimulatedBureau, participants: Participants, duty: Duty, manner: Manner
) -> FilledWorkbook:
    """Return the workbook of a duty as its clerk fills it in today."""
    issue = issue_of(bureau, duty)
    if manner is Manner.NIL:
        header = {**make_up(issue.form, writer_of(bureau, participants, issue))[1], **_NIL}
        return FilledWorkbook(issue=issue, rows={}, header=header)
    rows, header = _contents(bureau, participants, duty, issue)
    if manner is Manner.FAULTY:
        rows = spoil(issue.form, rows)
        return FilledWorkbook(issue=issue, rows=rows, header=header, expect=Disposition.RETURNED)
    return FilledWorkbook(issue=issue, rows=rows, header=header)


def writer_of(bureau: SimulatedBureau, participants: Participants, issue: Issue) -> Writer:
    """Return who fills in a workbook: its unit's staff, or the office's."""
    roster, plan = bureau.context.definitions.roster, bureau.context.definitions.plan
    filer = plan.campaign.office if issue.form.filed_by == "office" else issue.unit.code
    return Writer(
        unit=issue.unit,
        people=bureau.staff(filer),
        units=[unit for unit in roster.units if unit.unit_class != "办公室"],
        period=issue.period,
        first=plan.campaign.first,
        today=bureau.now.date(),
        random=participants.dice(f"{issue.form.key}:{issue.unit.code}:{issue.slot}"),
    )


def _contents(
    bureau: SimulatedBureau, participants: Participants, duty: Duty, issue: Issue
) -> tuple[FormTables, FormRow]:
    plan, roster = bureau.context.definitions.plan, bureau.context.definitions.roster
    day = binding_day(duty.obligation, duty.period, plan)
    form = prefill_units(issue.form, issue.unit, roster, day)
    writer = writer_of(bureau, participants, issue)
    rows, header = make_up(form, writer)
    level = participants.parts.levels.get(issue.unit.code, 80)
    match form.key:
        case "study":
            rows = sample_contents.study_rows(writer.people, duty.period, writer.random)
        case "rectification":
            same = participants.dice(f"ledger:{issue.unit.code}")
            rows = sample_contents.rectification_rows(
                issue.unit.code, writer.people, duty.period, same
            )
        case "self_evaluation":
            rows, header = evaluation_contents.own_scores(writer, participants.parts, header)
        case "mutual_evaluation":
            rows = evaluation_contents.mutual_ratings(
                form, _listed(bureau, form), writer, participants.parts
            )
        case "inspection":
            rows = evaluation_contents.inspector_marks(form, writer, level)
        case "social_evaluation":
            rows = evaluation_contents.social_evaluation(writer, level, plan.appraisal)
    return rows, header


def _listed(bureau: SimulatedBureau, form: Form) -> list[str]:
    """Return the codes of the units that a workbook lists, in its order."""
    roster = bureau.context.definitions.roster
    names = [row[-1] for row in form.sheets[0].prefill]
    return [unit.code for name in names if (unit := roster.unit(name))]
