"""Every form with its golden cases: from a filled workbook to its rows, problems and receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.worker_pool import Readers
from tests.support.kept.golden_cases import Case, answer, cases
from tests.support.office import Bureau, make_home
from tests.support.samples.definitions import FORM_KEYS

CASES = cases()


@pytest.fixture
def office(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Give a bureau on the day on which the case's workbook arrives."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(make_home(tmp_path / "home"), case.received)
    yield bureau
    bureau.context.engine.dispose()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.form}-{case.name}" for case in CASES])
def test_a_workbook_is_answered_as_it_deserves(
    case: Case, office: Bureau, readers: Readers
) -> None:
    for suffix, said in answer(case, office, readers).items():
        assert said == case.file(suffix).read_text(encoding="utf-8"), suffix


def test_every_form_has_one_workbook_that_is_right_and_one_that_is_wrong() -> None:
    assert {(case.form, case.name) for case in CASES} == {
        (form, name) for form in FORM_KEYS for name in ("right", "wrong")
    }
