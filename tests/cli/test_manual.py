"""zuofeng accept: what the office names must be there before anything is done with the file."""

import pytest
from typer.testing import CliRunner, Result

from adapters.store.tables import drops, submissions
from campaign.values.seal import make_serial
from cli.main import app
from tests.support.office import Bureau
from tests.support.samples.questionnaires import export, sheet_of


def serial(bureau: Bureau, form: str = "complaint", unit: str = "党办") -> str:
    key = bureau.context.examiner.recognition.key
    code = bureau.form(form).code
    return make_serial(key, form_code=code, year=2026, unit=unit, slot="E001")


def accept(bureau: Bureau, stated: str) -> Result:
    path = bureau.home.root / "信息.xlsx"
    path.write_bytes(bureau.blank("complaint", "党办", number=1))
    named = ["--unit", "党办", "--form", "complaint", "--period", stated, "--why", "补报"]
    words = ["accept", str(path), *named, "--by", "秦朗", "--home", str(bureau.home.root)]
    return CliRunner().invoke(app, words, env={"COLUMNS": "200"})


@pytest.mark.parametrize("fault", ["", "E001", "check", "longer", "form", "unit"])
def test_a_serial_that_was_not_issued_for_this_form_and_unit_is_wrong_use(
    bureau: Bureau, fault: str
) -> None:
    right = serial(bureau)
    stated = {
        "check": right[:-1] + ("A" if right[-1] != "A" else "B"),
        "longer": f"{right}9",
        "form": serial(bureau, form="study"),
        "unit": serial(bureau, unit="ZB01"),
    }.get(fault, fault)

    result = accept(bureau, stated)

    assert result.exit_code == 2 and "填报码" in result.output
    assert bureau.rows(drops) == []


def test_a_serial_may_be_typed_in_small_and_wide_letters(bureau: Bureau) -> None:
    wide = str.maketrans({"-": "－", "0": "０"})

    result = accept(bureau, serial(bureau).lower().translate(wide))

    assert result.exit_code == 1, result.output
    assert f"·{serial(bureau)} 办理" in result.output


@pytest.mark.parametrize("stated", ["84564398", "w84564398", "Ｗ８４５６４３９８"])
def test_an_export_is_accepted_by_the_number_of_its_questionnaire(
    bureau: Bureau, stated: str
) -> None:
    path = bureau.home.root / "测评.xlsx"
    path.write_bytes(export([sheet_of("社会救助科")]))
    named = ["--unit", "党办", "--form", "public_ballots", "--period", stated, "--why", "改过名"]
    words = ["accept", str(path), *named, "--by", "秦朗", "--home", str(bureau.home.root)]

    result = CliRunner().invoke(app, words, env={"COLUMNS": "200"})

    assert result.exit_code == 0, result.output
    [submission] = bureau.rows(submissions)
    assert submission.event_key == "W84564398"
    assert [drop.confidential for drop in bureau.rows(drops)] == [True]
