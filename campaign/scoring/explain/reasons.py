"""Explains why a unit's total is what it is: the sum, the greatest loss first, what is missing.

Every function is given the words, which staff may reword (``ReasonWordings``).
"""

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

ReasonWordings = Mapping[str, str]
"""Sentences and parts of them by their keys, with the facts that their braces name."""

LEAST_PEERS = 5
"""Units of a class from which a unit is told the class's mean: of fewer it would tell a peer's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """The points of the total that a channel costs a unit, against a standard; below 0 a gain."""

    channel: str
    value: Fraction
    standard: Fraction
    points: Fraction


def total_line(score: Score, texts: ReasonWordings) -> str:
    """Return the total as a sum, in one line that begins with 总分."""
    if score.base is None or score.total is None:
        return texts["no_total"]
    terms = (score.base, score.bonus, score.deduction)
    base, bonus, deduction = map(display_number, terms)
    total = score.base + score.bonus - score.deduction
    facts = {"base": base, "bonus": bonus, "deduction": deduction}
    text = texts["total"] if total == score.total else texts["bounded_total"]
    return text.format(
        **facts, result=equals_text(total, terms), counted=display_number(score.total)
    )


def reason_line(
    assessment: Assessment, unit: str, texts: ReasonWordings, *, for_unit: bool = False
) -> str:
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
        return texts["no_scores"]
    down, up = (texts[f"{kind}_{'mean' if compared else 'full'}"] for kind in ("less", "more"))
    words = [
        *(_loss_text(loss, names, down) for loss in losses if loss.points > 0),
        *(_loss_text(loss, names, up) for loss in reversed(losses) if loss.points < 0),
        *_beside_base(score, texts),
    ]
    standard = texts["against_mean" if compared else "against_full"]
    reasons = "；".join(words) or texts["all_alike"]
    return standard.format(unit_class=score.unit_class, reasons=reasons)


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


def _loss_text(loss: Loss, names: Mapping[str, str], text: str) -> str:
    value, standard = _shown(loss.value), _shown(loss.standard)
    facts = {"value": value, "standard": standard, "points": _shown(abs(loss.points))}
    return text.format(channel=names[loss.channel], **facts)


def _shown(value: Fraction) -> str:
    return f"{round_half_up(value):f}"


def _beside_base(score: Score, texts: ReasonWordings) -> Iterator[str]:
    if score.bonus:
        yield texts["bonus"].format(points=display_number(score.bonus))
    if score.deduction:
        yield texts["deduction"].format(points=display_number(score.deduction))


def weight_line(score: Score, assessment: Assessment, texts: ReasonWordings) -> str:
    """Return how much of the weight is there, and what follows if it is not all."""
    appraisal = assessment.appraisal
    bounds = (Fraction(appraisal.least_weight_present), Fraction(100))
    present = distinct_text(score.weight_present, bounds, 1).removesuffix(".0")
    provisional = texts["provisional"] if score.provisional else ""
    unranked = "" if score.ranked else texts["unranked"]
    return texts["weight"].format(weight=present, provisional=provisional, unranked=unranked)


def veto_lines(
    assessment: Assessment, unit: str, texts: ReasonWordings, *, with_rank: bool = True
) -> list[str]:
    """Return a unit's vetoes with day and ground, and its raw rank unless it is still secret."""
    _, rank = assessment.of(unit)
    names = {veto.key: veto.name for veto in assessment.appraisal.vetoes}
    raw = texts["raw_rank"].format(rank=rank.raw_rank) if rank.raw_rank and with_rank else ""
    return [f"{names[veto.key]}，{veto.on}，{veto.evidence}{raw}" for veto in rank.vetoes]


def missing_lines(assessment: Assessment, unit: str, texts: ReasonWordings) -> list[str]:
    """Return, by channel, why cells of a unit are missing or its channels do not apply.

    Numbers of ratings and ballots are not in it. Raises KeyError if the unit is not scored.
    """
    score, _ = assessment.of(unit)
    names = {dimension.key: dimension.name for dimension in assessment.appraisal.dimensions}
    lines = []
    for channel in assessment.appraisal.channels:
        if channel.key not in score.cells:
            why = "not_applied" if channel.weight else "no_weight"
            lines.append(f"{channel.name}：{texts[why]}")
            continue
        by_reason: dict[str, list[str]] = {}
        for key, cell in score.cells[channel.key].items():
            for why in _missing(channel.key, cell, assessment, unit, texts):
                by_reason.setdefault(why, []).append(names[key])
        for why, dimensions in by_reason.items():
            where = "" if len(dimensions) == len(names) else f"（{'、'.join(dimensions)}）"
            lines.append(f"{channel.name}{where}：{why}")
    return lines


_FORMS = {"self": SELF, "social": SOCIAL}


def _missing(
    channel: str, cell: Cell, assessment: Assessment, unit: str, texts: ReasonWordings
) -> Iterator[str]:
    if channel == "mutual":
        yield from _missing_parts(cell, assessment, unit, texts)
    elif cell.value is None:
        filing = assessment.collected.evidence.filings.get((unit, _FORMS.get(channel, "")))
        if filing is Filing.WAIVED:
            yield texts["waived"]
        elif any(isinstance(part, GroupPart) for part in cell.parts):
            yield texts["few_ballots"]
        else:
            yield texts[f"nothing_{channel}"]


def _missing_parts(
    cell: Cell, assessment: Assessment, unit: str, texts: ReasonWordings
) -> Iterator[str]:
    score, _ = assessment.of(unit)
    for form, part in zip(score.weights.mutual_parts, cell.parts, strict=False):
        if part.value is None:
            least = assessment.appraisal.mutual.least_ratings
            text = texts["few_ratings" if form == RATINGS else "no_inspections"]
            yield text.format(least=least)
