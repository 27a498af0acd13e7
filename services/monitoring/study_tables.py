"""The workbook of a month's study, a sheet for each question: who came, who lacks, what is left."""

from adapters.workbooks.report_tables import ReportTable, TableCell
from campaign.deadlines.status import STATE_NAMES, DutyState
from campaign.documents.study_bulletin import StudyMonth, sessions_in_words
from campaign.monitoring.study import Attendance
from campaign.scoring.collect.reference_data import ReferenceData
from campaign.values.periods import parse_period


def study_tables(month: StudyMonth, reference: ReferenceData) -> list[ReportTable]:
    """Return the sheets: units, people, who still has to make up, make-ups, topics."""
    return [
        _units(month, reference),
        _people(month, reference),
        *_make_ups(month, reference),
        _topics(month, reference),
    ]


def _units(month: StudyMonth, reference: ReferenceData) -> ReportTable:
    lines = {line.unit: line for line in month.lines}
    rows: list[tuple[TableCell, ...]] = []
    for standing in month.statuses:
        name = reference.roster.name_of(standing.duty.unit)
        line = lines.get(name)
        if line:
            counts = (line.sessions, line.should_attend, line.attended, line.attendance_pct)
            rows.append((name, line.timeliness, *counts, line.made_up, line.still_to_make_up))
        else:
            rows.append((name, _unfiled(standing.state), *("",) * 6))
    headings = ("单位", "报送", "学习次数", "应到人次", "实到人次", "出勤率", "已补学", "待补学")
    title = f"{month.label}各支部、单位学习情况"
    return ReportTable(name="各单位", title=title, headings=headings, rows=rows)


def _unfiled(state: DutyState) -> str:
    return STATE_NAMES[DutyState.WAIVED] if state is DutyState.WAIVED else "未报"


def _people(month: StudyMonth, reference: ReferenceData) -> ReportTable:
    return ReportTable(
        name="个人出勤",
        title=f"个人学习出勤情况（截至{month.label}）",
        headings=("单位", "姓名", "出勤", "请假", "缺席", "已补学", "待补学", "待补学的场次"),
        rows=[
            (
                reference.roster.name_of(one.unit),
                one.name,
                one.attended,
                one.on_leave,
                one.absent,
                one.made_up,
                len(one.still_open),
                sessions_in_words(one.still_open),
            )
            for one in month.people
        ],
    )


def _make_ups(month: StudyMonth, reference: ReferenceData) -> tuple[ReportTable, ReportTable]:
    missed = ReportTable(
        name="待补学",
        title=f"缺席尚未补学人员名单（截至{month.label}）",
        headings=("单位", "姓名", "月份", "场次", "学习日期", "出勤情况", "原因"),
        rows=[(*_session(one, reference), one.status, one.reason) for one in month.open],
    )
    made_up = ReportTable(
        name="补学",
        title=f"{month.label}缺席人员补学情况",
        headings=("单位", "姓名", "月份", "场次", "学习日期", "补学日期", "补学方式"),
        rows=[
            (*_session(one, reference), one.made_up_on, one.made_up_how)
            for one in month.attendances
            if one.made_up
        ],
    )
    return missed, made_up


def _session(one: Attendance, reference: ReferenceData) -> tuple[TableCell, ...]:
    period = parse_period(one.period).label
    return reference.roster.name_of(one.person[0]), one.name, period, one.session, one.held_on


def _topics(month: StudyMonth, reference: ReferenceData) -> ReportTable:
    topics = list(month.studied)
    rows: list[tuple[TableCell, ...]] = []
    for standing in month.statuses:
        unit = standing.duty.unit
        firsts = [month.studied[topic].get(unit) for topic in topics]
        words = [f"{parse_period(first).first.month}月" if first else "" for first in firsts]
        rows.append(
            (reference.roster.name_of(unit), *words, f"{sum(map(bool, words))}/{len(topics)}")
        )
    return ReportTable(
        name="学习专题",
        title=f"学习专题完成情况（截至{month.label}，格内为最早学习的月份，空白为未学）",
        headings=("单位", *topics, "已学"),
        rows=rows,
    )
