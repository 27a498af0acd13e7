"""The numbers of event forms' blank workbooks: each is given once, whoever asks and when."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from adapters.files.home import Home
from adapters.store.engine import open_store, reading, writing
from adapters.store.events import broken_links
from adapters.store.tables import drops, events, issued
from services.issuing.serial_numbers import ISSUED
from tests.support.workbooks.issued import HOME as CHECKOUT

Issued = Callable[..., list[dict[str, Any]]]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def _slots(facts: Sequence[dict[str, Any]], form: str) -> list[str]:
    return [fact["serial"].split("-")[2] for fact in facts if fact["form"] == form]


def test_an_event_form_is_issued_once_until_its_blank_comes_back(
    issue_forms: Issued, place: Home
) -> None:
    first = issue_forms("--unit", "党办")
    again = issue_forms("--unit", "党办")

    assert _slots(first, "complaint") == _slots(again, "complaint") == ["E001"]
    [serial] = [fact["serial"] for fact in first if fact["form"] == "complaint"]
    _come_back(place, serial)
    assert _slots(issue_forms("--unit", "党办"), "complaint") == ["E002"]
    assert "随时报送 举报投诉登记表 第2份 党办.xlsx" in _names(place.issued / "党办")


def test_whoever_names_unit_and_form_gets_a_new_blank_each_time(issue_forms: Issued) -> None:
    arguments = ("--unit", "党办", "--form", "complaint")

    assert [_slots(issue_forms(*arguments), "complaint") for _ in range(3)] == [
        ["E001"],
        ["E002"],
        ["E003"],
    ]


def test_a_number_is_not_given_again_when_its_file_is_gone(
    issue_forms: Issued, place: Home
) -> None:
    arguments = ("--unit", "党办", "--form", "complaint")
    issue_forms(*arguments)
    shutil.rmtree(place.issued)

    assert _slots(issue_forms(*arguments), "complaint") == ["E002"]


def test_a_named_period_issues_no_event_forms(issue_forms: Issued) -> None:
    facts = issue_forms("--period", "2026-Q2", "--unit", "党办")

    assert "" not in {fact["period"] for fact in facts}


def test_processes_that_ask_at_the_same_time_never_get_the_same_number(place: Home) -> None:
    script = "import typer; from cli.forms import forms; typer.run(forms)"
    command = [sys.executable, "-c", script, "--home", str(place.root), "--json"]
    command += ["--unit", "党办", "--form", "complaint"]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT.root)}

    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    printed = [process.communicate()[0] for process in running]

    slots = [slot for text in printed for slot in _slots(json.loads(text), "complaint")]
    assert sorted(slots) == ["E001", "E002", "E003", "E004"]
    assert len(_names(place.issued / "党办")) == 4


def _come_back(home: Home, serial: str) -> None:
    """Record that the workbook of that serial number was dropped in the inbox."""
    with writing(open_store(home)) as connection:
        connection.execute(
            insert(drops).values(
                path_key="key",
                name="保密件",
                folder_unit="党办",
                size=1,
                mtime_ns="1",
                sha256="0" * 64,
                suffix=".xlsx",
                confidential=True,
                received_at=dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC),
                estimated=False,
                state="claimed",
                serial=serial,
            )
        )


def test_each_number_that_is_given_is_an_event(issue_forms: Issued, place: Home) -> None:
    first = issue_forms("--unit", "党办", "--form", "complaint")
    again = issue_forms("--unit", "党办", "--form", "complaint")
    issue_forms("--unit", "党办")  # gives no new number to a form whose blank has not come back

    engine = open_store(place)
    with reading(engine) as connection:
        acts = connection.execute(select(events).where(events.c.kind == ISSUED)).all()
        assert broken_links(connection) == []
        given = list(connection.scalars(select(issued.c.serial).order_by(issued.c.serial)))
    engine.dispose()
    assert sorted(act.subject for act in acts) == given
    mine = [act for act in acts if json.loads(act.detail)["form"] == "complaint"]
    assert [act.subject for act in mine] == [fact["serial"] for fact in (*first, *again)]
    assert [json.loads(act.detail)["number"] for act in mine] == [1, 2]
