"""Small forms, rosters and sheets for tests of reading; everything not named has a plain value."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from campaign.definitions.form import Field, Form, Sheet
from campaign.definitions.plan_index import PlanIndex
from campaign.definitions.roster import Person, Roster, Unit
from campaign.problems.codes import Code, Problem
from campaign.reading.cells import CellContext, CellFault, Tolerance, ToleratedValue, make_reader
from campaign.reading.submission import Submission
from campaign.reading.workbook import read_submission
from campaign.values.cell_ref import Position
from campaign.values.periods import Period, parse_period
from campaign.values.raw_workbook import Flaw, RawSheet, RawWorkbook, Scalar

JUNE = parse_period("2026-06")
PLAN_INDEX = PlanIndex(
    names=("学习教育", "支部自评"),
    keys={"学习教育": "study", "支部自评": "self_evaluation", "自评报告表": "self_evaluation"}
    | {key: key for key in ("study", "self_evaluation")},
    periods={"study": (JUNE, parse_period("2026-Q3")), "self_evaluation": (parse_period("2026"),)},
)
YEAR = 2026

UNITS = (
    Unit(code="ZB01", name="局机关第一党支部", unit_class="支部", aliases=("一支部", "机关一支部")),
    Unit(code="ZB02", name="局机关第二党支部", unit_class="支部", aliases=("二支部",)),
    Unit(code="DW01", name="局办公室", unit_class="单位", aliases=("办公室",)),
    Unit(
        code="DW07",
        name="市救助中心",
        unit_class="单位",
        last=dt.date(2026, 8, 31),
        successor="DW01",
    ),
    Unit(code="党办", name="市民政局党办", unit_class="办公室"),
)


def _person(code: str, name: str, unit: str, branch: str = "") -> Person:
    return Person(code=code, name=name, unit=unit, branch=branch or unit)


ROSTER = Roster(
    units=UNITS,
    people=(
        _person("0101", "林知夏", "DW01", "ZB01"),
        _person("0102", "苏晚晴", "党办", "ZB01"),
        _person("0103", "陈静", "ZB01"),
        _person("0104", "夏初", "ZB01"),
        _person("0201", "许清和", "ZB02"),
        _person("0202", "陈静", "ZB02"),
        _person("0203", "阿依古丽·吐尔逊", "ZB02"),
        _person("0204", "欧阳明澈", "ZB02"),
    ),
    leading_group=(),
)


def context(**changes: Any) -> CellContext:
    """Return what branch ZB01 reports for June 2026."""
    given: dict[str, Any] = {"roster": ROSTER, "unit": "ZB01", "year": YEAR, "period": JUNE}
    return CellContext(**{"plan_index": PLAN_INDEX, **given, **changes})


def field(type: str = "text", key: str = "value", **more: Any) -> Field:
    """Return a column; its heading is its key unless another is given."""
    if type in ("choice", "choices"):
        more.setdefault("choices", ("出勤", "请假", "缺席", "补学"))
    return Field.model_validate({"key": key, "heading": key, "type": type, **more})


def cell(field: Field, value: Scalar, **changes: Any) -> tuple[str, Tolerance | Code | None]:
    """Read one cell: what it says, and what was tolerated or what is wrong."""
    result = make_reader(field, context(**changes))(value)
    match result:
        case ToleratedValue():
            return result.value, result.tolerance
        case CellFault():
            return result.value, result.code
        case _:
            return result, None


def moment(text: str) -> dt.datetime:
    """Return a moment as a cell holds it, which knows no time zone."""
    return dt.datetime.fromisoformat(text)


def sheet(*columns: Field, header: Iterable[Field] = (), **more: Any) -> Sheet:
    """Return a form's sheet 登记表 with these columns."""
    given = {"key": "table", "name": "登记表", "help": "", "usual_rows": 50}
    return Sheet(**{**given, **more}, columns=columns, header=tuple(header))


def form(*sheets: Sheet, rules: Iterable[Mapping[str, Any]] = (), **more: Any) -> Form:
    """Return a monthly form of these sheets."""
    given = {
        "key": "study",
        "code": "XX",
        "title": "学习情况月报表",
        "version": 1,
        "filed_by": "unit",
        "period": "monthly",
        "help": "",
    }
    return Form.model_validate({**given, **more, "sheets": sheets, "rules": tuple(rules)})


def raw(
    *rows: Iterable[Scalar],
    name: str = "登记表",
    errors: Mapping[Position, str] | None = None,
    not_calculated: Iterable[Position] = (),
    pictures: Iterable[Position] = (),
    **more: Any,
) -> RawSheet:
    """Return a sheet of these rows from A1 on; ``errors`` are its error cells."""
    flaws = {at: (Flaw.ERROR, text) for at, text in (errors or {}).items()}
    flaws |= dict.fromkeys(not_calculated, (Flaw.NO_STORED_VALUE, ""))
    flaws |= dict.fromkeys(pictures, (Flaw.PICTURE, ""))
    return RawSheet(name=name, rows=tuple(tuple(row) for row in rows), flaws=flaws, **more)


def workbook(*sheets: RawSheet, **more: Any) -> RawWorkbook:
    """Return a workbook of these sheets."""
    return RawWorkbook(kind="xlsx", sheets=sheets, **more)


def read(form: Form, *sheets: RawSheet, max_rows: int = 5_000, **changes: Any) -> Submission:
    """Read sheets as this form, for ZB01 and June 2026 unless changed."""
    return read_submission(form, workbook(*sheets), context(**changes), max_rows)


def places(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Return each problem as its code and its cell, its row or its column."""
    return [(str(p.code), p.cell or (str(p.row) if p.row else "")) for p in problems]


def period(text: str) -> Period:
    """Return the period that is written so."""
    return parse_period(text)
