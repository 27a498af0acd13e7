"""Readings, recognitions and histories in which everything is wrong that the core can find."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from campaign.definitions.plan import Intake
from campaign.definitions.roster import Person, Roster
from campaign.history.links import RowLink, check_links
from campaign.history.lost_rows import EarlierVersion, check_lost_rows
from campaign.history.row_numbers import HistoryScope, NumberCell, Owner, Predecessor, check_history
from campaign.problems.codes import Code, Problem
from campaign.recognition.recognition import DropPlace, RecognitionContext, recognize_form
from campaign.reports.report import Row
from campaign.values.raw_workbook import Appearance, RawWorkbook, Scalar
from campaign.values.seal import SHEET_NAME, Identity, seal_rows
from tests.campaign.reading.questionnaires.test_questionnaires import TOP as OF_SERVICE
from tests.campaign.reading.questionnaires.test_questionnaires import answers
from tests.campaign.reading.questionnaires.test_questionnaires import read as read_answers
from tests.support.samples.builders import ROSTER, field, form, raw, read, sheet, workbook
from tests.support.samples.definitions import form as shipped
from tests.support.samples.definitions import plan

COLUMNS = (
    field("code", "number", heading="编号", required=True, number=True, digits=6),
    field("whole", "people", heading="人数", required=True, max=50),
    field("date", "day", heading="日期", within_period=True),
    field("choice", "status", heading="状态"),
    field("text", "content", heading="内容", required=True, min_length=4, max_length=10),
    field("person", "person", heading="姓名", own_unit=True),
    field("unit", "unit", heading="单位名称"),
    field("phone", "phone", heading="电话"),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
TABLE = sheet(*COLUMNS, header=[field("person", "reporter", heading="填报人", required=True)])
RULES: list[dict[str, Any]] = [
    {"rule": "order", "sheet": "table", "first": "day", "then": "done"},
    {"rule": "not_more", "sheet": "table", "part": "came", "whole": "all"},
    {"rule": "required_if", "sheet": "table", "when": "status", "equals": ["请假"], "then": "why"},
    {"rule": "one_of", "sheet": "table", "columns": ["why", "note"]},
    {"rule": "holds_if", "sheet": "table", "when": "status", "then": "note", "holds": ["经批准"]},
    *(
        {
            "rule": "rows_at_most",
            "sheet": "table",
            "columns": ["away"],
            "limit_sheet": "other",
            "limit": "came",
            "noted": noted,
        }
        for noted in (True, False)
    ),
    {"rule": "different", "sheet": "table", "column": "came", "other": "all"},
    {"rule": "each_choice", "sheet": "table", "column": "status"},
    {"rule": "at_least", "sheet": "table", "column": "status", "equals": ["出勤"]},
    {"rule": "sum", "sheet": "table", "total": "all", "parts": ["came", "away"]},
    {
        "rule": "known_in",
        "sheet": "table",
        "column": "came",
        "other_sheet": "other",
        "other_column": "came",
    },
]
EXCUSED = form(
    sheet(
        field("obligation", "obligation", heading="任务"),
        field("period", "period", heading="所属期间"),
    ),
    rules=[
        {"rule": "period_of", "sheet": "table", "obligation": "obligation", "period": "period"},
        {"rule": "distinct", "sheet": "table", "columns": ["obligation", "period"]},
    ],
)
RULED = form(
    sheet(
        field("date", "day", heading="开始"),
        field("date", "done", heading="完成"),
        field("whole", "came", heading="实到"),
        field("whole", "all", heading="应到"),
        field("whole", "away", heading="缺席"),
        field("choice", "status", heading="状态"),
        field("text", "why", heading="原因"),
        field("text", "note", heading="备注"),
    ),
    sheet(
        field("whole", "came", heading="实到"),
        field("whole", "away", heading="缺席"),
        key="other",
        name="另表",
    ),
    rules=RULES,
)


def readings() -> Iterator[Problem]:
    """Read workbooks in which everything is wrong that can be."""
    faulty: list[tuple[Scalar, ...]] = [
        (41022.0, "多", "2月30日", "到", "短", "张三", "三支部", "办公室"),
        ("x", 1.5, "2026-07-01", "出勤", "内容太长" * 9, "许清和", "ZB01", None),
        (None, -1.0, None, None, "=内容内容", None, None, None),
        ("000001", 51.0, None, None, "内容内容", None, None, None),
        ("000001", 5.0, None, None, "内容内容", None, None, None),
    ]
    top: tuple[tuple[Scalar, ...], ...] = (("填报人", None), HEADINGS)
    flaws: dict[str, Any] = {"errors": {(8, 1): "#REF!"}, "not_calculated": [(8, 2)]}
    more: dict[str, Any] = {"hidden_rows": frozenset({5}), "merged": ((6, 2, 7, 2),)}
    yield from read(form(TABLE), raw(*top, *faulty, **flaws, **more)).problems
    looks = Appearance(
        formats={(3, 2): ";;;", (4, 2): "0,"},
        struck=frozenset({(3, 2), (4, 2), *((5, column) for column in range(1, 9))}),
        pictures=frozenset({(3, 7)}),
    )
    doubtful: list[tuple[Scalar, ...]] = [
        ("000001", 5.0, None, None, dt.date(2026, 6, 1), None, None, None),
        (35042319800101123.0, 5000.0, None, None, "内容内容", None, None, None),
        ("000002", 5.0, None, None, "内容内容", None, None, None),
    ]
    hidden = frozenset({2})
    dressed = raw(*top, *doubtful, appearance=looks, hidden_columns=hidden)
    yield from read(form(TABLE), dressed).problems
    yield from read_answers(answers((None, None, None), ("局办公室", "满意", None))).problems
    yield from read(form(TABLE), raw(*top, *faulty), raw(("x",), name="另页"), max_rows=3).problems
    yield from read(
        form(TABLE.model_copy(update={"usual_rows": 1})), raw(*top, *[faulty[4]] * 6)
    ).problems
    yield from read(form(TABLE), raw(*top)).problems
    yield from read(form(TABLE), raw(("填报人", "林知夏"), ("内容",))).problems
    yield from read(form(TABLE), raw(visible=False)).problems
    yield from read(form(TABLE)).problems
    yield from read(form(TABLE), raw(("单位", "二支部"), *top)).problems
    yield from read(form(TABLE), raw(("单位", "原三支部"), *top)).problems
    yield from read(form(TABLE), raw(*top, faulty[4], ("注：另有一场",))).problems
    yield from read(form(TABLE), raw(("期间", "2026年7月"), *top)).problems
    odd = (*HEADINGS[1:], "内容", "处室")
    yield from read(form(TABLE), raw(odd, (*faulty[4][1:], "内容", "低保科"))).problems
    nil = form(TABLE, nil_return=True)
    yield from read(nil, raw(("本期无（零报告）", "是"), ("零报告原因",), *top, faulty[4])).problems
    ruled = ("2026-06-02", "2026-06-01", 5.0, 4.0, 1.0, "请假", None, None)
    same = (None, None, 4.0, 4.0, 1.0, "请假", None, None)
    titles = ("开始", "完成", "实到", "应到", "缺席", "状态", "原因", "备注")
    other = raw(("实到", "缺席"), (1.0, 1.0), name="另表")
    yield from read(RULED, raw(titles, ruled, same), other).problems
    asked = ("评价的单位", "2、—服务", "3、—服务")
    yield from read_answers(answers(("局办公室", "满意", "满意"), questions=asked)).problems
    gone = Person(code="9", name="温如玉", unit="ZB01", last=dt.date(2026, 5, 31))
    people = Roster(units=ROSTER.units, people=(gone,), leading_group=())
    left = raw(("填报人", "温如玉"), HEADINGS, faulty[4])
    yield from read(form(TABLE), left, roster=people).problems
    odd_duties = (("郊游", "下一期"), ("学习教育", "2026年5月"), *[("学习教育", "2026年")] * 2)
    yield from read(EXCUSED, raw(("任务", "所属期间"), *odd_duties)).problems


DOUBTFUL = form(
    sheet(
        field("person", "person", heading="姓名"),
        field("choice", "status", heading="状态"),
        field("date", "done", heading="完成日期", means="happened"),
    )
)


def doubtful_readings() -> Iterator[Problem]:
    """Read remarks and days that contradict what is around them."""
    for day in ("2026-07-04", "2036-07-03", "2016-07-03"):
        row = ("林知夏（请假）", "出勤", day)
        rows = raw(("姓名", "状态", "完成日期"), row)
        yield from read(DOUBTFUL, rows, received_on=TODAY).problems


KEY = b"k" * 32
TODAY = dt.date(2026, 7, 3)


def recognitions() -> Iterator[Problem]:
    """Recognise workbooks that are not what, where or when they should be."""
    stated = Identity(form="study", version=1, unit="ZB01", period="2026-06", serial="XX26")
    locks = [o.model_copy(update={"lock": dt.date(2026, 12, 20)}) for o in plan().obligations]
    locked = plan().model_copy(update={"obligations": tuple(locks)})
    used = ("study", "complaint", "inspection", "public_ballots")
    study, complaint, inspection, ballots = (shipped(key) for key in used)
    context = RecognitionContext(
        plan=locked,
        roster=ROSTER,
        forms={form.key: form for form in (study, complaint, inspection, ballots)},
        key=KEY,
    )
    cases: list[tuple[dict[str, Any], str, dt.date]] = [
        ({"form": "gone"}, "", TODAY),
        ({"version": 9}, "", TODAY),
        ({"unit": "ZB99"}, "", TODAY),
        ({"unit": "党办"}, "", TODAY),
        ({"form": "complaint", "period": ""}, "", TODAY),
        ({"form": "complaint", "period": "", "unit": "党办"}, "", TODAY),
        ({"form": "inspection", "period": "2026-Q2"}, "", TODAY),
        ({}, "ZB02", TODAY),
        ({"period": "2026-01"}, "", TODAY),
        ({"period": "2026-08"}, "", TODAY),
        ({}, "", dt.date(2027, 12, 31)),
    ]
    for changes, folder, today in cases:
        rows = seal_rows(KEY, replace(stated, **changes))
        yield from recognised(workbook(raw(*rows, name=SHEET_NAME)), folder, today, context)
    in_folders = locked.model_copy(update={"intake": Intake(sealed_in_unit_folder=True)})
    sealed = workbook(raw(*seal_rows(KEY, stated), name=SHEET_NAME))
    yield from recognised(sealed, "", TODAY, replace(context, plan=in_folders))
    yield from recognised(workbook(raw(("form", "x"), name=SHEET_NAME)), "", TODAY, context)
    yield from recognised(workbook(raw(("x",))), "", TODAY, context)
    yield from recognised(workbook(raw(("x",))), "ZB01", TODAY, context)
    yield from recognised(workbook(raw((*OF_SERVICE, "所用时间"))), "党办", TODAY, context)


def recognised(
    book: RawWorkbook, folder: str, today: dt.date, context: RecognitionContext
) -> tuple[Problem, ...]:
    found = recognize_form(
        book, DropPlace(folder=folder, confidential=False, received_on=today), context
    )
    return found if isinstance(found, tuple) else found.problems


LINK = RowLink(
    form="opinions",
    title="调研和征求意见情况表",
    number="YJ-1",
    heading="来源编号",
    sheet="台账",
    row=5,
    column=4,
)


def histories() -> Iterator[Problem]:
    """Hold reports against earlier ones that they contradict."""
    number = NumberCell(number="A-1", sheet="台账", row=5, column=1)
    matter = HistoryScope(unit="ZB01", serial="TS26", event_key="TS-2", numbers=(number,))
    owner = Owner(unit="ZB02", where="第二党支部2026年6月")
    yield from check_history(matter, None, {"A-1": owner}, owner)
    for event in ("TS-1", "TS-2"):
        gone = Predecessor(event_key=event, numbers=frozenset({f"A-{n}" for n in range(20)}))
        yield from check_history(matter, gone, {}, None)
    yield from check_links([LINK])
    study = shipped("study")
    rows = {"sessions": (Row(number=5, values={"session": "1"}),)}
    yield from check_lost_rows(study, EarlierVersion(version=1, tables=rows), {})


@cache
def produced() -> dict[Code, list[Problem]]:
    """Return the problems that the core finds in these readings, by code."""
    found: dict[Code, list[Problem]] = defaultdict(list)
    for each in (*readings(), *doubtful_readings(), *recognitions(), *histories()):
        found[each.code].append(each)
    return found
