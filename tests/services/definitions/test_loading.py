"""Definitions as files: the shipped ones load and fit, broken ones are named with all faults."""

import datetime as dt
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from adapters.files.home import Home
from adapters.workbooks.roster_writer import roster_workbook
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.form import Form
from services.definitions.loading import load_definitions
from tests.support.samples.definitions import (
    FORM_KEYS,
    INPUTS,
    changed,
    form_text,
    plan_text,
    shipped_roster,
)
from tests.support.servers.libreoffice import LibreOffice


@pytest.fixture
def shipped(home: Home) -> Home:
    """Give a home with the shipped definitions."""
    for name in ("plan.toml", "roster.xlsx"):
        shutil.copy(INPUTS / name, home.inputs)
    shutil.copytree(INPUTS / "forms", home.inputs / "forms")
    return home


def faults(home: Home) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as raised:
        load_definitions(home)
    return raised.value.faults


def places(home: Home) -> list[tuple[str, str]]:
    return [(fault.source, fault.path) for fault in faults(home)]


def test_the_shipped_definitions_load_and_fit() -> None:
    found = load_definitions(Home(INPUTS.parent))
    assert isinstance(found, Definitions)
    assert tuple(sorted(found.forms)) == FORM_KEYS
    assert all(isinstance(form, Form) for form in found.forms.values())
    assert len(found.duties) > 100


def test_a_roster_that_is_read_and_written_again_has_the_same_cells() -> None:
    written = roster_workbook(shipped_roster())
    assert _cells((INPUTS / "roster.xlsx").read_bytes()) == _cells(written)


def _cells(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return {ws.title: list(ws.iter_rows(values_only=True)) for ws in workbook.worksheets}


def test_the_same_roster_gives_the_same_bytes() -> None:
    assert roster_workbook(shipped_roster()) == roster_workbook(shipped_roster())


def test_the_shipped_roster_has_what_makes_rosters_hard() -> None:
    roster = shipped_roster()
    names = [person.name for person in roster.people]
    by_class = [unit.unit_class for unit in roster.units]
    assert (by_class.count("支部"), by_class.count("单位"), by_class.count("办公室")) == (12, 7, 1)
    assert any(unit.successor and unit.last for unit in roster.units), "a merger"
    assert any(not unit.email for unit in roster.units), "a unit without e-mail"
    assert {unit.civil_service for unit in roster.units} == {True, False}
    assert any("·" in name for name in names), "a name with an inner dot"
    assert any(len(name) == 2 for name in names), "a name of two characters"
    assert any(name.startswith(("欧阳", "上官", "司徒")) for name in names), "a double surname"
    namesakes = {
        p.name for p in roster.people if len({o.code for o in roster.people_named(p.name)}) > 1
    }
    assert namesakes == {"陈静", "陈晨"}
    assert any(person.category == "入党积极分子" for person in roster.people)
    for unit in roster.units:
        staff = {p.code for p in roster.people if unit.code in (p.unit, p.branch)}
        assert 4 <= len(staff) <= 10, unit.code


def test_the_roster_is_comfortable_to_keep_in_excel() -> None:
    workbook = openpyxl.load_workbook(INPUTS / "roster.xlsx")
    units = workbook["单位"]
    assert units.freeze_panes == "C2"
    offered = {str(c.sqref): c.formula1 for c in units.data_validations.dataValidation}
    assert offered["C2:C2000"] == '"支部,单位,办公室"'
    headings = [cell.value for cell in units[1]]
    rows = {row[0].value: dict(zip(headings, row, strict=True)) for row in units.iter_rows()}
    assert isinstance(rows["DW07"]["停用日期"].value, dt.datetime)
    telephone = rows["ZB01"]["电话"]
    assert (telephone.value, telephone.data_type, telephone.number_format) == (
        "0590-5550101",
        "s",
        "@",
    )


def test_the_roster_reads_the_same_after_an_office_program_saved_it(
    libreoffice: LibreOffice, shipped: Home
) -> None:
    kind, roster = "xlsx:Calc MS Excel 2007 XML", shipped.inputs / "roster.xlsx"
    [saved] = libreoffice.convert([roster], kind, shipped.root / "saved")
    shutil.copy(saved, roster)
    assert load_definitions(shipped).roster == shipped_roster()


def _write(name: str, data: bytes) -> Callable[[Home], object]:
    return lambda home: (home.inputs / name).write_bytes(data)


STUDY_ELSEWHERE = changed(form_text("study"), 'key = "study"', 'key = "studies"').encode()

BROKEN = [
    (
        "no plan",
        lambda h: (h.inputs / "plan.toml").unlink(),
        [("inputs/plan.toml", "")],
        "文件不存在",
    ),
    (
        "no roster",
        lambda h: (h.inputs / "roster.xlsx").unlink(),
        [("inputs/roster.xlsx", "")],
        "文件不存在",
    ),
    (
        "a plan saved as GBK",
        _write("plan.toml", plan_text().encode("gb18030")),
        [("inputs/plan.toml", "")],
        "请用UTF-8保存",
    ),
    (
        "a roster that is a text",
        _write("roster.xlsx", "单位,名称".encode()),
        [("inputs/roster.xlsx", "")],
        "不是",
    ),
    (
        "a form under another name",
        _write("forms/study.toml", STUDY_ELSEWHERE),
        [("inputs/forms/study.toml", "key")],
        "文件名应与key一致，为studies.toml",
    ),
]


@pytest.mark.parametrize(
    ("breaking", "expected", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN]
)
def test_a_file_that_cannot_be_read_is_named_without_follow_ups(
    shipped: Home,
    breaking: Callable[[Home], object],
    expected: list[tuple[str, str]],
    words: str,
) -> None:
    breaking(shipped)
    assert places(shipped) == expected
    assert words in faults(shipped)[0].message


def test_a_plan_that_notepad_saved_with_a_mark_is_read(shipped: Home) -> None:
    text = plan_text().replace("\n", "\r\n")
    (shipped.inputs / "plan.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_definitions(shipped).plan.campaign.year == 2026


def test_the_faults_of_all_files_are_reported_together(shipped: Home) -> None:
    (shipped.inputs / "plan.toml").write_text(changed(plan_text(), "weight = 30", "weight = 31"))
    study = shipped.inputs / "forms" / "study.toml"
    study.write_text(changed(form_text("study"), 'type = "whole"', 'type = "integer"'))
    workbook = openpyxl.load_workbook(shipped.inputs / "roster.xlsx")
    workbook["单位"]["C2"] = "科室"
    workbook.save(shipped.inputs / "roster.xlsx")
    assert places(shipped) == [
        ("inputs/plan.toml", "appraisal.channels"),
        ("inputs/roster.xlsx", "工作表“单位”第2行"),
        ("inputs/forms/study.toml", "sheets[0].columns[0].type"),
    ]


def test_the_digest_changes_with_every_file_and_with_nothing_else(shipped: Home) -> None:
    before = load_definitions(shipped).content_hash
    (shipped.inputs / "notes.txt").write_text("便条")
    assert load_definitions(shipped).content_hash == before
    for name in ("plan.toml", "forms/study.toml"):
        with (shipped.inputs / name).open("a", encoding="utf-8") as file:
            file.write("# 改动\n")
        after = load_definitions(shipped).content_hash
        assert after != before, name
        before = after


def test_without_any_form_every_obligation_is_named(shipped: Home, tmp_path: Path) -> None:
    obligations = load_definitions(shipped).plan.obligations
    shutil.move(shipped.inputs / "forms", tmp_path / "elsewhere")
    assert places(shipped) == [
        ("inputs/plan.toml", f"obligations[{index}].form") for index in range(len(obligations))
    ]
