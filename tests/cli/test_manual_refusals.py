"""zuofeng accept and withdraw: what staff are told before and instead of an act."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from adapters.store.tables import drops, events, outbox
from adapters.worker_pool import Readers
from cli.main import app
from tests.support.office import Bureau

Run = Callable[..., Result]
REASON = ("--why", "补报")


@pytest.fixture
def run(bureau: Bureau) -> Run:
    """Give the command line, at this bureau's home."""

    def run(*words: str) -> Result:
        home = ["--home", str(bureau.home.root)]
        return CliRunner().invoke(app, [*words, *home], env={"COLUMNS": "400"})

    return run


@pytest.fixture
def file(bureau: Bureau) -> str:
    """Give a right report of ZB01 for June that never lay in the inbox."""
    path = bureau.home.root / "六月.xlsx"
    path.write_bytes(bureau.study("ZB01"))
    return str(path)


def named(unit: str = "ZB01", form: str = "study", period: str = "2026-06") -> list[str]:
    words = ["--unit", unit, "--form", form]
    return [*words, "--period", period] if period else words


def test_who_acts_is_the_office_by_its_name_and_what_is_done_is_said(
    bureau: Bureau, run: Run, file: str
) -> None:
    result = run("accept", file, *named(), *REASON)

    assert result.exit_code == 0, result.output
    unit, title = bureau.context.definitions.roster.unit("ZB01"), bureau.form("study").title
    assert unit and f"按 {unit.name}（ZB01）·{title}·2026年6月 办理" in result.output
    office = bureau.context.definitions.plan.campaign.office
    assert [e.actor for e in bureau.rows(events) if e.kind == "answered"] == [office]


@pytest.mark.parametrize("form", ["study", "complaint"])
def test_a_file_that_is_not_there_is_named_before_its_period_is_asked_for(
    run: Run, form: str
) -> None:
    result = run("accept", "HZ26-999999", *named(form=form, period=""), *REASON)

    assert result.exit_code == 2 and "没有回执号“HZ26-999999”，也没有这个文件" in result.output
    assert "--period" not in result.output


@pytest.mark.parametrize("option", ["--why", "--by"])
@pytest.mark.parametrize("blank", ["", " ", "　"])
def test_an_act_has_a_reason_and_somebody_who_acts(
    bureau: Bureau, run: Run, file: str, option: str, blank: str
) -> None:
    given = dict([REASON, ("--by", "秦朗")]) | {option: blank}
    words = [word for pair in given.items() for word in pair]

    for result in (run("accept", file, *named(), *words), run("withdraw", "HZ26-000001", *words)):
        assert result.exit_code == 2 and f"{option}：" in result.output

    assert bureau.rows(drops) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (named(period=""), ("请用--period指明期间，可选：", "2026-06")),
        (named(period="2026-Q2"), ("“2026-Q2”不是这张表的期间", "2026-06")),
        (named(form="学习"), ("没有报表“学习”", "study（")),
        (named(unit="ZB07"), ("（ZB01）", "（ZB07）", "--force")),
    ],
)
def test_wrong_use_is_told_with_what_is_right(
    bureau: Bureau, run: Run, file: str, words: list[str], says: tuple[str, ...]
) -> None:
    result = run("accept", file, *words, *REASON)

    assert result.exit_code == 2, result.output
    assert all(part in result.output for part in says)
    assert bureau.rows(drops) == bureau.rows(outbox) == []


def test_faults_are_told_to_the_office_and_to_nobody_else(bureau: Bureau, run: Run) -> None:
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "乱写"
    path = bureau.home.root / "六月.xlsx"
    path.write_bytes(bureau.study("ZB01", rows=rows))

    result = run("accept", str(path), *named(), *REASON)
    answer = json.loads(run("accept", str(path), *named(), *REASON, "--json").stdout)

    [fault] = answer["problems"]
    assert result.exit_code == 1 and "乱写" in fault["what"]
    assert all(fault[part] in result.output for part in ("where", "what", "mend"))
    assert bureau.rows(drops) == bureau.rows(outbox) == []


def test_what_cannot_be_withdrawn_is_told_why(bureau: Bureau, run: Run, readers: Readers) -> None:
    bureau.drop("一.xlsx", bureau.study("ZB01"))
    bureau.drop("二.xlsx", b"junk")
    replies = {reply.unit: reply.receipt for reply in bureau.sweep(readers)}
    assert run("withdraw", replies["ZB01"], *REASON).exit_code == 0

    for receipt, why in (
        ("HZ26-999999", "没有回执号"),
        (replies["ZB01"], "已经撤回"),
        (replies[""], "不是已接收的报表"),
    ):
        result = run("withdraw", receipt, *REASON)
        assert result.exit_code == 2 and why in result.output, result.output
