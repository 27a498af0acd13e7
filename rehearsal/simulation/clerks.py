"""Fills in the workbooks that clerks and the office file on a day because they are due."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from adapters.workbooks.blanks.workbook import Issue
from campaign.definitions.duties import Duty, binding_day
from campaign.definitions.form import Form
from campaign.definitions.prefilled_units import prefill_units
from campaign.values.dispositions import Disposition
from rehearsal.content import evaluation_contents, report_contents
from rehearsal.content.form_contents import Clerk, FormRow, FormTables, add_faults, fill_form
from rehearsal.content.scenario import Scenario
from rehearsal.content.texts import report_texts
from rehearsal.simulation.schedule import Manner, ScheduledReport
from rehearsal.simulation.setup import seeded_random
from rehearsal.simulation.simulated_bureau import FilledWorkbook, SimulatedBureau

_USUAL_LEVEL = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Participants:
    """Who has which role, what each files when, and the seed of all generators."""

    scenario: Scenario
    reports: Sequence[ScheduledReport]
    seed: int

    def random(self, subject: str) -> Random:
        """Return the generator of one subject."""
        return seeded_random(self.seed, subject)


def workbooks_of_day(
    bureau: SimulatedBureau, participants: Participants, day: dt.date
) -> Iterator[FilledWorkbook]:
    """Return the workbooks that are dropped on a day, faulty versions included."""
    for report in participants.reports:
        for dropped_on, manner in report.drops:
            if dropped_on == day:
                yield filled_workbook(bureau, participants, report.duty, manner)


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
        _, header = fill_form(issue.form, clerk_of(bureau, participants, issue))
        header |= {"nil": True, "nil_reason": report_texts().nil_reason}
        return FilledWorkbook(issue=issue, rows={}, header=header)
    rows, header = _contents(bureau, participants, duty, issue)
    if manner is Manner.FAULTY:
        rows = add_faults(issue.form, rows)
        return FilledWorkbook(issue=issue, rows=rows, header=header, expect=Disposition.RETURNED)
    return FilledWorkbook(issue=issue, rows=rows, header=header)


def clerk_of(bureau: SimulatedBureau, participants: Participants, issue: Issue) -> Clerk:
    """Return who fills in a workbook: its unit's staff, or the office's."""
    roster, plan = bureau.context.definitions.roster, bureau.context.definitions.plan
    filer = plan.campaign.office if issue.form.filed_by == "office" else issue.unit.code
    return Clerk(
        unit=issue.unit,
        people=bureau.staff(filer),
        units=[unit for unit in roster.units if unit.unit_class != "办公室"],
        period=issue.period,
        first=plan.campaign.first,
        today=bureau.now.date(),
        random=participants.random(f"{issue.form.key}:{issue.unit.code}:{issue.slot}"),
    )


def _contents(
    bureau: SimulatedBureau, participants: Participants, duty: Duty, issue: Issue
) -> tuple[FormTables, FormRow]:
    """Return rows and header; forms that scores come from follow the unit's level."""
    plan, roster = bureau.context.definitions.plan, bureau.context.definitions.roster
    day = binding_day(duty.obligation, duty.period, plan)
    form = prefill_units(issue.form, issue.unit, roster, day)
    clerk, scenario = clerk_of(bureau, participants, issue), participants.scenario
    rows, header = fill_form(form, clerk)
    level = scenario.levels.get(issue.unit.code, _USUAL_LEVEL)
    shared = participants.random(f"{form.key}:{scenario.model(issue.unit.code)}")
    match form.key:
        case "study":
            rows = report_contents.study_rows(clerk.people, duty.period, clerk.random)
        case "rectification":
            random = participants.random(f"ledger:{issue.unit.code}")
            people, unit = clerk.people, issue.unit.code
            rows = report_contents.rectification_rows(unit, people, duty.period, random)
        case "self_evaluation":
            rows = evaluation_contents.self_scores(clerk, scenario, shared)
        case "mutual_evaluation":
            listed = _listed_units(bureau, form)
            rows = evaluation_contents.mutual_ratings(form, listed, clerk, scenario)
        case "inspection":
            rows = evaluation_contents.inspector_marks(form, clerk, level)
        case "social_evaluation":
            rows = evaluation_contents.social_evaluation(clerk, level, plan.appraisal, shared)
    return rows, header


def _listed_units(bureau: SimulatedBureau, form: Form) -> list[str]:
    """Return the codes of the units that a workbook lists, in its order."""
    roster = bureau.context.definitions.roster
    names = [row[-1] for row in form.sheets[0].prefill]
    return [unit.code for name in names if (unit := roster.unit(name))]
