"""Objections that forms have registered: each is taken up before anything is published."""

from collections.abc import Callable

import pytest

from adapters.worker_pool import Readers
from campaign.results.lifecycle import ResultState
from services.errors import WrongActError
from services.results.lifecycle.transitions import (
    approve_result,
    publish_approved,
    submit_result,
)
from services.results.objections.objections import (
    ObjectionSubject,
    raise_objection,
)
from tests.services.results.objections.test_objections import (
    SECOND,
    facts,
    raised,
    rejected,
    upheld,
)
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import event
from tests.support.samples.ranked_branches import (
    BY,
    DEPUTY,
    drafted,
    signed,
    under_notice,
)


def registered(
    bureau: Bureau,
    readers: Readers,
    number: str,
    unit: str = "ZB02",
    person: str = "",
    outcome: str = "不成立",
) -> None:
    """Let the office file a decision form about an objection."""
    row = {"kind": "异议", "outcome": outcome, "content": "公示期内收到群众来信一件"}
    row |= {"unit": unit} if unit else {}
    row |= {"person": person} if person else {}
    day = bureau.now.date()
    data = event(bureau, "decision", {"matters": [row]}, document=number, issued_on=day)
    bureau.drop("党办/异议.xlsx", data)
    [reply] = bureau.sweep(readers)
    assert reply.disposition == "receipt", reply


def test_an_objection_registered_by_a_form_holds_up_publication_until_it_is_taken_up(
    appraised: Bureau, readers: Readers
) -> None:
    id_ = under_notice(appraised)
    appraised.later(days=3)
    registered(appraised, readers, "示民异〔2026〕7号")
    appraised.later(days=5)

    with pytest.raises(WrongActError, match=r"没有办理：示民异〔2026〕7号（ZB02"):
        publish_approved(appraised.context, id_, BY, appraised.now)

    about = ObjectionSubject(unit="ZB02", document="示民异〔2026〕7号")
    raise_objection(appraised.context, id_, about, BY, appraised.now)  # late, but registered
    rejected(appraised, id_, about)
    publish_approved(appraised.context, id_, BY, appraised.now)
    assert facts(appraised, id_)["state"] == ResultState.PUBLISHED


@pytest.mark.parametrize(
    ("outcome", "decide_", "said"),
    [
        ("成立", rejected, "登记为成立，周望舒凭审批码认定为不成立"),
        ("不成立", upheld, f"登记为不成立，{DEPUTY}凭审批码认定为成立"),
    ],
)
def test_nothing_is_published_where_the_form_says_otherwise_than_was_decided(
    appraised_anywhere: Bureau,
    readers: Readers,
    outcome: str,
    decide_: Callable[[Bureau, str], str],
    said: str,
) -> None:
    bureau = appraised_anywhere
    id_ = decide_(bureau, raised(bureau))
    registered(bureau, readers, "示民异〔2026〕1号", outcome=outcome)
    bureau.later(days=8)
    with pytest.raises(WrongActError, match=f"示民异〔2026〕1号（ZB02.*{said}.*更正登记表"):
        publish_approved(bureau.context, id_, BY, bureau.now)
    assert facts(bureau, id_)["state"] == ResultState.NOTICE

    right = {"成立": "不成立", "不成立": "成立"}[outcome]
    registered(bureau, readers, "示民异〔2026〕1号", outcome=right)
    publish_approved(bureau.context, id_, BY, bureau.now)


def test_of_several_decisions_the_last_is_held_against_the_form(
    appraised: Bureau, readers: Readers
) -> None:
    id_ = raised(appraised)
    rejected(appraised, id_)
    raise_objection(appraised.context, id_, SECOND, BY, appraised.now)
    second = upheld(appraised, id_)
    registered(appraised, readers, "示民异〔2026〕1号", outcome="成立")
    appraised.later(days=8)
    publish_approved(appraised.context, second, BY, appraised.now)


def test_one_about_another_unit_does_not_take_it_up(appraised: Bureau, readers: Readers) -> None:
    id_ = raised(appraised, ObjectionSubject(unit="ZB01", document="示民异〔2026〕7号"))
    rejected(appraised, id_, ObjectionSubject(unit="ZB01"))
    registered(appraised, readers, "示民异〔2026〕7号")
    appraised.later(days=8)
    with pytest.raises(WrongActError, match="没有办理"):
        publish_approved(appraised.context, id_, BY, appraised.now)


def test_one_about_a_person_is_taken_up_by_one_about_that_person(
    appraised: Bureau, readers: Readers
) -> None:
    id_ = raised(appraised, ObjectionSubject(unit="ZB01", document="示民异〔2026〕7号"))
    rejected(appraised, id_, ObjectionSubject(unit="ZB01"))
    registered(appraised, readers, "示民异〔2026〕7号", unit="", person="林知夏")
    appraised.later(days=8)
    with pytest.raises(WrongActError, match=r"没有办理.*林知夏"):
        publish_approved(appraised.context, id_, BY, appraised.now)
    about = ObjectionSubject(unit="ZB01", person="林知夏", document="示民异〔2026〕7号")
    raise_objection(appraised.context, id_, about, BY, appraised.now)
    rejected(appraised, id_, about)
    publish_approved(appraised.context, id_, BY, appraised.now)


def test_one_about_a_person_who_is_not_nominated_can_be_taken_up_but_removes_nothing(
    appraised: Bureau, readers: Readers
) -> None:
    id_ = under_notice(appraised)
    registered(appraised, readers, "示民异〔2026〕9号", unit="DW01", person="方既白")
    appraised.later(days=8)
    about = ObjectionSubject(unit="ZB01", person="方既白", document="示民异〔2026〕9号")
    raise_objection(appraised.context, id_, about, BY, appraised.now)
    with pytest.raises(WrongActError, match="名单中没有这一项"):
        upheld(appraised, id_, about)
    rejected(appraised, id_, about)
    publish_approved(appraised.context, id_, BY, appraised.now)


def test_one_of_the_first_period_is_not_lost_by_the_second(
    appraised: Bureau, readers: Readers
) -> None:
    first = raised(appraised)
    registered(appraised, readers, "示民异〔2026〕8号", unit="ZB01")
    appraised.later(days=2)
    second = upheld(appraised, first)
    appraised.later(days=10)
    with pytest.raises(WrongActError, match="示民异〔2026〕8号"):
        publish_approved(appraised.context, second, BY, appraised.now)


def test_one_before_the_approval_does_not_concern_it(appraised: Bureau, readers: Readers) -> None:
    registered(appraised, readers, "示民异〔2026〕6号")
    appraised.later(days=1)
    id_ = drafted(appraised)
    submit_result(appraised.context, id_, BY, appraised.now)
    approve_result(appraised.context, id_, signed(), appraised.now)
    appraised.later(days=8)
    publish_approved(appraised.context, id_, BY, appraised.now)
