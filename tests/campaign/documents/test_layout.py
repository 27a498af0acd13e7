"""How words are set in a document: what can be printed, numerals, breaks, margins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.documents.layout import (
    TITLE_WIDTH,
    chinese,
    mark_points,
    signature_indents,
    title_indent,
    title_lines,
)
from campaign.values.text import printable_text, text_width


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("=1+1", "=1+1"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("甲\x0b乙\x0c丙", "甲\n乙\n丙"),
        ("甲\x00\x07\x1b乙", "甲乙"),
        ("甲\ud800乙\ufffe丙\uffff", "甲乙丙"),
        ("甲\u202e乙\u2066丙", "甲乙丙"),
        ("甲\t乙", "甲 乙"),
        ('学习"两个文件"和"三个讲话"', "学习“两个文件”和“三个讲话”"),
        ('15"屏幕', '15"屏幕'),
        ("“机关作风建设年”", "“机关作风建设年”"),
    ],
)
def test_text_is_made_printable(text: str, printed: str) -> None:
    assert printable_text(text) == printed


@given(st.text())
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    assert printable_text(printable_text(text)) == printable_text(text)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "〇"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_numbers_are_written_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize("number", [-1, 100])
def test_a_number_that_no_heading_has_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="不在0至99之间"):
        chinese(number)


@pytest.mark.parametrize(
    ("text", "expected"), [("民政局", 3), ("2026", 2), ("“引”", 3), ("5月10日", 3.5), ("", 0)]
)
def test_half_width_signs_count_a_half(text: str, expected: float) -> None:
    assert text_width(text) == expected


@pytest.mark.parametrize(
    ("mark", "points"),
    [
        ("示例市民政局文件", 42),
        ("中共示例市民政局委员会文件", 34),
        ("机" * 24, 18),
        ("机" * 26, 34),
        ("机" * 40, 22),
        ("机" * 60, 18),
        ("", 42),
    ],
)
def test_a_long_mark_is_set_smaller_and_a_very_long_one_on_two_lines(
    mark: str, points: int
) -> None:
    assert mark_points(mark) == points


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("示例市民政局通知", ("示例市民政局通知",)),
        (
            "示例市民政局关于召开“机关作风建设年”动员大会的通知",
            ("示例市民政局关于召开", "“机关作风建设年”动员大会的通知"),
        ),
        (
            "示例市民政局关于推荐2026年“机关作风建设年”活动先进单位和个人的报告",
            ("示例市民政局关于推荐2026年", "“机关作风建设年”活动", "先进单位和个人的报告"),
        ),
        ("没有可断之处" * 5, ("没有可断之处" * 5,)),
    ],
)
def test_a_title_breaks_where_its_sense_allows(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


@given(st.text(alphabet="甲乙关于活动“”1a", min_size=1, max_size=60))
def test_broken_titles_keep_their_words_and_fit(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) == 1 or all(0 < text_width(line) <= TITLE_WIDTH for line in lines)


@pytest.mark.parametrize(("signs", "margin"), [(20, 0), (22, 4), (38, 0), (44, 2)])
def test_lines_of_a_title_are_made_equally_long(signs: int, margin: float) -> None:
    assert title_indent("字" * signs) == margin


@pytest.mark.parametrize(
    ("issuer", "date", "rights"),
    [
        ("示例市民政局", "2026年4月10日", (4.25, 4)),  # 6 characters over 6.5
        ("民政局", "2026年4月10日", (5.75, 4)),
        ("示例市民政局机关作风建设年活动领导小组办公室", "2026年4月10日", (2, 9.75)),
    ],
)
def test_the_issuer_is_centred_over_the_date(
    issuer: str, date: str, rights: tuple[float, float]
) -> None:
    found = signature_indents(issuer, date)
    assert found == rights
    assert found[0] + text_width(issuer) / 2 == found[1] + text_width(date) / 2
