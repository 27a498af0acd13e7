"""The Markdown of messages: what a value says stays a value; HTML and text say the same."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateRuntimeError
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

from adapters.mail.markdown import html_of, line_of, read, text_of
from adapters.markdown_templates import fill, inert, render_outline

HOSTILE = (
    "[x](http://a)",
    "![x](http://a/b.png)",
    "<b>粗</b>",
    "<http://a.example>",
    "# 标题",
    "## 标题",
    "- 项",
    "+ 项",
    "* 项",
    "1. 项",
    "1) 项",
    "> 引",
    "    代码",
    "\t代码",
    "```\n代码\n```",
    "~~~",
    "`代码`",
    "甲|乙",
    "\\|甲\\",
    "末尾\\",
    "**重**",
    "__重__",
    "***",
    "---",
    "===",
    "&lt;b&gt;&#42;",
    "=1+1",
    "1.5",
    "1.",
    "10.2.3.",
    "2026-06",
    "-1",
    "+86",
    "@某",
    "甲\n\n# 乙",
    "甲\r\n\r\n| a | b |\r\n|---|---|",
    "甲\u2028\u2029- 乙",
    "{{ 7*7 }}{% if x %}",
    "http://a.example/",
    "[x]: http://a",
    "\\",
    "｜全角｜",
)
PLACES = {
    "paragraph": ("{}", ["p"]),
    "within a line": ("前{}后", ["p"]),
    "emphasis": ("前，**{}天**", ["p", "strong"]),
    "heading": ("## {}", ["h2"]),
    "bullet": ("- {}", ["ul", "li"]),
    "number": ("1. {}", ["ol", "li"]),
    "cell": (
        "| 甲 | 乙 |\n|---|---|\n| {} | 丙 |",
        ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"],
    ),
    "fact": ("| | |\n|---|---|\n|{}|丙|", ["table", "tbody", "tr", "td", "td"]),
}
LAST_CELLS = {"cell": "丙", "fact": "丙"}


class Reading(HTMLParser):
    """Collects tags, and the text of the element in which the value stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"style"}
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def html(markdown: str) -> str:
    return html_of(read(markdown))


def text(markdown: str) -> str:
    return text_of(read(markdown))


def one_line(value: str) -> str:
    return re.sub(r"[ \t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+", " ", value)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_what_stands_in_a_cell_never_takes_effect(place: str, value: str) -> None:
    frame, tags = PLACES[place]
    markdown = frame.format(inert(value))
    read = Reading(html(markdown))
    assert read.tags == tags
    assert one_line(value).strip() in read.text
    assert one_line(value).strip() in text(markdown)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_out_as_it_went_in(value: str) -> None:
    markdown = f"| 甲 | 乙 |\n|---|---|\n| 前{inert(value)}后 | 丙 |\n\n前{inert(value)}后"
    read = Reading(html(markdown))
    assert read.text == f"甲乙前{one_line(value)}后丙前{one_line(value)}后"
    assert text(f"前{inert(value)}后") == line_of(f"前{inert(value)}后") == f"前{one_line(value)}后"


@pytest.fixture
def framed(tmp_path: Path) -> Callable[[str, object], tuple[str, str]]:
    """Return the HTML and the text of a template in which {} is a value, made by its outline."""

    def render(frame: str, value: object) -> tuple[str, str]:
        name = f"{abs(hash(frame))}.md.j2"
        (tmp_path / name).write_text(frame.replace("{}", "{{ value }}"), encoding="utf-8")
        outline = render_outline(name, {"value": value}, tmp_path)
        tokens = read(outline.markdown)
        page = fill(html_of(tokens), tuple(map(escapeHtml, outline.values)))
        return page, text_of(tokens, lambda text: fill(text, outline.values))

    return render


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_an_outline_filled_in_reads_as_the_template_does(
    place: str, value: str, framed: Callable[[str, object], tuple[str, str]]
) -> None:
    frame, _ = PLACES[place]
    page, plain = framed(frame, value)
    markdown = frame.format(inert(value))
    assert page == html(markdown)
    assert plain.strip() == text(markdown).strip()


def test_a_number_that_counts_items_is_structure(
    framed: Callable[[str, object], tuple[str, str]],
) -> None:
    page, plain = framed("{}. 甲\n\n{}甲", 1)
    assert Reading(page).tags == ["ol", "li", "p"]
    assert plain == "1. 甲\n\n1甲"
    assert Reading(framed("{}. 甲", "三")[0]).tags == ["p"]


def test_letters_that_differ_by_values_alone_share_an_outline(tmp_path: Path) -> None:
    (tmp_path / "letter.md.j2").write_text("{{ name }}：{{ count }}行{{ '。' if end }}\n")
    outlines = {
        render_outline("letter.md.j2", facts, tmp_path).markdown
        for facts in (
            {"name": "甲*", "count": 1, "end": False},
            {"name": "乙|丙", "count": 97, "end": False},
        )
    }
    assert len(outlines) == 1


def test_what_is_inert_already_is_not_made_so_again() -> None:
    assert inert(Markup("**重**")) == "**重**"
    assert inert(inert("*")) == inert("*")


def test_a_none_is_never_printed() -> None:
    with pytest.raises(TemplateRuntimeError):
        inert(None)


def test_markup_of_the_templates_takes_effect_but_for_links_and_html() -> None:
    page = html("## 一\n\n甲\n乙\\\n丙，**丁**\n\n[x](http://a) <b>戊</b> `己`")
    assert Reading(page).tags == ["h2", "p", "br", "strong", "p"]
    assert ">甲乙<br>丙，" in page
    assert "[x](http://a) &lt;b&gt;戊&lt;/b&gt; `己`" in page
    assert "\n" not in page


def test_a_heading_stands_above_what_it_heads() -> None:
    assert text("甲。\n\n## 乙\n\n- 丙\n- 丁\n\n戊。") == "甲。\n\n乙：\n· 丙\n· 丁\n\n戊。"


def test_a_table_without_headings_states_facts() -> None:
    facts = "| | |\n|---|---|\n| 回执号 | HZ-1 |\n| 零报告 | |"
    assert text(facts) == "  回执号：HZ-1\n  零报告"
    page = html(facts)
    assert "thead" not in page
    assert page.count("background:#f2f2f2") == 2, "the names of the facts stand out"


def test_a_narrow_table_is_set_in_columns() -> None:
    table = "| 单位 | 应报 |\n|---|--:|\n| 局机关 | 12 |\n| 处 | 1 |"
    assert text(table) == "单位    应报\n局机关  12\n处      1"


def test_a_wide_table_is_listed_row_by_row() -> None:
    long = "很长的内容" * 10
    assert text(f"| 单位 | 问题 | 电话 |\n|---|---|---|\n| 处 | {long} | |") == (
        f"1. 处\n   问题：{long}"
    )


def test_the_numbers_of_a_wide_table_are_those_of_the_list() -> None:
    long = "很长的内容" * 10
    rows = f"| 1 | 甲 | {long} |\n| 2 | 丙 | 丁 |"
    assert text(f"| 序号 | 位置 | 修改 |\n|---|---|---|\n{rows}") == (
        f"1. 甲\n   修改：{long}\n2. 丙\n   修改：丁"
    )


def test_figures_stand_to_the_right_and_urgent_things_in_red() -> None:
    page = html("| 甲 | 乙 |\n|---|--:|\n| 丙 | **1** |")
    assert re.search(r'<td style="[^"]*text-align:right">', page)
    assert 'color:#b3261e;font-weight:bold;">1<' in page


def test_numbers_go_on_where_the_template_begins_them() -> None:
    assert text("3. 甲\n4. 乙") == "3. 甲\n4. 乙"
