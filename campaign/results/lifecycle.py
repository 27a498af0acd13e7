"""Defines the lifecycle of a result: which act is possible in which state, and what it leads to."""

from collections.abc import Mapping
from enum import StrEnum


class ResultState(StrEnum):
    """The states of a result."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    NOTICE = "notice"
    PUBLISHED = "published"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"


class ResultAct(StrEnum):
    """The acts on a result; ``SUPERSEDE`` happens when its successor is published."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    OBJECT = "object"
    REJECT = "reject"
    UPHOLD = "uphold"
    PUBLISH = "publish"
    REOPEN = "reopen"
    SUPERSEDE = "supersede"


class Beginning(StrEnum):
    """The beginnings of a result: drafted, or renewed without an entry that was objected to."""

    DRAFT = "draft"
    RENEW = "renew"


STATE_NAMES: Mapping[ResultState, str] = {
    ResultState.DRAFT: "草稿",
    ResultState.SUBMITTED: "已提交",
    ResultState.RETURNED: "已退回",
    ResultState.NOTICE: "公示中",
    ResultState.PUBLISHED: "已公布",
    ResultState.REOPENED: "已重新办理",
    ResultState.SUPERSEDED: "已被取代",
}

ACT_NAMES: Mapping[ResultAct, str] = {
    ResultAct.SUBMIT: "提交",
    ResultAct.APPROVE: "批准",
    ResultAct.RETURN: "退回",
    ResultAct.OBJECT: "登记异议",
    ResultAct.REJECT: "认定异议不成立",
    ResultAct.UPHOLD: "认定异议成立",
    ResultAct.PUBLISH: "公布",
    ResultAct.REOPEN: "重新办理",
    ResultAct.SUPERSEDE: "取代",
}

FIRST_STATES: Mapping[Beginning, ResultState] = {
    Beginning.DRAFT: ResultState.DRAFT,
    Beginning.RENEW: ResultState.NOTICE,
}

_NEXT: Mapping[tuple[ResultState, ResultAct], ResultState] = {
    (ResultState.DRAFT, ResultAct.SUBMIT): ResultState.SUBMITTED,
    (ResultState.RETURNED, ResultAct.SUBMIT): ResultState.SUBMITTED,
    (ResultState.SUBMITTED, ResultAct.APPROVE): ResultState.NOTICE,
    (ResultState.SUBMITTED, ResultAct.RETURN): ResultState.RETURNED,
    (ResultState.NOTICE, ResultAct.OBJECT): ResultState.NOTICE,
    (ResultState.NOTICE, ResultAct.REJECT): ResultState.NOTICE,
    (ResultState.NOTICE, ResultAct.UPHOLD): ResultState.SUPERSEDED,
    (ResultState.NOTICE, ResultAct.PUBLISH): ResultState.PUBLISHED,
    (ResultState.SUBMITTED, ResultAct.REOPEN): ResultState.REOPENED,
    (ResultState.RETURNED, ResultAct.REOPEN): ResultState.REOPENED,
    (ResultState.NOTICE, ResultAct.REOPEN): ResultState.REOPENED,
    (ResultState.PUBLISHED, ResultAct.REOPEN): ResultState.REOPENED,
    (ResultState.REOPENED, ResultAct.SUPERSEDE): ResultState.SUPERSEDED,
}


def next_state(state: ResultState, act: ResultAct) -> ResultState | None:
    """Return the state that an act leads to, None where the act is not possible."""
    return _NEXT.get((state, act))


def possible_acts(state: ResultState) -> tuple[ResultAct, ...]:
    """Return the acts that people can perform on a result in a state."""
    return tuple(
        act for act in ResultAct if act is not ResultAct.SUPERSEDE and (state, act) in _NEXT
    )


def refusal(state: ResultState, act: ResultAct) -> str:
    """Return, in Chinese, why an act is not possible in a state, and which acts are."""
    acts = "、".join(ACT_NAMES[possible] for possible in possible_acts(state))
    if acts:
        advice = f"现在可以：{acts}"
    else:
        advice = "请起草新的成果（zuofeng result draft），或者办理取代它的成果"
    return f"成果现为“{STATE_NAMES[state]}”，不能{ACT_NAMES[act]}；{advice}"
