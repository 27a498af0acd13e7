"""The rules of the appraisal in sentences, for the scheme that is published."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from campaign.definitions.appraisal_plan import Appraisal
from campaign.values.exact_numbers import number_text


def scoring_rules_text(appraisal: Appraisal) -> tuple[str, ...]:
    """Say how scores come about and what follows from them, one paragraph a rule."""
    return tuple(
        sentence
        for sentence in (
            _weights(appraisal),
            _mutual(appraisal),
            _spot(appraisal),
            _ballots(appraisal),
            _bonus(appraisal),
            _deductions(appraisal),
            _grades(appraisal),
            _vetoes(appraisal),
            _ladder(appraisal),
            _shortlist(appraisal),
        )
        if sentence
    )


def _points(value: Decimal | int) -> str:
    return number_text(Fraction(value))


def _listed(items: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{name}{what}" for name, what in items)


def _weights(appraisal: Appraisal) -> str:
    dimensions = _listed((one.name, f"{one.weight}%") for one in appraisal.dimensions)
    channels = _listed((one.name, f"{one.weight}%") for one in appraisal.channels)
    return (
        f"计分权重。“五比”各占：{dimensions}；“五评”各占：{channels}。每个单位按“五比”“五评”"
        "逐项计分，满分100分，加权得出总分。"
    )


def _mutual(appraisal: Appraisal) -> str:
    mutual = appraisal.mutual
    return (
        f"互评。由互评打分（{mutual.ratings_weight}%）和季度检查（{mutual.inspections_weight}%）"
        f"组成。给本单位的打分不计；打分多于{mutual.trim_above}份的，去掉一个最高分和一个最低分后"
        f"取平均；少于{mutual.least_ratings}份的不计。"
    )


def _spot(appraisal: Appraisal) -> str:
    kinds = _listed(
        (f"{one.kind}", f"每次扣{_points(one.points)}分") for one in appraisal.spot_deductions
    )
    return f"抽查评议。从{_points(appraisal.spot_start)}分起计，{kinds}，扣完为止。"


def _ballots(appraisal: Appraisal) -> str:
    ballots = appraisal.ballots
    marks = _listed((m.name, f"{_points(m.value)}分") for m in ballots.marks if m.value is not None)
    uncounted = "、".join(mark.name for mark in ballots.marks if mark.value is None)
    groups = _listed((group.name, f"{group.weight}%") for group in ballots.groups)
    left_out = f"，选“{uncounted}”和未填的不计入" if uncounted else ""
    return f"社会评议、群众测评。{marks}{left_out}。各测评群体按{groups}加权。"


def _bonus(appraisal: Appraisal) -> str:
    bonus = appraisal.bonus
    if not bonus.tiers:
        return ""
    tiers = _listed((name, f"{_points(points)}分") for name, points in bonus.tiers.items())
    return (
        f"加分。凭正式文件加分：{tiers}；同一份文件只按最高级别计一次，合计不超过"
        f"{_points(bonus.most)}分。"
    )


def _deductions(appraisal: Appraisal) -> str:
    if not appraisal.deductions:
        return ""
    listed = _listed((one.name, f"扣{_points(one.points)}分") for one in appraisal.deductions)
    return f"扣分。{listed}。"


def _grades(appraisal: Appraisal) -> str:
    above: Decimal | None = None
    parts: list[str] = []
    for grade in sorted(appraisal.grades, key=lambda one: one.least, reverse=True):
        bounds = f"{_points(grade.least)}分及以上"
        if above is not None:
            below = f"不满{_points(above)}分"
            bounds = f"{bounds}、{below}" if grade.least > 0 else below
        parts.append(f"{bounds}为{grade.name}")
        above = grade.least
    return f"等次。总分{'，'.join(parts)}。" if parts else ""


def _vetoes(appraisal: Appraisal) -> str:
    named = "；".join(veto.name for veto in appraisal.vetoes)
    return f"一票否决。有下列情形之一的，取消当年评先评优资格：{named}。" if named else ""


def _ladder(appraisal: Appraisal) -> str:
    ladder = appraisal.ladder
    steps = "、".join(
        f"{step.count}次{'及以上' if step is ladder.steps[-1] else ''}查实的{step.consequence}"
        for step in ladder.steps
    )
    if not steps:
        return ""
    links = "、".join(ladder.links)
    return f"责任追究。在{links}等环节被举报投诉，同一人年内{steps}，切实纠正不正之风。"


def _shortlist(appraisal: Appraisal) -> str:
    settings = appraisal.shortlist
    return (
        f"推荐表彰。各类单位按最终名次取前{settings.share_pct}%（进位取整，最多{settings.most}个）"
        f"列为推荐对象，经公示{appraisal.notice_working_days}个工作日无异议后上报。"
    )
