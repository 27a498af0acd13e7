"""Makes up the rows of ledgers, and the faults of some of them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from campaign.definitions.roster import Unit
from campaign.values.periods import Period

Row = dict[str, "Cell"]

MOST_ROWS, LEAST_ROWS = 100, 92
FORGED, DAMAGED = "forged seal", "damaged file"
"""Faults of the file as a whole, which ``workbooks`` commits."""

_KINDS = ("集中学习", "专题讲座", "形势报告", "上党课", "个人自学", "其他")
_TOPICS = ("作风建设", "廉洁从政", "会议精神", "警示教育", "其他")
_PLACES = ("三楼会议室", "多功能厅", "党员活动室", "二楼小会议室", "远程教育站点")
_PHRASES = (
    "学习《廉洁从政若干准则》有关条款",
    "结合窗口服务岗位开展讨论",
    "观看警示教育片并谈体会",
    "传达上级会议精神",
    "对照检查低保审批中的作风问题",
    "研究便民措施的落实办法",
    "交流入户走访中群众反映的困难",
    "通报上月整改事项进展",
)


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that no program has calculated."""

    text: str


Cell = str | float | dt.date | ErrorValue | Formula | None


def ledger_rows(unit: Unit, period: Period, people: Sequence[str], random: Random) -> list[Row]:
    """Return the rows of a ledger without faults."""
    month = f"{period.first:%m}"
    count = random.randint(LEAST_ROWS, MOST_ROWS)
    return [
        _row(f"{unit.code}-{month}-{number:03d}", period, people, random)
        for number in range(1, count + 1)
    ]


def _row(number: str, period: Period, people: Sequence[str], random: Random) -> Row:
    days = (period.last - period.first).days
    held_on = period.first + dt.timedelta(days=random.randint(0, days))
    attended, absent = random.randint(3, 60), random.randint(0, 6)
    made_up_on = held_on + dt.timedelta(days=random.randint(1, 20)) if absent > 3 else None
    return {
        "number": number,
        "held_on": held_on,
        "kind": random.choice(_KINDS),
        "topic": random.choice(_TOPICS),
        "summary": "，".join(random.sample(_PHRASES, 3)) + f"，共{random.randint(2, 90)}项",
        "place": random.choice(_PLACES),
        "host": random.choice(people),
        "hours": random.randint(1, 16) / 2,
        "expected": float(attended + absent),
        "attended": float(attended),
        "absent": float(absent),
        "made_up_on": made_up_on,
    }


def _set(key: str, value: Cell) -> Callable[[list[Row], Row], None]:
    def change(_rows: list[Row], row: Row) -> None:
        row[key] = value

    return change


def _repeat_number(rows: list[Row], row: Row) -> None:
    row["number"] = next(other["number"] for other in rows if other is not row)


def _add_one(_rows: list[Row], row: Row) -> None:
    row["expected"] = float(row["attended"]) + float(row["absent"]) + 1  # type: ignore[arg-type]  # both are numbers


def _lecture_nowhere(_rows: list[Row], row: Row) -> None:
    row["kind"], row["place"] = "专题讲座", None


_FAULTS: dict[str, Callable[[list[Row], Row], None]] = {
    "blank": _set("summary", None),
    "no date": _set("held_on", "六月底"),
    "date of another period": _set("held_on", dt.date(2026, 12, 24)),
    "no choice": _set("kind", "视频会"),
    "no number": _set("hours", "很多"),
    "too high": _set("hours", 99.0),
    "unknown person": _set("host", "查无此人"),
    "wrong sum": _add_one,
    "error value": _set("attended", ErrorValue("#N/A")),
    "not calculated": _set("hours", Formula("1+2")),
    "number twice": _repeat_number,
    "too short": _set("summary", "学习"),
    "dates in wrong order": _set("made_up_on", dt.date(2026, 1, 1)),
    "place missing": _lecture_nowhere,
}
FAULTS = (*_FAULTS, FORGED, DAMAGED)
"""The faults of bad workbooks, in the order in which bad workbooks get them."""


def spoil(rows: list[Row], fault: str, random: Random) -> None:
    """Put a fault into one to four of the rows; faults of the whole file change nothing here."""
    if fault in _FAULTS:
        for row in random.sample(rows, random.randint(1, 4)):
            _FAULTS[fault](rows, row)
