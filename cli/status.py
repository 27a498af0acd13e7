"""zuofeng status: how every obligation stands on a day, and who owes what."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Column, Table

from adapters.store.duty_histories import statuses_on
from adapters.store.engine import open_store, reading
from adapters.store.timestamps import now_in
from campaign.deadlines.completeness import Debtor, ReportingRate, debtors, lacking, reporting_rates
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from cli.options import HomeOption, JsonOption, open_home, out, print_json
from services.deadlines.status_tables import debtor_rows, tally_rows, work_name
from services.definitions.loading import load_definitions


def _read_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是日期，应写作2026-07-08") from None


StatusDayOption = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of", help="截至哪一天（含当日），默认今天", parser=_read_day, metavar="DATE"
    ),
]
UnitOption = Annotated[str | None, typer.Option("--unit", help="只看一个单位：代码、名称或者别名")]


def status(
    as_of: StatusDayOption = None,
    unit: UnitOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """报送情况：每项任务应报、按期、逾期、零报告、免报、未报各多少，谁还没有报。"""
    opened = open_home(home)
    definitions = load_definitions(opened)
    day = as_of or now_in(definitions.plan.campaign.time_zone).date()
    code = _code(unit, definitions) if unit else ""
    engine = open_store(opened)
    with reading(engine) as connection:
        statuses = statuses_on(connection, definitions, day)
    engine.dispose()
    if code:
        statuses = tuple(s for s in statuses if s.duty.unit == code)
    if as_json:
        print_json(_facts(statuses, definitions, day))
    elif code:
        _print_unit(statuses, definitions, day)
    else:
        _print_tallies(reporting_rates(statuses), definitions, day)
        _print_owing(statuses, definitions, day)


def _code(name: str, definitions: Definitions) -> str:
    found = definitions.roster.unit(name)
    if found is None:
        raise typer.BadParameter(f"名册中没有单位“{name}”", param_hint="--unit")
    return found.code


def _facts(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> dict[str, Any]:
    office = definitions.plan.campaign.office
    owing = debtors(statuses, office, definitions.office_forms)
    return {
        "as_of": day,
        "obligations": [_tally_facts(tally) for tally in reporting_rates(statuses)],
        "standings": [status_facts(standing) for standing in statuses],
        "owing": [_debtor_facts(debtor, definitions) for debtor in owing],
    }


def _tally_facts(tally: ReportingRate) -> dict[str, Any]:
    return {
        "obligation": tally.obligation,
        "name": tally.name,
        "form": tally.form,
        "period": tally.period,
        "due_on": tally.due_on,
        "lock": tally.lock,
        "due": tally.due,
        **{str(state): tally.counts[state] for state in DutyState},
    }


def status_facts(status: SubmissionStatus) -> dict[str, Any]:
    """Return one standing as ``--json`` gives it."""
    duty, waiver = status.duty, status.waiver
    return {
        "unit": duty.unit,
        "obligation": duty.obligation.key,
        "form": duty.obligation.form,
        "period": str(duty.period),
        "state": status.state,
        "opens": duty.opens,
        "due_on": duty.due,
        "in_time_until": status.until,
        "lock": duty.lock,
        "received_on": status.received_on,
        "returned_on": status.returned_on,
        "days_late": status.days_late,
        "waiver": waiver
        and {"why": waiver.why, "by": waiver.approved_by, "until": waiver.expires_on},
    }


def _debtor_facts(debtor: Debtor, definitions: Definitions) -> dict[str, Any]:
    unit = definitions.roster.unit(debtor.unit)
    return {
        "unit": debtor.unit,
        "name": definitions.roster.name_of(debtor.unit),
        "head": unit.head if unit else "",
        "telephone": unit.telephone if unit else "",
        "overdue": len(debtor.overdue),
        "owes": [status_facts(standing) for standing in debtor.statuses],
    }


def _print_tallies(found: Sequence[ReportingRate], definitions: Definitions, day: dt.date) -> None:
    rows = tally_rows(found, definitions)
    if rows:
        counted = [name for name in list(rows[0])[2:] if any(row[name] for row in rows)]
        counts = (Column(name, justify="right", no_wrap=True) for name in counted)
        work = Column("任务", overflow="fold")
        due = Column("截止", no_wrap=True)
        table = Table(work, due, *counts, title=f"报送情况（截至{day}）", box=SIMPLE_HEAD)
        for row in rows:
            table.add_row(*(str(row[name] or "") for name in ("任务", "截止", *counted)))
        out.print(table)
    if later := len(found) - len(rows):
        out.print(f"另有{later}期尚未开始。", highlight=False)


def _print_owing(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> None:
    plan = definitions.plan
    near = lacking(statuses, plan, day)
    owing = debtors(near, plan.campaign.office, definitions.office_forms)
    rows = debtor_rows(owing, definitions)
    if not rows:
        out.print("没有逾期和近期到期而尚待报送的。")
        return
    columns = (Column("单位"), Column("电话", no_wrap=True), Column("尚待报送", overflow="fold"))
    table = Table(*columns, title="谁还没有报（逾期和近期到期的）", box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(row[str(column.header)] for column in columns))
    out.print(table)


def _print_unit(
    statuses: Sequence[SubmissionStatus], definitions: Definitions, day: dt.date
) -> None:
    columns = ("任务", "截止", "情况", "收到", Column("说明", overflow="fold"))
    table = Table(*columns, title=f"报送情况（截至{day}）", box=SIMPLE_HEAD)
    for standing in statuses:
        duty, received = standing.duty, standing.received_on
        table.add_row(
            work_name(duty, definitions),
            f"{duty.due:%m-%d}",
            STATE_NAMES[standing.state],
            f"{received:%m-%d}" if received else "",
            _note(standing),
        )
    out.print(table)


def _note(status: SubmissionStatus) -> str:
    if waiver := status.waiver:
        return f"{waiver.approved_by}批准，至{waiver.expires_on}：{waiver.why}"
    if status.state is DutyState.RETURNED:
        return f"{status.until:%m-%d}前改正的按期"
    return f"逾期{status.days_late}天" if status.days_late else ""
