"""Every name of the glossary is one of the code's, and no word stands there twice."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")
HEADING = "| 中文 | English | code |"
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.splitlines()
    if line.startswith("| ") and line != HEADING
]


@cache
def names_of(file: Path) -> frozenset[str]:
    """Return what a module defines, and what its classes define."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inner = {
        f"{node.name}.{name}"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for name in _defined(node.body)
    }
    return frozenset((*_defined(tree.body), *inner))


def _defined(body: list[ast.stmt]) -> set[str]:
    names: set[str] = set()
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                names.add(node.name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Assign(targets=targets):
                names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names


def exists(code: str) -> bool:
    """Tell whether a dotted path is a module, or a name that its module defines."""
    words = code.split(".")
    for length in range(len(words), 0, -1):
        base = CHECKOUT.joinpath(*words[:length])
        for file in (base.with_suffix(".py"), base / "__init__.py"):
            if file.is_file():
                return length == len(words) or ".".join(words[length:]) in names_of(file)
    return False


def test_the_glossary_has_rows_of_three_cells() -> None:
    assert len(ROWS) > 100
    assert [row for row in ROWS if len(row) != 3] == []


@pytest.mark.parametrize("code", [row[-1] for row in ROWS])
def test_each_name_is_one_of_the_code(code: str) -> None:
    assert code.startswith("`") and code.endswith("`")
    assert exists(code.strip("`"))


def test_no_word_and_no_name_stands_twice() -> None:
    words = Counter(word for chinese, _, _ in ROWS for word in chinese.split("、"))
    names = Counter(code for _, _, code in ROWS)
    terms = Counter(english.partition(":")[0] for _, english, _ in ROWS)
    assert [word for word, count in (words + names + terms).items() if count > 1] == []


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert exists("campaign.deadlines.reminders.Reminder.unit")
    assert exists("campaign.deadlines.reminders")
    assert not exists("campaign.deadlines.reminders.Remindr")
    assert not exists("nowhere.at.all")
