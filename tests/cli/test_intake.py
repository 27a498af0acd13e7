"""zuofeng intake: what it prints, how it ends, and that what was set aside is tried again."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import typer
from jinja2 import TemplateError
from openpyxl import Workbook
from rich.console import Console
from typer.testing import CliRunner, Result

import cli.intake
from adapters.store.tables import outbox, submissions
from campaign.definitions.errors import DefinitionError
from services.intake import claim_files
from services.intake.answering import receipts
from services.intake.inbox import list_inbox
from tests.support.office import Bureau

Run = Callable[..., Result]


@pytest.fixture
def run(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command, run at the bureau; what was dropped before counts as settled."""
    app = typer.Typer()
    app.command()(cli.intake.intake)

    def command(*arguments: str) -> Result:
        limits = bureau.context.definitions.plan.limits
        list_inbox(bureau.context.engine, bureau.home, limits, bureau.now - claim_files.LEASE)
        monkeypatch.setattr(cli.intake, "out", Console(width=200))  # the present standard output
        monkeypatch.setattr(cli.intake, "now_in", lambda _zone: bureau.now)
        return CliRunner().invoke(app, ["--home", str(bureau.home.root), *arguments])

    return command


def facts(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_it_ends_with_0_when_everything_was_accepted(bureau: Bureau, run: Run) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    result = run()
    assert result.exit_code == 0
    assert "共1份：已接收1份。" in result.stdout and "写入outputs/mail文件夹1封。" in result.stdout
    assert len(bureau.rows(submissions)) == 1


def test_it_ends_with_1_when_something_was_returned(bureau: Bureau, run: Run) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows={}))
    result = run()
    assert result.exit_code == 1
    assert "没有填写内容" in result.stdout and "六月.xlsx" not in result.stdout


def test_a_file_of_nobody_is_not_laid_at_the_offices_door(bureau: Bureau, run: Run) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "随便一张表"
    content = BytesIO()
    workbook.save(content)
    bureau.drop("随便.xlsx", content.getvalue())
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows={}))
    run()
    bodies = {row.unit: row.text for row in bureau.rows(outbox)}
    assert "你单位报送的《理论学习教育情况月报表》未通过检查" in bodies["ZB02"]
    [of_nobody] = (text for unit, text in bodies.items() if unit != "ZB02")
    assert "认不出是哪个单位报送的" in of_nobody and "你单位" not in of_nobody


@pytest.mark.parametrize(
    "content", [b"E-SafeNet" + b"x" * 900, b"", b"Rar!\x1a\x07\x00" + b"x" * 99]
)
def test_what_cannot_be_read_is_of_the_unit_in_whose_folder_it_lies(
    bureau: Bureau, run: Run, content: bytes
) -> None:
    bureau.drop("ZB01/六月.xlsx", content)
    run()
    [letter] = bureau.rows(outbox)
    assert letter.unit == "ZB01"
    assert "你单位报送的文件未通过检查" in letter.text and "认不出" not in letter.text


def test_an_empty_inbox_is_nothing_to_complain_of(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "收件箱中没有新文件。\n")


def test_as_json_it_prints_one_document(bureau: Bureau, run: Run) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    found = facts(run("--json"))
    [reply] = found["replies"]
    assert (reply["unit"], reply["disposition"], reply["errors"]) == ("ZB01", "receipt", 0)
    assert found["mail"]["sent"] == 1


def test_what_was_set_aside_is_tried_again_on_demand(
    bureau: Bureau, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    with monkeypatch.context() as broken:
        broken.setattr(receipts, "post_to_unit", _fail)
        result = run()
    assert result.exit_code == 1 and "待处理" in result.stdout

    assert facts(run("--json"))["replies"] == []
    [reply] = facts(run("--json", "--retry"))["replies"]
    assert reply["disposition"] == "receipt"
    assert facts(run("--json", "--retry"))["replies"] == []


def test_broken_definitions_stop_it(bureau: Bureau, run: Run) -> None:
    (bureau.home.inputs / "plan.toml").write_text("[")
    result = run()
    assert isinstance(result.exception, DefinitionError)  # the command line ends with 2 for it


def _fail(*_: object) -> None:
    raise TemplateError
