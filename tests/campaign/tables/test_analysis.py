"""The analyses beside a ranking: a table each, keys in JSON, for the office alone."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest

from campaign.scoring.analysis.channel_effects import channel_correlations, channel_effects
from campaign.scoring.analysis.rater_drops import rater_drops
from campaign.scoring.assessment import Assessment
from campaign.tables import Audience, AudienceError, Table
from campaign.tables.analysis.facts import analysis_facts
from campaign.tables.analysis.tables import analysis_tables
from campaign.tables.analysis.wordings import rule_name
from services.texts.analysis import analysis_wordings
from tests.support.samples.scored_year import assessed
from tests.support.samples.scoring_cases import new_rules


@pytest.fixture(scope="module")
def year() -> Assessment:
    return assessed(6, 24)


def last_year(**scores: dict[str, Any]) -> dict[str, Any]:
    plain = {"class": "支部", "total": "80.5", "grade": "良好", "final_rank": 3}
    entries = [{"unit": unit, **plain, **changed} for unit, changed in scores.items()]
    return {"campaign": {"year": 2025}, "scores": entries}


def records(table: Table) -> list[dict[str, object]]:
    view = table.for_audience(Audience.OFFICE)
    keys = [column.key for column in view.columns]
    return [dict(zip(keys, row, strict=True)) for row in view.rows()]


def test_each_analysis_is_a_table_for_the_office_alone(year: Assessment) -> None:
    tables = analysis_tables(year, analysis_wordings(), last_year(U00001={}))
    assert [table.schema.name for table in tables] == [
        "shortlist_reasons",
        "rank_intervals",
        "channel_effects",
        "channel_correlations",
        "rank_shifts",
        "channel_drops",
        "group_drops",
        "rater_drops",
        "rater_agreement",
        "cell_errors",
        "poll_qualities",
        "last_year",
    ]
    assert len({table.schema.title for table in tables}) == len(tables)
    for table in tables:
        assert not table.frame.duplicated(list(table.schema.keys)).any(), table.schema.name
        with pytest.raises(AudienceError):
            table.for_audience(Audience.UNIT, "U00001")


def test_the_keys_of_json_are_all_there(year: Assessment) -> None:
    facts = analysis_facts(year)
    assert set(facts) == {
        *("channels", "correlations", "shifts", "rater_drops", "agreement"),
        *("cell_errors", "polls", "shortlist", "last_year"),
    }
    assert len(facts["shortlist"]) == len(year.units)
    assert facts["last_year"] == []


def test_a_rank_under_another_rule_says_if_the_shortlist_gains_or_loses_the_unit(
    year: Assessment,
) -> None:
    facts = analysis_facts(year)["shifts"]
    listed = {rank.unit: rank.shortlisted for rank in year.ranks}
    tables = {t.schema.name: records(t) for t in analysis_tables(year, analysis_wordings())}
    cells = {
        (rule, row["unit"]): cell
        for name in ("rank_shifts", "channel_drops", "group_drops")
        for row in tables[name]
        for rule, cell in row.items()
    }
    said = set()
    for shift in facts:
        cell = cells[shift["rule"], shift["unit"]]
        if shift["other"] is None:
            assert cell == "不排"
        elif shift["listed"] == listed[shift["unit"]]:
            assert cell == shift["other"]
        else:
            said.add("列入" if shift["listed"] else "退出")
            assert cell == f"{shift['other']} {'列入' if shift['listed'] else '退出'}"
    assert said == {"列入", "退出"}


@pytest.mark.parametrize(
    ("name", "source", "keys"),
    [
        ("channel_effects", channel_effects, ("planned", "effective", "correlation", "halo")),
        ("rater_drops", rater_drops, ("rater", "rated", "moved", "rank", "other")),
    ],
)
def test_each_figure_stands_in_the_column_of_its_name(
    year: Assessment,
    name: str,
    source: Callable[[Assessment], Sequence[object]],
    keys: Sequence[str],
) -> None:
    [table] = [t for t in analysis_tables(year, analysis_wordings()) if t.schema.name == name]
    expected = [[getattr(each, key) for key in keys] for each in source(year)]
    assert [[row[key] for key in keys] for row in records(table)] == expected
    columns = list(zip(*expected, strict=True))
    assert len({tuple(map(str, column)) for column in columns}) == len(keys), "told apart"


def test_correlations_stand_on_both_sides_of_the_table(year: Assessment) -> None:
    tables = {t.schema.name: records(t) for t in analysis_tables(year, analysis_wordings())}
    cells = {
        (row["unit_class"], row["channel"], other): cell
        for row in tables["channel_correlations"]
        for other, cell in row.items()
    }
    pairs = channel_correlations(year)
    assert pairs
    for pair in pairs:
        assert cells[pair.unit_class, pair.one, pair.other] == pair.correlation
        assert cells[pair.unit_class, pair.other, pair.one] == pair.correlation


def test_the_year_before_stands_beside_this_one_by_unit_and_class(year: Assessment) -> None:
    branches = [u.code for u in year.units if u.unit_class == "支部"]
    same, other, _ = branches[:3]
    last = last_year(**{same: {}, other: {"class": "单位"}})
    rows = {row["unit"]: row for row in analysis_facts(year, last)["last_year"]}
    assert len(rows) == len(year.units)
    assert (rows[same]["last_rank"], rows[same]["last_total"]) == (3, "80.5")
    assert rows[other]["last_rank"] is rows[other]["last_total"] is None
    [table] = [
        t for t in analysis_tables(year, analysis_wordings(), last) if t.schema.name == "last_year"
    ]
    row = next(row for row in records(table) if row["unit"] == same)
    score, rank = year.of(same)
    assert score.total is not None
    assert row["gained"] == score.total - Fraction("80.5")
    assert row["risen"] == (3 - rank.final_rank if rank.final_rank else None)


def test_other_rules_have_names() -> None:
    assert rule_name("without_self", new_rules(), analysis_wordings()) == "不计自评"
    assert rule_name("without_group_3", new_rules(), analysis_wordings()) == "不计服务对象"
    assert rule_name("median", new_rules(), analysis_wordings()) == "取中位数"
