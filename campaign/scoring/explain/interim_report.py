"""Reports on the five evaluations before they are complete, for the office and the leaders (S33).

Nothing of it is for units: means move with every rating that comes in, and would betray it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from campaign.definitions.applicability import PUBLIC, RATINGS, SELF, SOCIAL, SPOT
from campaign.definitions.duties import due_date
from campaign.definitions.plan import Plan
from campaign.scoring.assessment import Assessment
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import ZERO, round_half_up

_FORMS: Mapping[str, str] = {
    "self": SELF,
    "mutual": RATINGS,
    "spot": SPOT,
    "social": SOCIAL,
    "public": PUBLIC,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelCoverage:
    """The coverage of a channel for a class.

    Of ``units`` to which it applies, ``complete`` have all of its weight and ``partial`` a part;
    ``present`` is the mean share of its weight present, in percent as text. ``window`` is when it
    is filed, in words.
    """

    unit_class: str
    channel: str
    weight: int
    units: int
    complete: int
    partial: int
    present: str
    window: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InterimRank:
    """The raw rank a unit would have today; ``rank`` is None where too little weight is present.

    ``total`` is as shown, ``present`` the weight present in percent, as text.
    """

    unit_class: str
    rank: int | None
    unit: str
    total: str
    present: str
    veto: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class InterimScores:
    """The five evaluations on a day, by class.

    ``warnings`` (about raters) and ``close_calls`` are sentences without end marks; ``unresolved``
    counts values.
    """

    day: dt.date
    coverage: tuple[ChannelCoverage, ...]
    ranks: tuple[InterimRank, ...]
    warnings: tuple[str, ...]
    close_calls: tuple[str, ...]
    unresolved: int


def interim_scores(assessment: Assessment) -> InterimScores:
    """Return coverage, ranks, raters' warnings and close calls of the day, by class."""
    return InterimScores(
        day=assessment.day,
        coverage=tuple(_coverage(assessment)),
        ranks=tuple(_interim_ranks(assessment)),
        warnings=tuple(_warnings(assessment)),
        close_calls=tuple(_close_calls(assessment)),
        unresolved=len(assessment.unresolved),
    )


def _coverage(assessment: Assessment) -> Iterator[ChannelCoverage]:
    for unit_class in _classes(assessment):
        scores = [score for score in assessment.scores if score.unit_class == unit_class]
        for channel in assessment.appraisal.channels:
            of_channel = [score for score in scores if channel.key in score.weights.channels]
            if of_channel:
                shares = [_share(score, channel.key) for score in of_channel]
                yield ChannelCoverage(
                    unit_class=unit_class,
                    channel=channel.name,
                    weight=channel.weight,
                    units=len(of_channel),
                    complete=sum(share == 1 for share in shares),
                    partial=sum(0 < share < 1 for share in shares),
                    present=_percent(sum(shares, ZERO) / len(shares)),
                    window=_window(_FORMS[channel.key], unit_class, assessment.plan),
                )


def _share(score: Score, channel: str) -> Fraction:
    """Return the share of a channel's weight, over its dimensions, that is present."""
    cells = score.cells[channel].values()
    return sum((Fraction(cell.present) for cell in cells), ZERO) / len(cells)


def _window(form: str, unit_class: str, plan: Plan) -> str:
    for obligation in plan.obligations_of(form):
        if unit_class in obligation.classes and obligation.periods:
            period = obligation.periods[-1]
            opens, due = obligation.opens or period.first, due_date(obligation, period, plan)
            return f"{opens.month}月{opens.day}日至{due.month}月{due.day}日"
    return "每季度检查" if form == RATINGS else "随时登记"


def _interim_ranks(assessment: Assessment) -> Iterator[InterimRank]:
    for unit_class in _classes(assessment):
        of_class = [
            (score, rank)
            for score, rank in zip(assessment.scores, assessment.ranks, strict=True)
            if score.unit_class == unit_class
        ]
        of_class.sort(key=lambda pair: (pair[1].raw_rank or len(of_class) + 1, -_total(pair[0])))
        for score, rank in of_class:
            yield InterimRank(
                unit_class=unit_class,
                rank=rank.raw_rank,
                unit=assessment.name(score.unit),
                total=assessment.shown_totals.get(score.unit, ""),
                present=_percent(score.weight_present / 100),
                veto=bool(rank.vetoes),
            )


def _total(score: Score) -> Fraction:
    return score.total or ZERO


def _warnings(assessment: Assessment) -> Iterator[str]:
    for rater in assessment.raters.raters:
        if rater.all_equal:
            yield f"{assessment.name(rater.unit)}给各单位的打分全部相同"
        elif rater.rated_units and rater.flat_units == rater.rated_units:
            yield f"{assessment.name(rater.unit)}给每个单位的各项打分都相同，没有区分各项"
    for pair in assessment.raters.high_pairs:
        names = f"{assessment.name(pair.one)}与{assessment.name(pair.other)}"
        margins = (pair.one_gave_over_others, pair.other_gave_over_others)
        over = "、".join(f"{round_half_up(margin)}分" for margin in margins)
        yield f"{names}互给高分，分别高出其他支部{over}"


def _close_calls(assessment: Assessment) -> Iterator[str]:
    boundaries = {"shortlist": "推荐名单界线", "last": "末位"}
    for call in assessment.close_calls:
        yield (
            f"{call.unit_class}{boundaries[call.boundary]}：{assessment.name(call.ahead)}与"
            f"{assessment.name(call.behind)}难分高下，"
            f"在{_percent(call.chance)}%的变动中互换位置"
        )


def _classes(assessment: Assessment) -> list[str]:
    """Return the classes in the roster's order."""
    return list(dict.fromkeys(score.unit_class for score in assessment.scores))


def _percent(share: Fraction) -> str:
    return f"{round_half_up(100 * share, 1)}".removesuffix(".0")
