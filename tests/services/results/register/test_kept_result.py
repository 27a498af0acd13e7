"""A result of version 0.2.0 comes out the same, byte by byte, whatever the rules are by now."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store.engine import reading
from campaign.results.document import canonical, read_document
from services.results.register.register import draft_result, find_result
from services.results.register.reproduction import reproduce_result
from services.results.register.sources import assessment_of
from tests.support.kept.make_assessed_home import DRAFTER, unpack_assessed_home
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import AUTUMN

RESULT = "e0401ff21e662a07c2f03f4388ee9fd02c1c23f4bb405c3652de28defb5131db"


@pytest.fixture
def assessed_bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(unpack_assessed_home(tmp_path / "home"), AUTUMN)
    yield bureau
    bureau.context.engine.dispose()


def test_a_result_of_the_first_edition_is_reproduced(assessed_bureau: Bureau) -> None:
    reproduction = reproduce_result(assessed_bureau.context.engine, assessed_bureau.home, RESULT)
    assert reproduction.equal, reproduction.differences[:9]


def test_its_scores_are_still_told_by_the_rules_of_its_day(assessed_bureau: Bureau) -> None:
    with reading(assessed_bureau.context.engine) as connection:
        document = read_document(find_result(connection, RESULT).document)
        assessment = assessment_of(connection, assessed_bureau.context, document)
    assert assessment.shown_totals == document["shown_totals"]


def test_a_new_draft_of_the_same_day_is_of_the_current_edition(assessed_bureau: Bureau) -> None:
    context, day = assessed_bureau.context, AUTUMN.date()
    drafted = draft_result(context, day, DRAFTER, assessed_bureau.now)
    assert drafted.id != RESULT
    with reading(context.engine) as connection:
        document = read_document(find_result(connection, drafted.id).document)
    assert document["format"] == 2
    assert canonical(document) == find_bytes(assessed_bureau, drafted.id)
    assert reproduce_result(context.engine, context.home, drafted.id).equal


def find_bytes(bureau: Bureau, id_: str) -> bytes:
    with reading(bureau.context.engine) as connection:
        return find_result(connection, id_).document
