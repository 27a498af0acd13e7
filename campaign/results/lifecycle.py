"""The life of a result: in which state which act is possible, and what it leads to."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a result stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    NOTICE = "notice"
    PUBLISHED = "published"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"


class Act(StrEnum):
    """What is done to a result; ``SUPERSEDE`` happens when its successor is published."""

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
    """How a result comes to be: drafted, or renewed without an entry that was objected to."""

    DRAFT = "draft"
    RENEW = "renew"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "已提交",
    State.RETURNED: "已退回",
    State.NOTICE: "公示中",
    State.PUBLISHED: "已公布",
    State.REOPENED: "已重新办理",
    State.SUPERSEDED: "已被取代",
}

ACT_NAMES: Mapping[Act, str] = {
    Act.SUBMIT: "提交",
    Act.APPROVE: "批准",
    Act.RETURN: "退回",
    Act.OBJECT: "登记异议",
    Act.REJECT: "认定异议不成立",
    Act.UPHOLD: "认定异议成立",
    Act.PUBLISH: "公布",
    Act.REOPEN: "重新办理",
    Act.SUPERSEDE: "取代",
}

FIRST_STATES: Mapping[Beginning, State] = {
    Beginning.DRAFT: State.DRAFT,
    Beginning.RENEW: State.NOTICE,
}

_NEXT: Mapping[tuple[State, Act], State] = {
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.APPROVE): State.NOTICE,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.NOTICE, Act.OBJECT): State.NOTICE,
    (State.NOTICE, Act.REJECT): State.NOTICE,
    (State.NOTICE, Act.UPHOLD): State.SUPERSEDED,
    (State.NOTICE, Act.PUBLISH): State.PUBLISHED,
    (State.SUBMITTED, Act.REOPEN): State.REOPENED,
    (State.RETURNED, Act.REOPEN): State.REOPENED,
    (State.NOTICE, Act.REOPEN): State.REOPENED,
    (State.PUBLISHED, Act.REOPEN): State.REOPENED,
    (State.REOPENED, Act.SUPERSEDE): State.SUPERSEDED,
}


def next_state(state: State, act: Act) -> State | None:
    """Return the state that an act leads to, None where it is not possible."""
    return _NEXT.get((state, act))


def possible_acts(state: State) -> tuple[Act, ...]:
    """Return what people can do with a result in a state."""
    return tuple(act for act in Act if act is not Act.SUPERSEDE and (state, act) in _NEXT)


def refusal(state: State, act: Act) -> str:
    """Say why an act is not possible in a state, and what can be done now."""
    acts = "、".join(ACT_NAMES[act] for act in possible_acts(state))
    if acts:
        can = f"现在可以：{acts}"
    else:
        can = "请起草新的成果（zuofeng result draft），或者办理取代它的成果"
    return f"成果现为“{STATE_NAMES[state]}”，不能{ACT_NAMES[act]}；{can}"
