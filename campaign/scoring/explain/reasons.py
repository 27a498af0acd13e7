"""Says why a unit's total is what it is: the sum, the greatest loss first, and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.scoring.assessment import Assessment
from campaign.scoring.ballots import GroupPart
from campaign.scoring.evidence import Filing
from campaign.scoring.explain.arithmetic import display_number, equals_text
from campaign.scoring.score_trail import Cell
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import ZERO, distinct_text, round_half_up

LEAST_PEERS = 5
"""Units of a class from which a unit is told the class's mean: of fewer it would tell a peer's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """The points of the total that a channel costs a unit, against a standard; below 0 a gain."""

    channel: str
    value: Fraction
    standard: Fraction
    points: Fraction


def total_line(score: Score) -> str:
    """Return the total as a sum, in one line that begins with 总分."""
    if score.base is None or score.total is None:
        return "总分：没有"
    terms = (score.base, score.bonus, score.deduction)
    base, bonus, deduction = map(display_number, terms)
    total = score.base + score.bonus - score.deduction
    line = f"总分＝基础分{base}＋加分{bonus}－扣分{deduction}{equals_text(total, terms)}"
    return (
        line if total == score.total else f"{line}，超出上下限，按{display_number(score.total)}计"
    )


def reason_line(assessment: Assessment, unit: str, *, for_unit: bool = False) -> str:
    """Return why the total is what it is: channels by their loss against the class's mean.

    Against 100 where the class has too few units to tell a mean. Raises KeyError if the unit is
    not scored.
    """
    score, _ = assessment.of(unit)
    peers = [s for s in assessment.scores if s.unit_class == score.unit_class and s.ranked]
    compared = len(peers) >= (LEAST_PEERS if for_unit else 2) and score.ranked
    losses = sorted(_losses(score, peers if compared else ()), key=lambda loss: -loss.points)
    names = {str(channel.key): channel.name for channel in assessment.appraisal.channels}
    if not losses:
        return "还没有成绩"
    of = "平均" if compared else "满分"
    down = [_loss_text(loss, names, of) for loss in losses if loss.points > 0]
    up = [_loss_text(loss, names, of) for loss in reversed(losses) if loss.points < 0]
    standard = f"与{score.unit_class}平均相比" if compared else "与满分相比"
    words = [*down, *up, *filter(None, _beside_base(score))]
    return f"{standard}，{'；'.join(words) or '各渠道都一样'}"


def _losses(score: Score, peers: Iterable[Score]) -> Iterator[Loss]:
    peers = list(peers)
    whole = sum(score.channel_weight_present.values(), ZERO)
    for channel, value in score.channels.items():
        if value is None or not whole:
            continue
        means = [peer.channels[channel] for peer in peers]
        valued = [mean for mean in means if mean is not None]
        standard = sum(valued, ZERO) / len(valued) if valued else Fraction(100)
        share = score.channel_weight_present[channel] / whole
        yield Loss(
            channel=channel, value=value, standard=standard, points=share * (standard - value)
        )


def _loss_text(loss: Loss, names: Mapping[str, str], of: str) -> str:
    value, standard = _shown(loss.value), _shown(loss.standard)
    which = "少得" if loss.points > 0 else "多得"
    return f"{names[loss.channel]}{value}（{of}{standard}），{which}{_shown(abs(loss.points))}分"


def _shown(value: Fraction) -> str:
    return f"{round_half_up(value):f}"


def _beside_base(score: Score) -> tuple[str, str]:
    return (
        f"加分{display_number(score.bonus)}分" if score.bonus else "",
        f"扣分{display_number(score.deduction)}分" if score.deduction else "",
    )


def weight_line(score: Score, assessment: Assessment) -> str:
    """Return how much of the weight is there, and what follows if it is not all."""
    appraisal = assessment.appraisal
    bounds = (Fraction(appraisal.least_weight_present), Fraction(100))
    present = distinct_text(score.weight_present, bounds, 1).removesuffix(".0")
    text = f"已有权重{present}（满分100）"
    if score.provisional:
        text += "，成绩为暂定"
    return text if score.ranked else f"{text}，不参加排名"


def veto_lines(assessment: Assessment, unit: str) -> list[str]:
    """Return a unit's vetoes with day and ground."""
    _, rank = assessment.of(unit)
    names = {veto.key: veto.name for veto in assessment.appraisal.vetoes}
    raw = f"；原始名次第{rank.raw_rank}名，不进入最终名次" if rank.raw_rank else ""
    return [f"{names[veto.key]}，{veto.on}，{veto.evidence}{raw}" for veto in rank.vetoes]


def missing_lines(assessment: Assessment, unit: str) -> list[str]:
    """Return, by channel, why cells of a unit are missing or its channels do not apply.

    Numbers of ratings and ballots are not in it. Raises KeyError if the unit is not scored.
    """
    score, _ = assessment.of(unit)
    names = {dimension.key: dimension.name for dimension in assessment.appraisal.dimensions}
    lines = []
    for channel in assessment.appraisal.channels:
        if channel.key not in score.cells:
            why = "不适用于这一类单位" if channel.weight else "权重为0，不计"
            lines.append(f"{channel.name}：{why}")
            continue
        by_reason: dict[str, list[str]] = {}
        for key, cell in score.cells[channel.key].items():
            for why in _missing(channel.key, cell, assessment, unit):
                by_reason.setdefault(why, []).append(names[key])
        for why, dimensions in by_reason.items():
            where = "" if len(dimensions) == len(names) else f"（{'、'.join(dimensions)}）"
            lines.append(f"{channel.name}{where}：{why}")
    return lines


_FORMS = {"self": SELF, "social": SOCIAL}


def _missing(channel: str, cell: Cell, assessment: Assessment, unit: str) -> Iterator[str]:
    if channel == "mutual":
        yield from _missing_parts(cell, assessment, unit)
    elif cell.value is None:
        filing = assessment.collected.evidence.filings.get((unit, _FORMS.get(channel, "")))
        if filing is Filing.WAIVED:
            yield "经批准免报，缺项"
        elif any(isinstance(part, GroupPart) for part in cell.parts):
            yield "有效票数不够，缺项"
        else:
            yield _NOTHING_YET[channel]


_NOTHING_YET = {
    "self": "尚未报送，缺项",
    "spot": "没有抽查到，缺项",
    "social": "没有收到测评票，缺项",
    "public": "没有收到测评票，缺项",
}


def _missing_parts(cell: Cell, assessment: Assessment, unit: str) -> Iterator[str]:
    score, _ = assessment.of(unit)
    for form, part in zip(score.weights.mutual_parts, cell.parts, strict=False):
        if part.value is None:
            least = assessment.appraisal.mutual.least_ratings
            rated = f"支部互评不足{least}份有效评分，这一部分缺"
            yield rated if form == RATINGS else "季度检查没有应得分，这一部分缺"
