"""The score table as printed: ranks, marks and why two units share a rank or do not."""

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from rich.cells import cell_len
from rich.console import Console

from campaign.definitions.plan import Obligation
from campaign.definitions.roster import Roster
from campaign.scoring.assessment import Assessment, assess
from campaign.scoring.collect import CollectedEvidence, UnitNomination, Unresolved
from campaign.scoring.evidence import Criticism, Evidence, KeyRectification, SelfScore
from campaign.tables.reckoned.class_scores import weight_text
from cli.render.scores import print_people, print_raters, print_scores
from rehearsal.content.evidence import DIMENSIONS, make_unit
from tests.support.samples.definitions import plan
from tests.support.samples.scored_year import END, assessed, fair_plan
from tests.support.samples.scoring_cases import at

DAY = dt.date(2026, 9, 1)


def by_self_scores(
    totals: Mapping[str, str],
    *,
    criticisms: tuple[Criticism, ...] = (),
    decisions: tuple[KeyRectification, ...] = (),
    unresolved: tuple[Unresolved, ...] = (),
    nominations: tuple[UnitNomination, ...] = (),
) -> Assessment:
    """Return an assessment in which self evaluation is all there is, so that it is the total."""
    obligation = Obligation(key="self", name="自评", form="self_evaluation", classes=("支部",))
    of = plan().model_copy(update={"obligations": (obligation,)})
    units = tuple(make_unit(code) for code in totals)
    scores = tuple(
        SelfScore(unit=code, dimension=dimension, value=Decimal(total), source=at(row))
        for code, total in totals.items()
        for row, dimension in enumerate(DIMENSIONS, 1)
    )
    found = CollectedEvidence(
        evidence=Evidence(self_scores=scores),
        criticisms=criticisms,
        key_rectifications=decisions,
        unresolved=unresolved,
        unit_nominations=nominations,
    )
    return assess(found, of, Roster(units=units, people=(), leading_group=()), END)


def printed(found: Assessment, width: int = 120) -> str:
    out = Console(width=width, file=io.StringIO(), force_terminal=False)
    print_scores(found, out)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def line_of(code: str, text: str) -> str:
    """Return the table's row of a unit, its blanks made single."""
    return next(" ".join(line.split()) for line in text.splitlines() if f"单位{code}" in line)


def test_equal_totals_share_a_rank_and_it_is_said_why() -> None:
    text = printed(by_self_scores({"A1": "90", "A2": "80", "A3": "80", "A4": "70"}))
    assert line_of("A2", text).startswith("2 ") and line_of("A3", text).startswith("2 ")
    assert line_of("A4", text).startswith("4 ") and "末位" in line_of("A4", text)
    assert "并列：单位A2、单位A3总分完全相同，原始名次同为第2。" in text


def test_totals_that_look_equal_are_told_apart_and_it_is_said_why() -> None:
    text = printed(by_self_scores({"A1": "80.001", "A2": "80.002", "A3": "70"}))
    assert "80.002" in line_of("A2", text) and "80.001" in line_of("A1", text)
    assert "总分四舍五入到两位都是80.00而实际不同" in text
    assert "并列" not in text


def test_a_veto_keeps_the_raw_rank_and_names_its_evidence() -> None:
    criticism = Criticism(unit="A1", on=DAY, document="示纪〔2026〕3号")
    totals = {"A1": "90", "A2": "80", "A3": "70"}
    text = printed(by_self_scores(totals, criticisms=(criticism,)))
    assert line_of("A1", text).startswith("-（1） ") and "否决" in line_of("A1", text)
    assert line_of("A2", text).startswith("1（2） ") and "推荐" in line_of("A2", text)
    assert "否决：单位A1，抽查被通报批评，2026-09-01，示纪〔2026〕3号。" in text


def test_a_close_call_is_told_below_the_table() -> None:
    found = assessed(4, 20)
    assert found.close_calls
    assert printed(found).count("难分高下") == len(found.close_calls)


def test_the_legend_says_by_what_the_interval_was_drawn() -> None:
    assert "波动区间：权重变动时" in printed(assessed(4, 20))
    assert "权重、评分方、填票人一并变动时" in printed(
        assessed(4, 20, of=fair_plan(), respondents=40), 200
    )


def test_last_place_with_key_rectification_is_to_be_questioned() -> None:
    decision = KeyRectification(unit="A3", on=DAY, document="示办〔2026〕7号")
    totals = {"A1": "90", "A2": "80", "A3": "70"}
    assert "末位·质询" in line_of("A3", printed(by_self_scores(totals, decisions=(decision,))))


def test_what_counts_for_nobody_is_listed() -> None:
    lost = Unresolved(source=at(7, "HZ26-000003"), value="城区支部", why="名册中没有这个单位")
    text = printed(by_self_scores({"A1": "90"}, unresolved=(lost,)))
    assert "没有计入的记录（1条）" in text
    [line] = [line.split() for line in text.splitlines() if "HZ26" in line]
    assert line == ["HZ26-000003", "HZ26-000003.xlsx", "表", "7", "城区支部", "名册中没有这个单位"]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_cut_and_nothing_is_wider_than_the_terminal(width: int, seed: int) -> None:
    text = printed(assessed(seed, 20), width)
    assert "…" not in text
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_weight_is_rounded_and_one_below_the_least_does_not_look_like_enough() -> None:
    shown = [weight_text(Fraction(each), 60) for each in ("60", "59.96", "59.9967", "200/3")]
    assert shown == ["60", "59.96", "59.997", "66.7"]


def test_a_unit_that_is_nominated_and_vetoed_is_marked() -> None:
    found = by_self_scores(
        {"A1": "90", "A2": "80", "A3": "70"},
        criticisms=(Criticism(unit="A1", on=DAY, document="示纪〔2026〕3号"),),
        nominations=tuple(
            UnitNomination(unit=code, award="先进单位", source=at()) for code in ("A2", "A1")
        ),
    )
    out = Console(width=80, file=io.StringIO())
    print_people(found, out)
    print_raters(found, out)
    assert isinstance(out.file, io.StringIO)
    text = out.file.getvalue()
    lines = [line.split() for line in text.splitlines()]
    assert ["单位A1", "先进单位", "已被否决，不得推荐"] in lines
    assert ["单位A2", "先进单位"] in lines
    assert "还没有支部互评的评分" in text
