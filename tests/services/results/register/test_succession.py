"""Which result follows which: what is published stands, and one that is beside it is refused."""

from typing import Any

import pytest

import services.results.register.register
import services.results.register.succession
from adapters.store.engine import reading
from adapters.worker_pool import Readers
from campaign.results.document import read_document
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from services.audit.verify import verify
from services.errors import WrongActError
from services.results.lifecycle.transitions import (
    approve_result,
    publish_approved,
    published_path,
    reopen_result,
    submit_result,
)
from services.results.lifecycle.views import result_list
from services.results.register.register import draft_result
from tests.support.office import Bureau
from tests.support.samples.ranked_branches import (
    BY,
    DAY,
    acts,
    drafted,
    file_late,
    published,
    row,
    signed,
    standing,
    state,
    submitted,
)


def test_what_was_published_stands_until_its_successor_is(
    appraised_anywhere: Bureau, readers: Readers
) -> None:
    bureau = appraised_anywhere
    first = published(bureau)
    reopen_result(bureau.context, first, Actor(name="秦朗", reason="漏报一份"), bureau.now)
    assert (state(bureau, first), standing(bureau)) == (ResultState.REOPENED, first)
    file_late(bureau, readers)

    second = drafted(bureau, bureau.now.date())
    submit_result(bureau.context, second, BY, bureau.now)
    approve_result(bureau.context, second, signed(), bureau.now)
    assert standing(bureau) == first
    bureau.later(days=8)
    publish_approved(bureau.context, second, BY, bureau.now)

    assert read_document(row(bureau, second).document)["supersedes"] == first
    assert (state(bureau, first), standing(bureau)) == (ResultState.SUPERSEDED, second)
    assert published_path(bureau.home, first).exists(), "nothing is deleted"
    assert acts(bureau, first)[-2:] == ["reopen", "supersede"]
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def test_after_reopening_the_same_inputs_make_a_new_draft_that_names_the_old(
    appraised: Bureau,
) -> None:
    first = submitted(appraised)
    reopen_result(appraised.context, first, BY, appraised.now)
    found = draft_result(appraised.context, DAY, BY, appraised.now)
    assert found.new and found.id != first
    assert row(appraised, found.id).supersedes == first
    assert not draft_result(appraised.context, DAY, BY, appraised.now).new


def test_of_two_drafts_that_correct_the_same_result_only_one_is_published(
    appraised: Bureau, readers: Readers
) -> None:
    first = published(appraised)
    reopen_result(appraised.context, first, BY, appraised.now)
    one = drafted(appraised, appraised.now.date())
    file_late(appraised, readers)
    two = drafted(appraised, appraised.now.date())
    for id_ in (one, two):
        submit_result(appraised.context, id_, BY, appraised.now)
        approve_result(appraised.context, id_, signed(), appraised.now)
    appraised.later(days=8)
    publish_approved(appraised.context, one, BY, appraised.now)

    with pytest.raises(WrongActError, match=f"它所更正的成果{first[:12]}已被取代，请重新起草"):
        publish_approved(appraised.context, two, BY, appraised.now)

    assert standing(appraised) == one


def test_the_list_tells_the_states_and_which_result_stands(appraised: Bureau) -> None:
    first = published(appraised)
    reopen_result(appraised.context, first, BY, appraised.now)
    second = drafted(appraised)
    with reading(appraised.context.engine) as connection:
        found = result_list(connection)
    assert [(each["id"], each["state_name"], each["in_force"]) for each in found] == [
        (first, "已重新办理", True),
        (second, "草稿", False),
    ]


def test_a_draft_that_was_being_derived_while_a_result_was_reopened_supersedes_it(
    appraised: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = submitted(appraised)
    derive = services.results.register.register.derived

    def while_another_reopens(*given: Any) -> Any:
        if state(appraised, first) is ResultState.SUBMITTED:
            reopen_result(appraised.context, first, BY, appraised.now)
        return derive(*given)

    monkeypatch.setattr(services.results.register.register, "derived", while_another_reopens)

    assert row(appraised, drafted(appraised)).supersedes == first


def drafted_beside(bureau: Bureau, readers: Readers) -> tuple[str, str]:
    """Submit two results, neither of which takes up the other."""
    first = submitted(bureau)
    file_late(bureau, readers)
    return first, submitted(bureau)


def test_one_that_was_announced_beside_the_standing_result_is_not_published(
    appraised_anywhere: Bureau, readers: Readers
) -> None:
    bureau = appraised_anywhere
    first, beside = drafted_beside(bureau, readers)
    for id_ in (first, beside):
        approve_result(bureau.context, id_, signed(), bureau.now)
    bureau.later(days=8)
    publish_approved(bureau.context, first, BY, bureau.now)

    said = f"现行的成果是{first[:12]}，本份不取代它.*先把现行的一份重新办理"
    with pytest.raises(WrongActError, match=said):
        publish_approved(bureau.context, beside, BY, bureau.now)

    assert (state(bureau, beside), standing(bureau)) == (ResultState.NOTICE, first)
    assert not published_path(bureau.home, beside).exists()
    reopen_result(bureau.context, first, BY, bureau.now)
    with pytest.raises(WrongActError, match="现行的一份已重新办理，请重新起草"):
        publish_approved(bureau.context, beside, BY, bureau.now)
    after = drafted(bureau)
    assert row(bureau, after).supersedes == first
    submit_result(bureau.context, after, BY, bureau.now)


def test_beside_the_standing_result_drafts_are_free_and_go_no_further(
    appraised: Bureau, readers: Readers
) -> None:
    waiting, first = drafted_beside(appraised, readers)
    approve_result(appraised.context, first, signed(), appraised.now)
    appraised.later(days=8)
    publish_approved(appraised.context, first, BY, appraised.now)

    draft_beside = drafted(appraised, appraised.now.date())
    with pytest.raises(WrongActError, match=f"现行的成果是{first[:12]}"):
        submit_result(appraised.context, draft_beside, BY, appraised.now)
    with pytest.raises(WrongActError, match=f"现行的成果是{first[:12]}"):
        approve_result(appraised.context, waiting, signed(), appraised.now)
    assert state(appraised, draft_beside) is ResultState.DRAFT


def test_the_result_of_another_campaign_does_not_stand_in_the_way(
    appraised: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(appraised)
    years = {first: 2025}
    monkeypatch.setattr(
        services.results.register.succession,
        "_campaign_year",
        lambda result: years.get(result.id, 2026),
    )
    submit_result(appraised.context, drafted(appraised, appraised.now.date()), BY, appraised.now)


def test_what_was_reopened_beside_the_standing_result_does_not_hide_it(
    appraised: Bureau, readers: Readers
) -> None:
    beside, first = drafted_beside(appraised, readers)
    approve_result(appraised.context, first, signed(), appraised.now)
    appraised.later(days=8)
    publish_approved(appraised.context, first, BY, appraised.now)
    reopen_result(appraised.context, first, BY, appraised.now)
    appraised.later(minutes=1)
    reopen_result(appraised.context, beside, BY, appraised.now)

    assert row(appraised, drafted(appraised)).supersedes == first
