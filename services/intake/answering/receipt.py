"""The receipts of processed files as the office sees them: no file names, no values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.definitions.roster import Roster
from campaign.values.dispositions import DISPOSITION_NAMES, Disposition


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One drop's answer in a line: no file name, no value, nothing private."""

    receipt: str
    unit: str
    form: str
    period: str
    disposition: Disposition
    errors: int
    warnings: int
    reasons: tuple[str, ...]


_FAILED = frozenset({Disposition.RETURNED, Disposition.QUARANTINED})
_MOST_REASONS = 3


def table_of(receipts: Iterable[Receipt], roster: Roster) -> list[dict[str, str | int]]:
    """Return one row per receipt, by number; the keys are the headings."""
    return [
        {
            "回执号": receipt.receipt,
            "单位": roster.name_of(receipt.unit) or "未识别",
            "结果": DISPOSITION_NAMES[receipt.disposition],
            "主要原因": _reasons(receipt.reasons),
            "报表": receipt.form,
            "期间": receipt.period,
            "须修改": receipt.errors,
            "提示": receipt.warnings,
        }
        for receipt in sorted(receipts, key=lambda receipt: receipt.receipt)
    ]


def totals(receipts: Iterable[Receipt]) -> str:
    """Return how many had which disposition, such as 已接收5份，退回修改1份."""
    counts = Counter(receipt.disposition for receipt in receipts)
    return "，".join(f"{DISPOSITION_NAMES[o]}{counts[o]}份" for o in Disposition if counts[o])


def is_finding(receipt: Receipt) -> bool:
    """Return whether the sender or the office has to act on it."""
    return receipt.disposition in _FAILED


def _reasons(reasons: tuple[str, ...]) -> str:
    more = "等" if len(reasons) > _MOST_REASONS else ""
    return "、".join(reasons[:_MOST_REASONS]) + more
