"""Tells the office who has reported on an obligation's period and who has not, as of now.

Of the mobilisation it also says what those who reported have done (S6, S7, S58), of the year's
summaries how many pieces of each unit have been published (S61).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from adapters.files.file_names import shown_name
from adapters.mail.messages import render_message
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading
from adapters.store.reports import load_reports_of
from adapters.workbooks.report_tables import ReportTable, TableCell, table_workbook
from campaign.deadlines.agenda import Action
from campaign.deadlines.status import STATE_NAMES, DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from campaign.monitoring.mobilization import MOBILIZATION, MobilizedUnit, mobilized_units
from campaign.monitoring.publicity import OUTLETS, PUBLICITY, PublishedPiece, published_pieces
from campaign.values.message import Letterhead
from services.agenda.action import ActionResult, OutputFile
from services.context import AppContext
from services.publishing.circulars import letterhead, to_office

KIND = "coverage"
FOLDER = "报送情况"
_SUMMARY = "annual_summary"
_LACKING = (DutyState.MISSING, DutyState.LOCKED, DutyState.OPEN, DutyState.RETURNED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lacking:
    """A unit that has not reported, and whom to call."""

    unit: str
    head: str
    telephone: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """The facts of ``coverage``: one period of an obligation in numbers, and who lacks."""

    letterhead: Letterhead
    name: str
    period: str
    form: str
    due: dt.date
    owed: int
    filed: int
    late: int
    waived: int
    lacking: tuple[Lacking, ...]
    paper: str


def report_coverage(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write the table of an obligation's period and mail it to the office."""
    definitions, today = context.definitions, now.date()
    with reading(context.engine) as connection:
        everything = statuses_on(connection, definitions, today)
        mine = [one for one in everything if _subject(one) == action.subject]
        tables = [_table(mine, definitions, today), *_besides(connection, mine, definitions, today)]
    if not mine:
        return ActionResult(note="没有单位需要报送")
    duty = mine[0].duty
    name = shown_name(f"{duty.period} {_what(duty)}报送情况")
    data = table_workbook(tables, definitions.plan.campaign.issuer, today)
    file = OutputFile(name=f"{FOLDER}/{name}.xlsx", data=data)
    facts = _facts(mine, definitions, f"{name}.xlsx", now)
    post = to_office(context, action, KIND, render_message(KIND, facts), [file])
    note = f"{duty.obligation.name}应报{facts.owed}，已报{facts.filed}，未报{len(facts.lacking)}"
    return ActionResult(note=note, files=(file,), posts=(post,))


def _besides(
    connection: Connection,
    mine: Sequence[SubmissionStatus],
    definitions: Definitions,
    today: dt.date,
) -> Iterator[ReportTable]:
    form = mine[0].duty.obligation.form if mine else ""
    if form == MOBILIZATION:
        reports = load_reports_of(connection, definitions, MOBILIZATION)
        yield _mobilized(_ordered(mobilized_units(reports), mine), definitions)
    if form == _SUMMARY:
        counts = published_pieces(load_reports_of(connection, definitions, PUBLICITY))
        yield _published(counts, mine, definitions, today)


def _what(duty: Duty) -> str:
    return duty.obligation.name.removesuffix("情况")


def _subject(status: SubmissionStatus) -> str:
    return f"{status.duty.obligation.key} {status.duty.period}"


def _facts(
    mine: Sequence[SubmissionStatus], definitions: Definitions, paper: str, now: dt.datetime
) -> Coverage:
    counts = Counter(one.state for one in mine)
    lacking = [one for one in mine if one.state in _LACKING]
    filed = [one for one in mine if one.state not in (*_LACKING, DutyState.WAIVED)]
    waived = counts[DutyState.WAIVED]
    duty = mine[0].duty
    return Coverage(
        letterhead=letterhead(definitions, definitions.plan.campaign.office, now),
        name=_what(duty),
        period=duty.period.label,
        form=definitions.forms[duty.obligation.form].title,
        due=duty.due,
        owed=len(mine) - waived,
        filed=len(filed),
        late=sum(one.days_late > 0 for one in filed),
        waived=waived,
        lacking=tuple(_lacking(one, definitions) for one in lacking),
        paper=paper,
    )


def _lacking(status: SubmissionStatus, definitions: Definitions) -> Lacking:
    unit = definitions.roster.unit(status.duty.unit)
    return Lacking(
        unit=definitions.roster.name_of(status.duty.unit),
        head=unit.head if unit else "",
        telephone=unit.telephone if unit else "",
        state=_state(status),
    )


def _state(status: SubmissionStatus) -> str:
    if status.state is DutyState.MISSING and status.returned_on:
        return f"退回后未改，逾期{status.days_late}天"
    if status.state is DutyState.MISSING:
        return f"逾期{status.days_late}天"
    return STATE_NAMES[status.state]


def _table(
    mine: Sequence[SubmissionStatus], definitions: Definitions, today: dt.date
) -> ReportTable:
    title = ""
    if mine:
        duty = mine[0].duty
        title = f"{duty.period.label}{_what(duty)}报送情况（截至{today}）"
    return ReportTable(
        name="报送情况",
        title=title,
        headings=("单位", "类别", "报送情况", "收到日期", "期限", "负责人", "电话"),
        rows=[_row(one, definitions) for one in mine],
    )


def _row(one: SubmissionStatus, definitions: Definitions) -> tuple[TableCell, ...]:
    unit = definitions.roster.unit(one.duty.unit)
    whom = (unit.unit_class, unit.head, unit.telephone) if unit else ("", "", "")
    name = definitions.roster.name_of(one.duty.unit)
    return (name, whom[0], _state(one), one.received_on, one.duty.due, *whom[1:])


def _ordered(
    found: Iterable[MobilizedUnit], mine: Sequence[SubmissionStatus]
) -> list[MobilizedUnit]:
    by_unit = {each.unit: each for each in found}
    return [by_unit[one.duty.unit] for one in mine if one.duty.unit in by_unit]


def _mobilized(found: Sequence[MobilizedUnit], definitions: Definitions) -> ReportTable:
    return ReportTable(
        name="动员情况",
        title="各支部、单位动员情况",
        headings=("单位", "机构成立日期", "制定本单位方案", "动员会日期", "活动次数", "参加人次"),
        rows=[
            (
                definitions.roster.name_of(each.unit),
                each.set_up_on,
                each.own_scheme,
                each.met_on,
                each.activities,
                each.participants,
            )
            for each in found
        ],
    )


def _published(
    counts: Mapping[str, PublishedPiece],
    mine: Sequence[SubmissionStatus],
    definitions: Definitions,
    today: dt.date,
) -> ReportTable:
    none = PublishedPiece(pieces=0, by_outlet=(0,) * len(OUTLETS), without_copy=0)
    units = [one.duty.unit for one in mine]
    found = [(unit, counts.get(unit, none)) for unit in units]
    return ReportTable(
        name="刊登篇数",
        title=f"各支部、单位全年在简报和新闻媒体刊登篇数（截至{today}；力争不少于一篇）",
        headings=("单位", "刊登篇数", "是否达到一篇", *OUTLETS, "复印件未报"),
        rows=[
            (
                definitions.roster.name_of(unit),
                count.pieces,
                "是" if count.pieces else "否",
                *count.by_outlet,
                count.without_copy,
            )
            for unit, count in found
        ],
    )
