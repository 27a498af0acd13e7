"""The samples: what is called good is accepted, what is called bad is refused, for any day."""

import datetime as dt
import shutil
from collections.abc import Iterable
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from adapters.files.encryption import seal_key
from adapters.files.home import CONFIDENTIAL, Home
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from adapters.workbooks.roster_writer import roster_workbook
from campaign.definitions.definitions import Definitions
from campaign.problems.codes import Code, Problem, has_errors
from campaign.reading.cells import CellContext
from campaign.reading.workbook import read_submission
from campaign.recognition.recognition import (
    DropPlace,
    RecognitionContext,
    RecognizedWorkbook,
    recognize_form,
)
from campaign.values.approval_codes import code_matches
from campaign.values.raw_workbook import RawWorkbook
from rehearsal.content.samples import Sample, drop_samples, sample_workbooks
from services.definitions.loading import load_definitions
from tests.support.samples.definitions import INPUTS, approval_code, shipped_roster

NOVEMBER = dt.datetime(2026, 11, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def office(home: Home) -> Home:
    """Give a home with the shipped definitions."""
    for name in ("plan.toml", "roster.xlsx"):
        shutil.copy(INPUTS / name, home.inputs)
    shutil.copytree(INPUTS / "forms", home.inputs / "forms")
    return home


def problems(samples: Iterable[Sample], home: Home, now: dt.datetime) -> list[tuple[Problem, ...]]:
    """Return what intake finds wrong with each sample, lying where it says."""
    definitions, key = load_definitions(home), seal_key(home)
    return [_problems(sample, definitions, (key, now.date())) for sample in samples]


def _problems(
    sample: Sample, definitions: Definitions, office: tuple[bytes, dt.date]
) -> tuple[Problem, ...]:
    passed = inspect(sample.data, definitions.plan.limits)
    if not isinstance(passed, Passed):
        return tuple(passed)
    raw = read_workbook(sample.data, passed, definitions.plan.limits)
    assert isinstance(raw, RawWorkbook)
    key, today = office
    folder = PurePosixPath(sample.path).parts[0]
    secret = folder == CONFIDENTIAL
    plan, roster, forms = definitions.plan, definitions.roster, definitions.forms
    found = recognize_form(
        raw,
        DropPlace(folder="" if secret else folder, confidential=secret, received_on=today),
        RecognitionContext(plan=plan, roster=roster, forms=forms, key=key),
    )
    if not isinstance(found, RecognizedWorkbook):
        return found
    context = CellContext(roster=roster, unit=found.unit.code, year=2026, period=found.period)
    return found.problems + read_submission(found.form, raw, context, max_rows=5000).problems


def verdicts_are_right(samples: Iterable[Sample], home: Home, now: dt.datetime) -> None:
    samples = tuple(samples)
    for sample, found in zip(samples, problems(samples, home, now), strict=True):
        assert has_errors(found) is not sample.good, (sample.path, found)


def test_in_november_every_kind_of_sample_is_there(office: Home) -> None:
    samples = sample_workbooks(office, NOVEMBER)
    assert [(sample.good, PurePosixPath(sample.path).parts[0]) for sample in samples] == [
        (True, "ZB01"),
        (True, "ZB02"),
        (False, "ZB03"),
        (True, "ZB04"),
        (False, "ZB06"),
        (True, "ZB01"),
        (True, "党办"),
        (True, "保密"),
        (False, "ZB01"),
    ]
    assert len({sample.path for sample in samples}) == len(samples)


@pytest.mark.parametrize("month", [3, 4, 6, 11])
def test_good_samples_are_accepted_and_bad_ones_refused(office: Home, month: int) -> None:
    now = NOVEMBER.replace(month=month)
    verdicts_are_right(sample_workbooks(office, now), office, now)


def test_the_samples_outlive_the_year(office: Home) -> None:
    now = NOVEMBER.replace(year=2027, month=3)
    samples = sample_workbooks(office, now)
    assert len(samples) >= 2


def test_the_bad_samples_are_bad_in_different_ways(office: Home) -> None:
    bad = [sample for sample in sample_workbooks(office, NOVEMBER) if not sample.good]
    codes = [{problem.code for problem in found} for found in problems(bad, office, NOVEMBER)]
    assert codes == [
        {
            Code.CELL_NOT_A_DATE,
            Code.CELL_TOO_HIGH,
            Code.CELL_BLANK,
            Code.RULE_SUM,
            Code.PERSON_UNKNOWN,
        },
        {Code.PLACE_FOREIGN_FOLDER},
        {Code.FILE_NOT_A_WORKBOOK},
    ]


def test_the_same_seed_gives_the_same_samples_but_for_the_number_of_the_case(office: Home) -> None:
    first, second = (sample_workbooks(office, NOVEMBER, seed=7) for _ in range(2))
    for one, two in zip(first, second, strict=True):
        assert (one == two) is not one.path.startswith(CONFIDENTIAL)
    other = sample_workbooks(office, NOVEMBER, seed=8)
    assert [s.data for s in other] != [s.data for s in second]


def test_the_samples_fit_a_bureaus_own_roster(office: Home) -> None:
    """Its units have other codes."""
    sample = shipped_roster()
    code = {unit.code: f"X{n:02d}" for n, unit in enumerate(sample.units) if unit.code != "党办"}
    renamed = sample.model_copy(
        update={
            "units": tuple(
                unit.model_copy(
                    update={
                        "code": code.get(unit.code, unit.code),
                        "successor": code.get(unit.successor, ""),
                    }
                )
                for unit in sample.units
            ),
            "people": tuple(
                person.model_copy(
                    update={
                        "unit": code.get(person.unit, person.unit),
                        "branch": code.get(person.branch, person.branch),
                    }
                )
                for person in sample.people
            ),
        }
    )
    (office.inputs / "roster.xlsx").write_bytes(roster_workbook(renamed))
    samples = sample_workbooks(office, NOVEMBER)
    assert len(samples) == 9
    verdicts_are_right(samples, office, NOVEMBER)


def test_the_complainant_stands_in_the_confidential_folder_only(office: Home) -> None:
    for sample in sample_workbooks(office, NOVEMBER):
        if not sample.path.startswith(CONFIDENTIAL):
            assert "甄一鸣".encode() not in sample.data


def test_dropping_the_samples_puts_them_into_the_inbox(office: Home) -> None:
    paths = drop_samples(office)
    assert all(path.is_relative_to(office.inbox) and path.stat().st_size for path in paths)


def test_the_codes_of_approval_that_tests_use_are_those_of_the_shipped_roster() -> None:
    for number, member in enumerate(shipped_roster().leading_group[:5], start=1):
        assert code_matches(approval_code(number), member.code_hash)
        assert not code_matches(approval_code(number + 1), member.code_hash)
