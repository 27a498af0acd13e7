"""zuofeng tables, table and original: by name, for whom, into a file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.worker_pool import Readers
from cli.main import app
from tests.support.office import Bureau


@pytest.fixture
def filed(bureau: Bureau, readers: Readers) -> Bureau:
    """Give a bureau of which two branches have reported on June."""
    for unit in ("ZB01", "ZB02"):
        bureau.drop(f"{unit}/六月.xlsx", bureau.study(unit))
    bureau.sweep(readers)
    return bureau


def run(bureau: Bureau, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--home", str(bureau.home.root)])


def test_the_list_says_how_many_rows_for_whom_and_of_which_periods(filed: Bureau) -> None:
    done = run(filed, "tables", "--json")
    assert done.exit_code == 0, done.output
    listed = {entry["name"]: entry for entry in json.loads(done.output)["tables"]}
    sessions = listed["study.sessions"]
    assert sessions["rows"] >= 2
    assert (sessions["audience"], sessions["periods"]) == ("unit", ["2026-06"])
    assert {"units", "duties", "submissions", "problems", "messages", "events"} <= listed.keys()
    assert {"attendance", "rectification_items", "scores", "ratings", "ballots"} <= listed.keys()


def test_a_table_is_shown_as_its_audience_may_see_it(filed: Bureau) -> None:
    own = run(filed, "table", "学习场次", "--for", "unit", "--unit", "ZB01", "--json")
    assert own.exit_code == 0, own.output
    assert {row["unit"] for row in json.loads(own.output)["rows"]} == {"ZB01"}
    whole = run(filed, "table", "study.sessions", "--period", "2026-06", "--json")
    assert {row["unit"] for row in json.loads(whole.output)["rows"]} == {"ZB01", "ZB02"}
    refused = run(filed, "table", "study.sessions", "--for", "everyone")
    assert refused.exit_code == 2
    nobody = run(filed, "table", "study.sessions", "--for", "unit")
    assert nobody.exit_code == 2


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".parquet", ".json"])
def test_a_table_goes_into_a_file(filed: Bureau, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"学习场次{suffix}"
    done = run(filed, "table", "学习场次", "--out", str(target))
    assert done.exit_code == 0, done.output
    assert target.stat().st_size > 100


def test_a_mistyped_name_is_answered_with_what_may_be_meant(filed: Bureau) -> None:
    done = run(filed, "table", "学习场此")
    assert done.exit_code == 2
    assert "study.sessions" in "".join(done.output.split())


def test_an_original_is_written_under_its_own_name(filed: Bureau, tmp_path: Path) -> None:
    target = tmp_path / "原件.xlsx"
    receipt = next(iter(filed.home.returned.rglob("HZ26-*"))).name[:11]
    done = run(filed, "original", receipt, "--out", str(target))
    assert done.exit_code == 0, done.output
    assert target.read_bytes()[:2] == b"PK"
    unknown = run(filed, "original", "HZ26-999999")
    assert unknown.exit_code == 2
