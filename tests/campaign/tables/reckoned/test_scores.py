"""Tables of scores: every unit once, exact figures, for the office alone."""

from fractions import Fraction

import pytest

from campaign.scoring.assessment import Assessment
from campaign.tables import Audience, AudienceError, Table
from campaign.tables.rater_analysis import rater_tables
from campaign.tables.reckoned.class_scores import class_tables, interval_text
from campaign.tables.reckoned.people import assessed_people_tables
from campaign.tables.reckoned.scores import cell_table, score_table, score_tables, unit_cell_table
from tests.support.samples.scored_year import assessed, fair_plan, scoring_plan


@pytest.fixture(scope="module")
def year() -> Assessment:
    return assessed(3, 12)


def every_table(year: Assessment) -> list[Table]:
    tables = [*class_tables(year), *score_tables(year), *rater_tables(year)]
    return [*tables, *assessed_people_tables(year)]


def records(table: Table) -> list[dict[str, object]]:
    view = table.for_audience(Audience.OFFICE)
    keys = [column.key for column in view.columns]
    return [dict(zip(keys, row, strict=True)) for row in view.rows()]


def test_keys_tell_all_rows_apart(year: Assessment) -> None:
    for table in every_table(year):
        assert not table.frame.duplicated(list(table.schema.keys)).any(), table.schema.name


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.UNIT])
def test_nothing_of_an_unfinished_score_is_for_others_than_the_office(
    year: Assessment, audience: Audience
) -> None:
    for table in every_table(year):
        with pytest.raises(AudienceError):
            table.for_audience(audience, "ZB01")


def test_every_figure_is_the_exact_one(year: Assessment) -> None:
    rows = records(score_table(year))
    assert [row["unit"] for row in rows] == [unit.code for unit in year.units]
    for row, score, rank in zip(rows, year.scores, year.ranks, strict=True):
        assert (row["total"], row["base"], row["bonus"]) == (score.total, score.base, score.bonus)
        assert {key: row[key] for key in score.channels} == dict(score.channels)
        assert (row["raw_rank"], row["shortlisted"]) == (rank.raw_rank, rank.shortlisted)


def test_a_unit_s_cells_weigh_up_to_its_base(year: Assessment) -> None:
    weights = {str(c.key): c.weight for c in year.appraisal.channels}
    weights |= {d.key: d.weight for d in year.appraisal.dimensions}
    for score in year.scores:
        cells = [row for row in records(cell_table(year)) if row["unit"] == score.unit]
        shares = [
            Fraction(weights[str(row["channel"])] * weights[str(row["dimension"])])
            * Fraction(str(row["present"]))
            for row in cells
        ]
        values = [Fraction(str(row["value"] or 0)) for row in cells]
        total = sum(share * value for share, value in zip(shares, values, strict=True))
        assert total / sum(shares) == score.base


def test_hidden_channels_are_blank_and_the_others_are_not(year: Assessment) -> None:
    score = year.scores[0]
    rows = records(unit_cell_table(score, year, ["mutual"]))
    assert {row["mutual"] for row in rows} == {None}
    assert [row["spot"] for row in rows] == [cell.value for cell in score.cells["spot"].values()]


def test_a_class_is_listed_from_its_best_to_its_unranked(year: Assessment) -> None:
    for table in class_tables(year):
        ranks = [year.of(str(row["unit"]))[1].raw_rank for row in records(table)]
        assert ranks == sorted(ranks, key=lambda rank: (rank is None, rank or 0))


def test_the_interval_that_is_printed_is_the_joint_one_where_the_plan_draws_people_too() -> None:
    resampled = scoring_plan(bands=fair_plan().appraisal.bands)
    year = assessed(3, 24, of=resampled, respondents=40)
    by_weights = {unit: (i.low, i.high) for unit, i in year.rank_intervals.items()}
    assert by_weights != {unit: (i.low, i.high) for unit, i in year.joint_intervals.items()}
    for row in records(score_table(year)):
        joint = year.joint_intervals.get(str(row["unit"]))
        low_and_high = (joint.low, joint.high) if joint else (None, None)
        assert (row["interval_low"], row["interval_high"]) == low_and_high
    printed = {r["unit"]: r["interval"] for t in class_tables(year) for r in records(t)}
    assert printed == {
        unit.code: interval_text(year.joint_intervals.get(unit.code)) for unit in year.units
    }
