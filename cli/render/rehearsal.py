"""Prints the story of a rehearsed year, month by month, and whether what was planted came out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TypedDict

from rich.table import Column, Table
from rich.text import Text

from campaign.values.dispositions import ACCEPTED, Disposition
from cli.options import out
from rehearsal.checks.fingerprints import LISTED
from rehearsal.checks.year_checks import YearCheck, shortened
from rehearsal.simulation.year import Year


class NotedAction(TypedDict):
    """An action of a day and the note on it."""

    day: dt.date
    what: str
    note: str


class MonthFacts(TypedDict):
    """A month of the rehearsed year as ``--json`` gives it: files and messages are counted."""

    month: str
    files: int
    accepted: int
    returned: int
    reminders: int
    happened: list[NotedAction]


def months_of(year: Year) -> list[MonthFacts]:
    """Return the counts of each month and the notes of its actions."""
    received: Counter[str] = Counter()
    for entry in year.answered:
        received[f"{entry.day:%Y-%m} all"] += 1
        kind = (
            "accepted" if entry.receipt.disposition in ACCEPTED else str(entry.receipt.disposition)
        )
        received[f"{entry.day:%Y-%m} {kind}"] += 1
    reminded: Counter[str] = Counter()
    for day, count in year.reminded.items():
        reminded[f"{day:%Y-%m}"] += count
    days = {*(entry.day for entry in year.answered), *(entry.day for entry in year.timeline)}
    names = {f"{day:%Y-%m}" for day in days}
    return [
        {
            "month": month,
            "files": received[f"{month} all"],
            "accepted": received[f"{month} accepted"],
            "returned": received[f"{month} {Disposition.RETURNED}"],
            "reminders": reminded[month],
            "happened": [
                {"day": entry.day, "what": entry.what, "note": entry.note}
                for entry in year.timeline
                if f"{entry.day:%Y-%m}" == month
            ],
        }
        for month in sorted(names)
    ]


def print_timeline(
    year: Year, checks: Iterable[YearCheck], warnings: Iterable[str], fingerprint: str
) -> None:
    """Print the warnings, the months, the checks, and the folder of the results."""
    for warning in warnings:
        out.print(Text(f"提示：{warning}", style="yellow"), soft_wrap=True)
    _print_months(year)
    _print_checks(list(checks))
    units, files = len(year.participants.scenario.levels), len(year.answered)
    _print_line(f"{units}个单位，收文{files}份，发出邮件{year.bureau.sent}封。")
    _print_line(f"成果在{year.bureau.home.root}，文件指纹见{LISTED}，合计{fingerprint[:16]}。")


def _print_months(year: Year) -> None:
    table = Table(
        "月份",
        Column("收文", justify="right"),
        Column("接收", justify="right"),
        Column("退回", justify="right"),
        Column("提醒", justify="right"),
        Column("办理事项", overflow="fold"),
    )
    for month in months_of(year):
        lines = [
            f"{action['day']:%-d日}{action['what']}：{action['note']}"
            for action in month["happened"]
        ]
        counts = (month["files"], month["accepted"], month["returned"], month["reminders"])
        table.add_row(month["month"], *(str(count or "") for count in counts), "\n".join(lines))
    out.print(table)


def _print_checks(checks: list[YearCheck]) -> None:
    for check in checks:
        sign, style = ("✓ 属实", "green") if check.holds else ("✗ 不符", "bold red")
        verdict = sign.encode(out.encoding, "ignore").decode(out.encoding).lstrip()
        out.print(Text(f"{verdict}：{check.what}", style=style), soft_wrap=True)
        for line in shortened(check.deviations):
            out.print(Text(f"    {line}", style="red"), soft_wrap=True)


def _print_line(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
