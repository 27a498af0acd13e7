"""A unit's own score sheet, in tables: its figures, counts and grounds, never who gave what."""

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction

from campaign.definitions.appraisal_plan import Dimension
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.arithmetic import extra_lines, open_lines
from campaign.scoring.explain.score_facts import LEAST_COUNT
from campaign.scoring.explain.unit_facts import JsonFacts
from campaign.tables.reckoned.results import exact, shown_total
from campaign.tables.table import (
    UNIT,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
)
from campaign.values.exact_numbers import SHOWN_PLACES, round_half_up
from campaign.values.text import day_text

_CODE = Column(UNIT, "单位代码", printed=False)
_ABSENT = "缺"

GROUNDS = TableSchema(
    name="unit_grounds",
    title="计分依据",
    keys=(UNIT, "channel", "item", "grounds"),
    columns=(
        _CODE,
        Column("channel", "渠道"),
        Column("item", "项目"),
        Column("grounds", "依据"),
    ),
    audience=Audience.UNIT,
)


def score_sheet_tables(
    facts: JsonFacts, document: ResultDocument, assessment: Assessment
) -> list[Table]:
    """Return a unit's figures, the counts of ratings and ballots, and the grounds.

    ``facts`` are those of ``explain_to_unit``.
    """
    day = dt.date.fromisoformat(facts["day"])
    year, code = document["campaign"]["year"], facts["unit"]
    figures = [
        _weights(assessment),
        *_cells(facts, assessment),
        *_totals(facts, document, assessment),
    ]
    counts, grounds = _counts(facts, assessment), _grounds(code, assessment)
    dimensions = assessment.appraisal.dimensions
    return [
        build_table(
            _figures_schema(dimensions),
            [(code, *row) for row in figures],
            title=f"{facts['name']}{year}年考评成绩（截至{day_text(day)}）",
        ),
        build_table(
            _counts_schema(dimensions),
            [(code, *row) for row in counts],
            title="互评、测评的份数（计入／未计入）",
        ),
        build_table(
            GROUNDS,
            [(code, *row) for row in grounds],
            title="自评、检查、抽查和加分扣分的依据",
        ),
    ]


def _figures_schema(dimensions: Iterable[Dimension]) -> TableSchema:
    return TableSchema(
        name="unit_scores",
        title="成绩",
        keys=(UNIT, "item"),
        columns=(
            _CODE,
            Column("item", "项目"),
            Column("weight", "权重", ColumnType.NUMBER),
            *(
                Column(d.key, d.name, ColumnType.NUMBER, places=SHOWN_PLACES, unit="分")
                for d in dimensions
            ),
            Column("subtotal", "小计", ColumnType.NUMBER, unit="分"),
        ),
        audience=Audience.UNIT,
    )


def _counts_schema(dimensions: Iterable[Dimension]) -> TableSchema:
    return TableSchema(
        name="unit_counts",
        title="评分份数",
        keys=(UNIT, "channel"),
        columns=(_CODE, Column("channel", "渠道"), *(Column(d.key, d.name) for d in dimensions)),
        audience=Audience.UNIT,
    )


def _weights(assessment: Assessment) -> tuple[TableValue, ...]:
    weights = [dimension.weight for dimension in assessment.appraisal.dimensions]
    return "五比权重", None, *weights, sum(weights)


def _cells(facts: JsonFacts, assessment: Assessment) -> Iterator[tuple[TableValue, ...]]:
    for channel in assessment.appraisal.channels:
        row, mean = facts["cells"][channel.key], facts["channels"][channel.key]
        if mean is not None or any(row.values()):
            cells = [exact(row[d.key]) for d in assessment.appraisal.dimensions]
            shown = [_ABSENT if cell is None else cell for cell in cells]
            weight = exact(facts["weight_present"]["channels"][channel.key])
            yield channel.name, weight, *shown, _two_places(mean)


def _totals(
    facts: JsonFacts, document: ResultDocument, assessment: Assessment
) -> Iterator[tuple[TableValue, ...]]:
    blank = (None,) * (1 + len(assessment.appraisal.dimensions))
    listed = {entry["unit"] for entry in document["shortlist"]}
    lines: tuple[tuple[str, TableValue], ...] = (
        ("基础分", _two_places(facts["base"])),
        ("加分", _two_places(facts["bonus"])),
        ("扣分", _two_places(facts["deduction"])),
        ("总分", shown_total(facts["shown_total"])),
        ("等次", facts["grade"] if facts["ranked"] else "不参加排名"),
        ("名次", facts["final_rank"] or "—"),
        *((("原始名次", facts["raw_rank"]),) if facts["vetoes"] and facts["raw_rank"] else ()),
        ("推荐表彰", "是" if facts["unit"] in listed else "否"),
        ("成绩性质", "暂定" if facts["provisional"] else "完整"),
        *(("一票否决", f"{veto['name']}（{veto['evidence']}）") for veto in facts["vetoes"]),
    )
    for item, value in lines:
        yield item, *blank, value


def _two_places(text: str | None) -> TableValue:
    return None if text is None else round_half_up(Fraction(text))


def _counts(facts: JsonFacts, assessment: Assessment) -> Iterator[tuple[TableValue, ...]]:
    names = {channel.key: channel.name for channel in assessment.appraisal.channels}
    for channel, row in facts["counts"].items():
        cells = (
            f"{_count(row[d.key]['counted'])}／{_count(row[d.key]['not_counted'])}"
            for d in assessment.appraisal.dimensions
        )
        yield names[channel], *cells


def _count(number: int | None) -> str:
    return f"不足{LEAST_COUNT}" if number is None else str(number)


def _grounds(unit: str, assessment: Assessment) -> Iterator[tuple[TableValue, ...]]:
    score, _ = assessment.of(unit)
    for channel in assessment.appraisal.channels:
        row = score.cells.get(channel.key, {})
        for dimension in assessment.appraisal.dimensions if row else ():
            for line in open_lines(row[dimension.key]):
                yield channel.name, dimension.name, line
    for item, trail in (("加分", score.bonus_trail), ("扣分", score.deduction_trail)):
        for line in extra_lines(trail, files=False):
            yield item, "", line
