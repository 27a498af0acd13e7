"""zuofeng status: the status of every obligation on a day, and the debtors."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.store.duty_histories import statuses_on
from adapters.store.engine import open_store, reading
from adapters.store.sql.timestamps import now_in
from campaign.deadlines.completeness import Debtor, ReportingRate, debtors, lacking, reporting_rates
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.tables import Audience, Table
from campaign.tables.process.duties import debtor_table, duty_table, tally_table
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, find_unit, open_home, out, print_json
from cli.render.table import Style, print_table
from cli.render.table_files import OutOption, write_tables
from services.definitions.loading import load_definitions
from services.texts.sentences import command_sentences


def _read_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = command_sentences().options.no_day.format(text=text)
        raise typer.BadParameter(message) from None


StatusDayOption = Annotated[
    dt.date | None,
    typer.Option("--as-of", help=help_text("status.as_of"), parser=_read_day, metavar="DATE"),
]
UnitOption = Annotated[str | None, typer.Option("--unit", help=help_text("status.unit"))]


def status(
    as_of: StatusDayOption = None,
    unit: UnitOption = None,
    path: OutOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the status of every obligation, and the debtors."""
    opened = open_home(home)
    definitions = load_definitions(opened)
    day = as_of or now_in(definitions.plan.campaign.time_zone).date()
    code = find_unit(definitions.roster, unit).code if unit else ""
    engine = open_store(opened)
    with reading(engine) as connection:
        statuses = statuses_on(connection, definitions, day)
    engine.dispose()
    if code:
        statuses = tuple(s for s in statuses if s.duty.unit == code)
    if as_json:
        print_json(_facts(statuses, definitions, day))
    elif path:
        issuer = definitions.plan.campaign.issuer
        write_tables(path, _tables(statuses, definitions, day), issuer, day)
    elif code:
        _print_unit(statuses, definitions, day)
    else:
        _print_all(statuses, definitions, day)


def _facts(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> dict[str, object]:
    office = definitions.plan.campaign.office
    owing = debtors(statuses, office, definitions.office_forms)
    return {
        "as_of": day,
        "obligations": [_tally_facts(rate) for rate in reporting_rates(statuses)],
        "statuses": [status_facts(status) for status in statuses],
        "owing": [_debtor_facts(debtor, definitions) for debtor in owing],
    }


def _tally_facts(rate: ReportingRate) -> dict[str, object]:
    return {
        "obligation": rate.obligation,
        "name": rate.name,
        "form": rate.form,
        "period": rate.period,
        "due_on": rate.due_on,
        "lock": rate.lock,
        "due": rate.due,
        **{str(state): rate.counts[state] for state in DutyState},
    }


def status_facts(status: SubmissionStatus) -> dict[str, object]:
    """Return the facts of one duty's status for ``--json``."""
    duty, waiver = status.duty, status.waiver
    return {
        "unit": duty.unit,
        "obligation": duty.obligation.key,
        "form": duty.obligation.form,
        "period": str(duty.period),
        "state": status.state,
        "opens": duty.opens,
        "due_on": duty.due,
        "in_time_until": status.in_time_until,
        "lock": duty.lock,
        "received_on": status.received_on,
        "returned_on": status.returned_on,
        "days_late": status.days_late,
        "waiver": waiver
        and {"why": waiver.why, "by": waiver.approved_by, "until": waiver.expires_on},
    }


def _debtor_facts(debtor: Debtor, definitions: Definitions) -> dict[str, object]:
    unit = definitions.roster.unit(debtor.unit)
    return {
        "unit": debtor.unit,
        "name": definitions.roster.name_of(debtor.unit),
        "head": unit.head if unit else "",
        "telephone": unit.telephone if unit else "",
        "overdue": len(debtor.overdue),
        "owes": [status_facts(status) for status in debtor.statuses],
    }


def _tables(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> list[Table]:
    """Return every duty unit by unit, the periods counted, and who owes what near its time."""
    return [
        duty_table(statuses, definitions, day),
        tally_table(reporting_rates(statuses), definitions, day),
        _debtors(statuses, definitions, day),
    ]


def _debtors(statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date) -> Table:
    near = lacking(statuses, definitions.plan, day)
    owing = debtors(near, definitions.plan.campaign.office, definitions.office_forms)
    return debtor_table(owing, definitions, day)


def _print_all(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> None:
    tallies = tally_table(reporting_rates(statuses), definitions, day)
    print_table(tallies.for_audience(Audience.OFFICE), out, Style(zeros=False))
    owing = _debtors(statuses, definitions, day).for_audience(Audience.OFFICE)
    if owing.rows():
        print_table(owing.without("head"), out)
    else:
        out.print("没有逾期和近期到期而尚待报送的。")


def _print_unit(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> None:
    view = duty_table(statuses, definitions, day).for_audience(Audience.OFFICE)
    print_table(view.without("unit_name", "days_late"), out)
