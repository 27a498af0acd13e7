"""Notices that an evaluation opens: what is evaluated, how, until when (S35 to S38, S42).

They are for whoever files: branches rate themselves and each other, units ask the people whom
they serve. Weights, groups and dates are the plan's.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.duties import due_date
from campaign.definitions.plan import Obligation, Plan
from campaign.documents.imprint import Imprint, to_classes
from campaign.documents.notices import OfficialNotice, Section
from campaign.values.periods import Period

_CHANNELS = {SELF: "self", RATINGS: "mutual", SOCIAL: "social"}


def evaluation_notice(
    obligation: Obligation, period: Period, plan: Plan, imprint: Imprint, title: str
) -> OfficialNotice:
    """Return the notice of an evaluation; ``title`` is its form's."""
    opens = max(obligation.opens or period.first, plan.campaign.first)
    due = due_date(obligation, period, plan)
    sections = (
        ("评议内容", _content(obligation, plan.appraisal)),
        ("评议办法", _METHODS[obligation.form](plan.appraisal)),
        ("时间安排", (f"{_day(opens)}至{_day(due)}。",)),
        ("报送要求", _filing(obligation, title, due)),
    )
    return OfficialNotice(
        imprint=to_classes(imprint, obligation.classes),
        subject=f"开展{obligation.name}工作",
        reason=f"根据{plan.campaign.name}实施方案安排，定于近期开展{obligation.name}工作",
        sections=tuple(Section(heading=heading, paragraphs=texts) for heading, texts in sections),
    )


def _content(obligation: Obligation, appraisal: Appraisal) -> tuple[str, ...]:
    names = "、".join(dimension.name for dimension in appraisal.dimensions)
    weight = next(c.weight for c in appraisal.channels if c.key == _CHANNELS[obligation.form])
    return (
        f"围绕{names}，即“五比”的要求，逐项评议今年以来作风建设的情况。",
        f"本项评议在“五评”中占{weight}%。",
    )


def _self(appraisal: Appraisal) -> tuple[str, ...]:
    return (
        "（一）召开班子民主生活会和党员组织生活会，开展批评与自我批评，查找问题，分析原因。",
        f"（二）党员逐人自评；支部对照“五比”{len(appraisal.dimensions)}项分别打分，每项0至100分，"
        "写明依据和不足。",
        "（三）查找出的问题列入整改台账，明确措施、责任人和期限。",
    )


def _mutual(appraisal: Appraisal) -> tuple[str, ...]:
    mutual = appraisal.mutual
    void = "；给两个以上支部的打分全部相同的，整份无效" if mutual.void_all_equal else ""
    trimmed = f"多于{mutual.trim_above}份的，去掉一个最高分和一个最低分"
    return (
        "（一）通过听汇报、查资料、问卷调查等方式了解情况，对其他支部逐项打分，每项0至100分。",
        f"（二）给本支部的打分不计{void}。",
        f"（三）一个支部收到的打分取平均；{trimmed}；少于{mutual.least_ratings}份的不计。",
        "（四）打分情况只由活动领导小组办公室掌握，不向被评支部公开。",
    )


def _social(appraisal: Appraisal) -> tuple[str, ...]:
    ballots = appraisal.ballots
    marks = "、".join(mark.name for mark in ballots.marks)
    groups = "、".join(group.name for group in ballots.groups)
    return (
        "（一）召开服务对象座谈会，发放问卷，邀请行风评议代表等参加，与自评一并进行。",
        f"（二）测评对象为{groups}；票面逐项选择{marks}，一项选两个以上的，该项作废。",
        f"（三）如实填写发放票数；收回多于发放的，该群体整批作废；一个群体的有效票项不足"
        f"{ballots.least_marks}个的不计。",
        "（四）收集到的意见建议及时整改，列入整改台账，并向群众反馈。",
    )


_METHODS: Mapping[str, Callable[[Appraisal], tuple[str, ...]]] = {
    SELF: _self,
    RATINGS: _mutual,
    SOCIAL: _social,
}


def _filing(obligation: Obligation, title: str, due: dt.date) -> tuple[str, ...]:
    texts = [f"填写《{title}》，于{_day(due)}前报送活动领导小组办公室。空白表格另行发放。"]
    if obligation.lock and obligation.form in (SELF, SOCIAL):
        texts.append(f"{_day(obligation.lock)}后不再接收；到期未报又未经批准免报的，本项记0分。")
    elif obligation.lock:
        texts.append(f"{_day(obligation.lock)}后不再接收。")
    return tuple(texts)


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
