"""Every problem can be said in whole sentences, with nothing left open, and the same one once."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from campaign.problems.codes import Code, make_problem
from campaign.problems.messages import (
    CATALOGUE,
    problem_text,
    problem_title,
    reason_text,
    remedy_text,
)
from tests.support.every_problem import produced

ROOT = Path(__file__).parents[3]
IN_WORDING_ONLY = {"sheet", "row", "cell", "value"}
"""What the wording takes from the problem itself."""


@cache
def stated() -> dict[Code, list[set[str]]]:
    """Return the names of the facts that the source gives wherever it makes a problem of a code."""
    found: dict[Code, list[set[str]]] = defaultdict(list)
    for path in (
        path
        for floor in ("campaign", "adapters", "services")
        for path in (ROOT / floor).rglob("*.py")
    ):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for argument in call.args if isinstance(call, ast.Call) else ():
                if isinstance(call, ast.Call) and isinstance(argument, ast.Attribute | ast.IfExp):
                    names = {keyword.arg for keyword in call.keywords if keyword.arg}
                    for name in re.findall(r"\bCode\.([A-Z_]+)", ast.unparse(argument)):
                        found[Code[name]].append(names)
    return found


OF_FILES = [code for code in Code if code.value.startswith(("file.", "attachment."))]
OF_THE_CORE = [code for code in Code if code not in OF_FILES]


def names_in(code: Code) -> set[str]:
    words = CATALOGUE[code]
    texts = (words.title, words.problem, words.reason, words.remedy)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_has_words_and_nothing_else_has() -> None:
    assert set(CATALOGUE) == set(Code)


@pytest.mark.parametrize("code", OF_THE_CORE)
def test_every_problem_of_the_core_is_said_in_full(code: Code) -> None:
    assert produced()[code], "no reading here brings it about"
    for each in produced()[code]:
        assert names_in(code) <= {*IN_WORDING_ONLY, *dict(each.facts)}
        for text in (problem_text(each), reason_text(each), remedy_text(each)):
            assert text.endswith(("。", "？"))
            assert not re.search(r"[{}]|“”|“…”|（）|。。|，。|：。|；。|None|Code\.", text), text
        assert (each.cell or not {"cell"} & names_in(code)) and (
            each.sheet or not {"sheet"} & names_in(code)
        )


@pytest.mark.parametrize("code", OF_FILES)
def test_whoever_refuses_a_file_gives_what_the_words_need(code: Code) -> None:
    assert stated()[code], "nobody makes such a problem"
    for facts in stated()[code]:
        assert names_in(code) - {"sheet", "cell"} <= facts


@pytest.mark.parametrize("code", Code)
def test_words_read_like_an_offices(code: Code) -> None:
    words = CATALOGUE[code]
    assert 3 <= len(words.title) <= 14
    assert not re.search(r"[{}，。；：“”]", words.title)
    for text in (words.problem, words.reason, words.remedy):
        bare = re.sub(r"{\w+}", "", text)
        assert text == "{mend}" or text.endswith("。")
        assert not re.search(r"[,;:?!()\"'<>]", bare), "punctuation is full-width"
        assert bare.count("“") == bare.count("”") and bare.count("（") == bare.count("）")
        assert not re.search(r"\s", bare.strip("。"))
        assert not re.search(r"你|您的|错误码|系统异常|非法|失败", bare)
    assert words.remedy.startswith(
        ("请", "{mend}", "已", "文件已", "其中", "如", "有内容的", "确有")
    )


def test_a_title_gives_nothing_of_the_senders_away() -> None:
    assert (
        problem_title(make_problem(Code.CELL_TOO_LONG, value="机密", heading="机密")) == "内容过长"
    )


def test_braces_in_what_was_sent_are_only_text() -> None:
    sent = make_problem(Code.CELL_NOT_A_NUMBER, value="{limit}{", heading="{0}", example="{}")
    assert problem_text(sent) == "“{0}”填的是“{limit}{”，不是数字。"
    assert remedy_text(sent) == "请按表头所示的单位只填数字，如{}。"
