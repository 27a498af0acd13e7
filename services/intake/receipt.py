"""What a sweep reports to the office: one line per drop, without file names and without values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.definitions.roster import Roster
from campaign.values.dispositions import DISPOSITION_NAMES, Disposition


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One drop's answer as a sweep reports it: no file name, no value, nothing private."""

    receipt: str
    unit: str
    form: str
    period: str
    outcome: Disposition
    errors: int
    warnings: int
    reasons: tuple[str, ...]


_FAILED = frozenset({Disposition.RETURNED, Disposition.QUARANTINED})
_MOST_REASONS = 3


def table_of(replies: Iterable[Receipt], roster: Roster) -> list[dict[str, str | int]]:
    """Return one row per reply, by receipt number; the keys are the headings."""
    return [
        {
            "回执号": reply.receipt,
            "单位": roster.name_of(reply.unit) or "未识别",
            "结果": DISPOSITION_NAMES[reply.outcome],
            "主要原因": _reasons(reply.reasons),
            "报表": reply.form,
            "期间": reply.period,
            "须修改": reply.errors,
            "提示": reply.warnings,
        }
        for reply in sorted(replies, key=lambda reply: reply.receipt)
    ]


def totals(replies: Iterable[Receipt]) -> str:
    """Return how many had which outcome, such as 已接收5份，退回修改1份."""
    counts = Counter(reply.outcome for reply in replies)
    return "，".join(f"{DISPOSITION_NAMES[o]}{counts[o]}份" for o in Disposition if counts[o])


def is_finding(reply: Receipt) -> bool:
    """Return whether somebody has to do something about it."""
    return reply.outcome in _FAILED


def _reasons(reasons: tuple[str, ...]) -> str:
    more = "等" if len(reasons) > _MOST_REASONS else ""
    return "、".join(reasons[:_MOST_REASONS]) + more
