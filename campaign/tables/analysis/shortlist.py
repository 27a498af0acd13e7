"""The table of which rule put a unit on the shortlist, or kept it from it."""

from fractions import Fraction

from campaign.scoring.analysis.shortlist_rules import (
    ShortlistDecision,
    low_channels,
    missing_channels,
    shortlist_decisions,
)
from campaign.scoring.assessment import Assessment
from campaign.scoring.ranking import Bar
from campaign.tables.analysis.building import build_analysis
from campaign.tables.analysis.channels import channel_names
from campaign.tables.analysis.wordings import AnalysisWordings
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
)
from campaign.values.exact_numbers import ZERO, distinct_text

LISTING = TableSchema(
    name="shortlist_reasons",
    title="因什么列入推荐名单",
    keys=(UNIT,),
    columns=(
        *UNIT_COLUMNS,
        Column("unit_class", "类别"),
        Column("final_rank", "最终名次", ColumnType.INTEGER, source="S49"),
        Column("places", "本类名额", ColumnType.INTEGER),
        Column("shortlisted", "推荐", ColumnType.YES_NO, no=""),
        Column("rule", "原因代码", printed=False),
        Column("reason", "原因"),
    ),
    audience=Audience.OFFICE,
)


def listing_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row for each unit, in the roster's order."""
    rows = [
        (
            decision.unit,
            assessment.name(decision.unit),
            assessment.of(decision.unit)[1].unit_class,
            assessment.of(decision.unit)[1].final_rank,
            decision.places,
            decision.listed,
            decision.rule,
            _reason(decision, assessment, wordings),
        )
        for decision in shortlist_decisions(assessment)
    ]
    return build_analysis(LISTING, rows, assessment, wordings)


def _reason(decision: ShortlistDecision, assessment: Assessment, wordings: AnalysisWordings) -> str:
    reasons = wordings["reasons"]
    if decision.place is None:
        return _bar(decision, assessment, wordings)
    text = reasons[decision.rule].format(place=decision.place, places=decision.places)
    if decision.moved_up:
        text += reasons["moved_up"]
    score, _ = assessment.of(decision.unit)
    return text + reasons["provisional"] if decision.listed and score.provisional else text


def _bar(decision: ShortlistDecision, assessment: Assessment, wordings: AnalysisWordings) -> str:
    """Return why a unit cannot be on the shortlist, with the figure that it falls short of."""
    reasons, appraisal = wordings["reasons"], assessment.appraisal
    score, rank = assessment.of(decision.unit)
    channels = channel_names(assessment)
    match decision.rule:
        case Bar.VETO:
            names = {veto.key: veto.name for veto in appraisal.vetoes}
            vetoes = dict.fromkeys(names[veto.key] for veto in rank.vetoes)
            return reasons["veto"].format(vetoes="、".join(vetoes))
        case Bar.GRADE:
            return reasons["grade"].format(grade=score.grade, least=appraisal.shortlist.least_grade)
        case Bar.CHANNEL:
            least = appraisal.shortlist.least_channel
            means = "、".join(
                channels[key] + distinct_text(score.channels[key] or ZERO, [Fraction(least)])
                for key in low_channels(score, assessment)
            )
            return reasons["channel"].format(channels=means, least=least)
    if missing := missing_channels(score, assessment):
        return reasons["unranked_channel"].format(channels="、".join(missing))
    needed = max(appraisal.least_weight_present, appraisal.least_weight_total)
    weight = distinct_text(score.weight_present, [Fraction(needed)], 1).removesuffix(".0")
    return reasons["unranked_weight"].format(weight=weight, least=needed)
