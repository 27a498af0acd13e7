"""A result is derived again from what is kept, anywhere and at any time."""

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import text

import campaign.definitions.roster_file.checks
import services.definitions.loading
import services.results.register.register
import services.results.register.reproduction
from adapters.files.archive import archive_path
from adapters.files.home import Home
from adapters.store.engine import reading, writing
from adapters.store.tables import drops
from adapters.worker_pool import Readers
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.plan import Retention
from campaign.results.document import make_document, read_document
from campaign.values.acts import Actor
from services.audit.destruction import destroy_private
from services.definitions.archive import kept_definitions
from services.definitions.loading import load_definitions
from services.intake.manual_acceptance import withdraw_submission
from services.results.lifecycle.transitions import reopen_result
from services.results.objections.objections import decide_objection
from services.results.register.register import find_result
from services.results.register.reproduction import Reproduction, reproduce_result
from services.results.register.sources import assessment_of
from tests.services.results.objections.test_objections import SECOND, raised
from tests.support.office import Bureau
from tests.support.samples.definitions import shipped_roster
from tests.support.samples.evaluation_workbooks import AUTUMN, self_evaluation
from tests.support.samples.ranked_branches import BY, CHIEF, DAY, drafted, signed, submitted


def again(bureau: Bureau, id_: str) -> Reproduction:
    return reproduce_result(bureau.context.engine, bureau.home, id_)


def paths(found: Reproduction) -> list[str]:
    return [each.path for each in found.differences]


def change(bureau: Bureau, statement: str) -> None:
    with writing(bureau.context.engine) as connection:
        assert connection.execute(text(statement)).rowcount > 0


def test_it_comes_out_the_same_on_each_database(appraised_anywhere: Bureau) -> None:
    found = again(appraised_anywhere, drafted(appraised_anywhere))
    assert found.equal and found.software_then == found.software_now


def test_it_comes_out_the_same_in_another_home_on_another_day(
    appraised: Bureau, tmp_path: Path
) -> None:
    id_ = drafted(appraised)
    appraised.context.engine.dispose()
    elsewhere = Home(tmp_path / "另一台计算机")
    shutil.copytree(appraised.home.archive, elsewhere.archive)
    elsewhere.state.mkdir(parents=True)
    for path in appraised.home.state.glob("zuofeng.db*"):
        shutil.copy(path, elsewhere.state)
    shutil.copytree(appraised.home.inputs, elsewhere.inputs)  # any that load will do
    other = Bureau(elsewhere, AUTUMN + dt.timedelta(days=400))

    assert again(other, id_[:8]).equal
    other.context.engine.dispose()


def test_it_needs_nothing_of_the_inputs_that_have_changed_since(
    appraised: Bureau, readers: Readers
) -> None:
    id_ = drafted(appraised)
    plan = appraised.home.inputs / "plan.toml"
    shipped = plan.read_text(encoding="utf-8")
    plan.write_text(shipped.replace("least_weight_present = 25", "least_weight_present = 5"))
    form = appraised.home.inputs / "forms" / "self_evaluation.toml"
    form.write_text(form.read_text(encoding="utf-8").replace("全年一份。", "一年一份。"))
    appraised.later(days=30)
    appraised.drop("ZB07/自评.xlsx", self_evaluation(appraised, "ZB07", [99] * 5))
    appraised.drop("ZB01/改.xlsx", self_evaluation(appraised, "ZB01", [60] * 5))
    appraised.sweep(readers)

    assert again(appraised, id_).equal
    assert drafted(appraised, DAY) != id_, "the changed plan gives another result"


def test_what_was_withdrawn_since_is_still_what_the_result_was_made_of(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    appraised.later(days=1)
    receipt = next(row.receipt for row in appraised.rows(drops) if row.unit == "ZB01")
    withdraw_submission(appraised.context, receipt, BY, appraised.now)
    assert again(appraised, id_).equal
    assert drafted(appraised, DAY) == id_, "it was not withdrawn at the end of that day"
    assert drafted(appraised, appraised.now.date()) != id_


def test_one_that_an_objection_changed_comes_out_the_same(appraised: Bureau) -> None:
    first = raised(appraised)
    second = decide_objection(appraised.context, first, SECOND, True, signed("属实"), appraised.now)
    assert again(appraised, first).equal and again(appraised, second).equal


def test_one_that_corrects_another_comes_out_the_same(appraised: Bureau) -> None:
    reopen_result(appraised.context, submitted(appraised), BY, appraised.now)
    assert again(appraised, drafted(appraised)).equal


def test_a_definition_that_is_gone_is_named(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    path = definition(appraised, id_, "plan.toml")
    path.unlink()
    found = again(appraised, id_)
    assert paths(found) == ['$.definitions["plan.toml"]']
    assert "没有这份文件" in found.differences[0].why


def test_a_definition_that_was_changed_is_named(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    path = definition(appraised, id_, "forms/study.toml")
    path.write_bytes(path.read_bytes() + b"#")
    found = again(appraised, id_)
    assert paths(found) == ['$.definitions["forms/study.toml"]']
    assert "被改动" in found.differences[0].why


def test_a_result_by_definitions_that_would_be_refused_today_still_comes_out_the_same(
    appraised: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = drafted(appraised)
    fault = Fault(source="inputs/plan.toml", path="phases[0]", message="比以前严")
    monkeypatch.setattr(services.definitions.loading, "check_consistency", lambda *_: [fault])
    monkeypatch.setattr(
        campaign.definitions.roster_file.checks, "_overlaps", lambda _: iter([(2, "比以前严")])
    )
    with reading(appraised.context.engine) as connection:
        result = find_result(connection, id_)
        assert again(appraised, id_).equal
        assert assessment_of(connection, appraised.context, read_document(result.document)).scores
    with pytest.raises(DefinitionError, match="比以前严"):
        load_definitions(appraised.home)


@pytest.mark.parametrize(
    ("written", "path", "said"),
    [
        (b"[unheard_of]\nvalue = 1\n", ".unheard_of", "现在的程序已没有这一项"),
        (b"[[phases]]\nname = 5\n", ".phases[3].name", "读不懂当时的设置（应为文字"),
    ],
)
def test_a_setting_that_this_software_does_not_know_is_named(
    appraised: Bureau, monkeypatch: pytest.MonkeyPatch, written: bytes, path: str, said: str
) -> None:
    id_ = drafted(appraised)

    def kept(home: Home, hashes: Mapping[str, str]) -> tuple[dict[str, bytes], dict[str, str]]:
        files, wrong = kept_definitions(home, hashes)
        return {**files, "plan.toml": files["plan.toml"] + b"\n" + written}, wrong

    monkeypatch.setattr(services.results.register.reproduction, "kept_definitions", kept)
    found = {each.path: each.why for each in again(appraised, id_).differences}
    assert said in found[f'$.definitions["plan.toml"]{path}'], found


def definition(bureau: Bureau, id_: str, name: str) -> Path:
    with reading(bureau.context.engine) as connection:
        document = read_document(find_result(connection, id_).document)
    suffix = Path(name).suffix
    return archive_path(bureau.home, document["definitions"][name], suffix, confidential=False)


def test_a_submission_that_was_changed_is_named_with_what_it_changes(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    change(
        appraised,
        "UPDATE submission_sheets SET rows = replace(rows, '\"95\"', '\"60\"') "
        "WHERE sheet = 'scores' AND rows LIKE '%\"95\"%'",
    )
    found = again(appraised, id_)
    assert any(each.path.endswith(".content") for each in found.differences)
    assert any(each.path.startswith("$.scores[") for each in found.differences)
    drop = ("ZB01", "self_evaluation")
    receipt = next(row.receipt for row in appraised.rows(drops) if (row.unit, row.form) == drop)
    assert receipt in found.differences[0].why


def test_an_original_that_is_another_is_named(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    change(appraised, "UPDATE drops SET sha256 = 'another' WHERE submission_id = 1")
    [different] = again(appraised, id_).differences
    assert different.path.endswith(".sha256") and "原件" in different.why


def test_a_result_whose_bytes_were_changed_is_not_believed(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    change(appraised, "UPDATE results SET document = x'7b7d0a'")
    [different] = again(appraised, id_).differences
    assert different.path == "$" and different.then == id_


def test_another_version_of_the_software_is_named_and_is_no_difference(
    appraised: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = drafted(appraised)
    monkeypatch.setattr(services.results.register.reproduction, "software_version", lambda: "9.9.9")
    found = again(appraised, id_)
    assert found.equal
    assert (found.software_then, found.software_now) == (
        services.results.register.register.software_version(),
        "9.9.9",
    )


def test_software_that_reckons_otherwise_is_shown_by_what_it_gives(
    appraised: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = drafted(appraised)
    monkeypatch.setattr(
        services.results.register.register,
        "make_document",
        lambda *given: {**make_document(*given), "close_calls": [], "campaign": {"name": "另一个"}},
    )
    found = again(appraised, id_)
    assert {"$.campaign.name", "$.campaign.year"} <= set(paths(found))


def test_the_approvers_are_those_of_the_sample() -> None:
    assert shipped_roster().leading_group[0].name == CHIEF


def test_it_comes_out_the_same_after_private_values_were_destroyed(
    appraised: Bureau, readers: Readers
) -> None:
    appraised.drop("保密/投诉.xlsx", appraised.complaint("TS-2026-001"))
    [reply] = appraised.sweep(readers)
    id_ = drafted(appraised)
    assert again(appraised, id_).destroyed == ()
    later, keep = AUTUMN.replace(year=2030), Retention(private_months=36)
    engine, home = appraised.context.engine, appraised.home
    destroyed = destroy_private(engine, home, keep, Actor(name="秦朗", reason="期满"), later)
    assert reply.receipt in destroyed.receipts

    found = again(appraised, id_)

    assert found.equal and reply.receipt in found.destroyed
    change(appraised, "UPDATE submission_sheets SET header = '{\"a\": 1}'")
    assert not again(appraised, id_).equal
