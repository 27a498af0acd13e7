"""A command that is written wrongly is refused in Chinese, whatever typer itself would say."""

import re

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.framework.deferred import DeferredCommand, DeferredGroup
from cli.framework.usage import usage_text
from cli.main import COMMANDS, app

ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")
"""Two English words in a row, as in a sentence."""


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words, env={"COLUMNS": "120"})


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("chek", "没有命令chek，是否指：check"),
        ("nonsense", "没有命令nonsense"),
        ("status --uint 党办", "没有选项--uint，是否指：--out、--unit"),
        ("status --nonsense", "没有选项--nonsense"),
        ("status 党办 六月", "多写了：党办 六月"),
        ("status --home", "选项--home后面应写明内容"),
        ("status --json=3", "选项--json后面不写内容"),
        ("accept", "缺少必填的参数file"),
        ("accept 1", "缺少必填的选项--unit"),
        ("outbox --state open", "--state：“open”不在可选范围：pending、held、sent、"),
        ("scores --class 科室", "--class：“科室”不在可选范围：支部、单位"),
        ("up --port http", "--port：应为整数"),
        ("code --once --count 99", "--count：不得大于20"),
        ("code --once --count 0", "--count：不得小于1"),
        ("rehearse --plan 没有.toml", "--plan：没有文件“没有.toml”"),
        ("rehearse --plan .", "--plan：“.”是文件夹，应为文件"),
        ("result draft --as-of 明天 --by 秦朗 --why 起草", "--as-of：日期应写作2026-07-08"),
    ],
)
def test_wrong_use_is_refused_in_chinese_with_exit_code_2(words: str, refusal: str) -> None:
    result = run(*words.split())
    assert result.exit_code == 2 and not result.stdout
    assert result.stderr.startswith(f"不能办理：{refusal}")
    assert not ENGLISH.search(result.stderr.splitlines()[0])


def test_where_its_use_is_explained_is_said_too() -> None:
    assert run("result", "show").stderr.endswith("用法见 zuofeng result show --help\n")


def test_a_sentence_of_another_shape_stays_as_it_is() -> None:
    assert usage_text("Something is odd.") == "Something is odd."
    assert usage_text("Invalid value for --x: Something is odd.") == "--x：Something is odd."


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_shows_no_type_of_a_switch_and_no_english_heading(name: str) -> None:
    command = COMMANDS[name].load()
    subcommands = getattr(command, "commands", {}) or {"": None}
    for words in (subcommand.split() for subcommand in subcommands):
        result = run(name, *words, "--help")
        assert result.exit_code == 0 and "显示本说明" in result.stdout
        assert not re.search("bool|Options|Arguments|required|default", result.stdout)


def ask() -> None:
    """Ask."""
    typer.confirm("确认？", abort=True)


class Asking(DeferredGroup):
    """A group with a command that asks."""

    deferred = (DeferredCommand("ask", f"{__name__}:ask", ""), DeferredCommand("b", "", ""))


def test_a_question_that_is_declined_ends_the_command_in_words() -> None:
    asking = typer.Typer(cls=Asking)
    asking.callback()(lambda: None)
    result = CliRunner().invoke(asking, ["ask"], input="n\n")
    assert (result.exit_code, result.stderr) == (1, "已取消\n")
