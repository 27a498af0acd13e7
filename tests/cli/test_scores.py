"""zuofeng scores and explain, on a home with reports that clerks filed."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import cli.scores
from adapters.workbooks.filler import CellValue, fill
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from cli.main import app
from rehearsal.content import evaluation_contents
from tests.support.office import Bureau, make_home

BRANCHES = ("ZB01", "ZB02", "ZB03", "ZB04", "ZB05")
OCTOBER = dt.datetime(2026, 10, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DIMENSIONS = ("service", "efficiency", "quality", "style", "image")


def run(bureau: Bureau, *words: str, columns: int = 100) -> Result:
    home = ["--home", str(bureau.home.root)]
    return CliRunner().invoke(app, [*words, *home], env={"COLUMNS": str(columns)})


def told(bureau: Bureau, *words: str) -> Any:
    result = run(bureau, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def self_evaluation(bureau: Bureau, unit: str) -> bytes:
    people = bureau.people(unit)
    rows = evaluation_contents.self_evaluation_rows(people, bureau.now.date(), Random(1))
    for row, score in zip(rows["scores"], (90, 80, 70, 60, 50), strict=True):
        row["score"] = score
    header = {
        "secretary": people[0].name,
        "party_members": len(people),
        "evaluated_on": bureau.now.date(),
        "overall": "支部一年来落实首问负责制、限时办结制，群众满意度有所提升，窗口服务仍有差距",
        "problems": "下基层不够经常，个别党员为民服务意识不强",
        "next_steps": "建立每月走访制度，问题列入整改台账逐项销号",
    }
    blank = bureau.blank("self_evaluation", unit, "2026")
    return fill(bureau.form("self_evaluation"), blank, rows, header)


def ratings(bureau: Bureau, rater: str, scores: dict[str, int]) -> bytes:
    rows: list[dict[str, CellValue]] = [
        {"unit": unit, "basis": "听汇报", **dict.fromkeys(DIMENSIONS, score)}
        for unit, score in scores.items()
    ]
    people = bureau.people(rater)
    header = {"rater_name": people[0].name, "rated_on": bureau.now.date()}
    blank = bureau.blank("mutual_evaluation", rater, "2026")
    return fill(bureau.form("mutual_evaluation"), blank, {"ratings": rows}, header)


@pytest.fixture(scope="module")
def filed(readers: Readers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """ZB01 evaluates itself; ZB02 to ZB05 rate it 84, 88, 90 and 94, and each other."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        bureau = Bureau(make_home(tmp_path_factory.mktemp("scores")), OCTOBER)
        bureau.drop("ZB01/自评.xlsx", self_evaluation(bureau, "ZB01"))
        for rater, score in zip(BRANCHES[1:], (84, 88, 90, 94), strict=True):
            others = {unit: 70 for unit in BRANCHES[1:] if unit != rater}
            data = ratings(bureau, rater, {"ZB01": score, **others})
            bureau.drop(f"{rater}/互评.xlsx", data)
        replies = bureau.sweep(readers)
        assert {reply.disposition for reply in replies} == {Disposition.ACCEPTED}, replies
        yield bureau
        bureau.context.engine.dispose()


def test_scores_come_from_what_was_filed_by_the_day(filed: Bureau) -> None:
    """Mutual: (84 + 88 + 90 + 94) ÷ 4 = 89; self: 90 to 50, mean 70."""
    found = {each["unit"]: each for each in told(filed, "scores", "--as-of", "2026-10-20")}

    assert found["ZB01"]["channels"]["self"] == "70"
    assert found["ZB01"]["channels"]["mutual"] == "89"
    assert found["ZB01"]["cells"]["self"]["image"] == "50"
    assert found["ZB01"]["provisional"]

    before = {each["unit"]: each for each in told(filed, "scores", "--as-of", "2026-10-19")}
    assert before["ZB01"]["channels"]["self"] is None


def test_one_class_can_be_asked_for(filed: Bureau) -> None:
    found = told(filed, "scores", "--as-of", "2026-10-20", "--class", "支部")
    assert {each["class"] for each in found} == {"支部"}


def test_the_explanation_leads_to_the_row_of_the_file(filed: Bureau) -> None:
    found = told(filed, "explain", "ZB01", "--as-of", "2026-10-20")
    rated = found["contributions"]["mutual"]["service"]
    assert sorted(entry["file"] for entry in rated) == ["互评.xlsx"] * 4
    assert all(entry["submission"] and entry["row"] and entry["sheet"] for entry in rated)
    assert sorted(entry["value"] for entry in rated) == ["84", "88", "90", "94"]
    weights = {entry["value"]: entry["weight"] for entry in rated}
    assert weights == {"84": "0", "88": "0.5", "90": "0.5", "94": "0"}, "one high, one low dropped"


@pytest.mark.parametrize("columns", [80, 120])
def test_the_office_reads_the_sum_and_who_rated(filed: Bureau, columns: int) -> None:
    result = run(filed, "explain", "ZB01", "--as-of", "2026-10-20", columns=columns)
    text = result.output.replace("\n", "")
    assert result.exit_code == 0
    assert "（88＋90）÷2＝89" in text
    assert "（90＋80＋70＋60＋50）÷5＝70" in text
    assert "互评.xlsx" in text and "不得转给被评单位" in text
    assert max(map(cell_len, result.output.splitlines())) <= columns


@pytest.fixture(autouse=True)
def in_october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command run on the day on which the reports came in, whenever that is."""
    let_it_be("2026-10-20", monkeypatch)


def let_it_be(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.scores, "now_in", lambda zone: dt.datetime.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-10-20", "2026-12-31"])
@pytest.mark.parametrize("as_json", [True, False])
def test_the_unit_reads_nothing_of_who_rated(
    filed: Bureau, day: str, as_json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_it_be("2026-12-31", monkeypatch)
    words = ["explain", "ZB01", "--for-unit", "--as-of", day, *(["--json"] if as_json else [])]
    result = run(filed, *words)
    assert result.exit_code == 0
    roster = filed.context.definitions.roster
    others = [unit for unit in roster.units if unit.code not in ("ZB01", "党办")]
    for unit in others:
        assert unit.code not in result.stdout and unit.name not in result.stdout
    assert "互评.xlsx" not in result.stdout
    assert ("89" in result.stdout) == (day == "2026-12-31")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_unit_is_not_shown_a_day_to_come_as_if_all_were_in(filed: Bureau, as_json: bool) -> None:
    """From how that would change while ratings come in, each of them could be reckoned."""
    words = ["explain", "ZB01", "--for-unit", "--as-of", "2026-12-31"]
    result = run(filed, *words, *(["--json"] if as_json else []), columns=300)
    assert result.exit_code == 2
    assert "2026-12-31还没有到" in result.output and "89" not in result.output
    assert run(filed, "explain", "ZB01", "--as-of", "2026-12-31").exit_code == 0


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_names_every_unit_within_its_width(filed: Bureau, columns: int) -> None:
    result = run(filed, "scores", "--as-of", "2026-10-20", columns=columns)
    assert result.exit_code == 0
    assert "支部成绩" in result.output and "单位成绩" in result.output
    assert "89.0" in result.output and "暂定" in result.output
    assert "…" not in result.output
    assert max(map(cell_len, result.output.splitlines())) <= columns


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), ["scores", "score_cells", "unresolved"]),
        (("--raters",), ["raters", "rater_agreement"]),
        (("--people",), []),
    ],
)
def test_a_file_holds_every_figure_exactly(
    filed: Bureau, tmp_path: Path, words: tuple[str, ...], names: list[str]
) -> None:
    path = tmp_path / "成绩.json"
    result = run(filed, "scores", *words, "--as-of", "2026-10-20", "--out", str(path))
    if not names:
        assert result.exit_code == 1 and "没有内容" in result.output and not path.exists()
        return
    assert result.exit_code == 0
    tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
    assert [table["name"] for table in tables] == names
    if words:
        return
    facts = {each["unit"]: each for each in told(filed, "scores", "--as-of", "2026-10-20")}
    for row in tables[0]["rows"]:
        unit = facts[row["unit"]]
        assert {key: row[key] for key in unit["channels"]} == unit["channels"]
        for key in ("total", "base", "bonus", "grade", "raw_rank", "provisional", "shortlisted"):
            assert row[key] == unit[key]
    cells = {(r["unit"], r["channel"], r["dimension"]): r["value"] for r in tables[1]["rows"]}
    assert cells["ZB01", "self", "image"] == "50"
    assert cells["ZB01", "mutual", "image"] == facts["ZB01"]["cells"]["mutual"]["image"]


def test_a_workbook_of_one_class_holds_numbers(filed: Bureau, tmp_path: Path) -> None:
    path = tmp_path / "成绩.xlsx"
    words = ("scores", "--class", "支部", "--as-of", "2026-10-20", "--out", str(path))
    assert run(filed, *words).exit_code == 0
    rows = list(openpyxl.load_workbook(path)["成绩"].iter_rows(min_row=2, values_only=True))
    columns = {heading: place for place, heading in enumerate(rows[0])}
    assert {row[columns["类别"]] for row in rows[1:]} == {"支部"}
    [first] = [row for row in rows[1:] if row[columns["互评"]] == 89]
    assert (first[columns["自评"]], first[columns["暂定"]]) == (70, "是")


def test_a_home_without_submissions_says_so(bureau: Bureau) -> None:
    result = run(bureau, "scores", "--as-of", "2026-10-20")
    assert result.exit_code == 0
    assert "尚未收到任何计分材料" in result.output
    found = told(bureau, "scores", "--as-of", "2026-10-20")
    assert {each["raw_rank"] for each in found} == {None}
    assert {each["channels"]["spot"] for each in found} == {None}, "nobody was visited"
    assert {each["total"] for each in found} == {None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scores", "--as-of", "2026-03-31"), "在活动开始（2026-04-01）之前"),
        (("scores", "--as-of", "昨天"), "应为日期"),
        (("scores", "--raters", "--people"), "只能选一项"),
        (("explain", "ZB99"), "名册中没有单位“ZB99”"),
        (("explain", "党办"), "不参加考评"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(
    bureau: Bureau, words: tuple[str, ...], said: str
) -> None:
    result = run(bureau, *words, columns=300)
    assert result.exit_code == 2
    assert said in result.output


def test_a_unit_may_be_named_by_its_name(filed: Bureau) -> None:
    unit = filed.context.definitions.roster.unit("ZB01")
    assert unit
    assert told(filed, "explain", unit.name, "--as-of", "2026-10-20")["unit"] == "ZB01"


def test_raters_have_a_table_of_their_own(filed: Bureau) -> None:
    found = told(filed, "scores", "--raters", "--as-of", "2026-10-20")
    assert [each["unit"] for each in found["raters"]] == list(BRANCHES[1:])
    assert "偏严" in run(filed, "scores", "--raters", "--as-of", "2026-10-20").output


def test_people_have_a_table_of_their_own_without_complainants(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("保密/投诉.xlsx", bureau.complaint("示信〔2026〕1号", complainant="甄一鸣"))
    assert [reply.disposition for reply in bureau.sweep(readers)] == [Disposition.ACCEPTED]

    found = told(bureau, "scores", "--people", "--as-of", "2026-12-31")
    assert set(found) == {"ladder", "consequences", "nominees", "excluded", "units"}
    result = run(bureau, "scores", "--people", "--as-of", "2026-12-31")
    assert result.exit_code == 0
    assert "甄一鸣" not in result.output + str(found)


def last_year_file(folder: Path, year: int) -> Path:
    score = {"class": "支部", "total": "88.2", "grade": "良好", "final_rank": 2, "unit": "ZB01"}
    path = folder / f"{year}.json"
    path.write_text(json.dumps({"campaign": {"year": year}, "scores": [score]}), encoding="utf-8")
    return path


def test_the_analysis_stands_beside_the_year_before_in_a_sheet_each(
    bureau: Bureau, tmp_path: Path
) -> None:
    last, book = last_year_file(tmp_path, 2025), tmp_path / "分析.xlsx"
    given = ["scores", "--analysis", "--last-year", str(last)]
    facts = told(bureau, *given)
    assert {"channels", "shifts", "polls", "shortlist", "last_year", "rater_drops"} <= set(facts)
    [unit] = [row for row in facts["last_year"] if row["unit"] == "ZB01"]
    assert (unit["last_rank"], unit["last_total"]) == (2, "88.2")
    assert run(bureau, *given, "--out", str(book)).exit_code == 0
    sheets = openpyxl.load_workbook(book).sheetnames
    assert {"因什么列入推荐名单", "各格的标准误", "与上年对照"} <= set(sheets)
    assert "与上年对照" in run(bureau, *given).stdout
    assert "没有上年公布的成果可以对照" in run(bureau, "scores", "--analysis").stdout


def test_a_file_that_is_not_last_year_s_result_is_refused(bureau: Bureau, tmp_path: Path) -> None:
    no_result = tmp_path / "别的.json"
    no_result.write_text("[]", encoding="utf-8")
    for path in (last_year_file(tmp_path, 2024), no_result):
        refused = run(bureau, "scores", "--analysis", "--last-year", str(path))
        assert refused.exit_code == 2
        assert "2025年" in refused.output
    alone = run(bureau, "scores", "--last-year", str(no_result))
    assert alone.exit_code == 2 and "--analysis" in alone.output
