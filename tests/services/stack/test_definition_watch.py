"""Whoever looks at the terminal learns when definitions are broken, and when they are mended."""

from pathlib import Path

import pytest

from services.stack import definition_watch
from services.stack.definition_watch import DefinitionWatch
from tests.support.office import make_home


class Terminal:
    """A home whose definitions are watched, and what was said of them."""

    def __init__(self, root: Path) -> None:
        self.reports: list[str] = []
        self.watch = DefinitionWatch(make_home(root / "民政局"), self.reports.append)
        self.plan = self.watch.home.inputs / "plan.toml"
        self.sound = self.plan.read_text(encoding="utf-8")

    def write(self, *changes: tuple[str, str]) -> list[str]:
        """Write the plan with these changes, look often, and return what was said thereof."""
        text = self.sound
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        self.plan.write_text(text, encoding="utf-8")
        return self.look()

    def look(self) -> list[str]:
        """Look four times; return what was said meanwhile."""
        self.reports.clear()
        for _ in range(4):
            self.watch.check()
        return list(self.reports)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Give a terminal that has looked at sound definitions."""
    terminal = Terminal(tmp_path)
    assert terminal.look() == []
    return terminal


MENDED = "设置已恢复正常，继续收表"
YEAR, ISSUER = ("year = 2026", "year = 1999"), ('issuer = "示例市民政局"', "issuer = 3")


def test_each_fault_is_said_once_and_its_end_once(terminal: Terminal) -> None:
    [fault] = terminal.write(YEAR)
    assert "inputs/plan.toml" in fault and "campaign.year" in fault
    [other] = terminal.write(YEAR, ISSUER)
    assert "campaign.issuer" in other
    assert terminal.look() == []
    assert terminal.write(YEAR, ("issuer =", "issuer  =")) == ["设置还有1处错误，改正前不收表"]
    assert terminal.write() == [MENDED]
    assert terminal.write(("issuer =", "issuer  =")) == [], "sound before and after"


def test_a_file_that_is_gone_is_named_and_one_that_is_being_written_waits(
    terminal: Terminal,
) -> None:
    terminal.plan.write_text("[campaign", encoding="utf-8")
    terminal.watch.check()
    assert terminal.reports == []

    terminal.plan.unlink()
    [fault] = terminal.look()
    assert fault == "设置有误　inputs/plan.toml: 文件不存在"


def test_a_share_that_is_gone_is_said_and_ends_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_home: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(definition_watch, "file_states", gone)
        [fault] = terminal.look()
    assert "不能读取（Input/output error）" in fault
    assert terminal.look() == [MENDED]
