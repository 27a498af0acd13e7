"""Tables of a form's 汇总: by class and unit with totals, and choices with their shares.

Each unit that owes the form has its row, also where it has filed nothing; classes and all units
have theirs below. Of a confidential form there are counts alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from campaign.definitions.definitions import Definitions
from campaign.definitions.form import Field, FieldType, Form
from campaign.definitions.table_words import Audience, Summary
from campaign.tables.chart import Chart
from campaign.tables.forms.blocks import Block, Grouping
from campaign.tables.forms.schemas import FormField, own_audience
from campaign.tables.forms.summaries import count_choices, summary_of
from campaign.tables.table import (
    UNIT,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
)

SUBTOTAL, TOTAL = "小计", "合计"
_MOST_BARS = 40
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.PERCENT)
_CHOICES = frozenset({FieldType.CHOICE, FieldType.CHOICES})

Rows = list[tuple[TableValue, ...]]


def summary_tables(
    form: Form, blocks: Sequence[Block], states: Mapping[str, str], definitions: Definitions
) -> list[Table]:
    """Return the summary by unit, those of sheets with groups of their own, and the shares.

    ``states`` are how the units that owe the form stand, by their names. Tables without rows are
    left out, but the first is always there.
    """
    tables = [
        *(_by_group(form, block, definitions) for block in _counted(form, blocks, alone=True)),
        shares_table(form, blocks, definitions),
    ]
    by_unit = unit_summary(form, blocks, states, definitions)
    return [by_unit, *(table for table in tables if len(table.frame))]


def _counted(form: Form, blocks: Sequence[Block], *, alone: bool) -> list[Block]:
    """Return the blocks that stand alone, or the others; confidential ones without their sums."""
    chosen = [block for block in blocks if block.stands_alone is alone]
    return [replace(block, summed=()) for block in chosen] if form.confidential else chosen


def _audience(form: Form) -> Audience:
    """Return who may see sums: of a confidential form they are counts, and for the office."""
    return Audience.OFFICE if form.confidential else own_audience(form)


def unit_summary(
    form: Form, blocks: Sequence[Block], states: Mapping[str, str], definitions: Definitions
) -> Table:
    """Return a row for each unit, then for classes and all; ``states`` as in ``summary_tables``."""
    blocks = _counted(form, blocks, alone=False)
    header, *sheets = blocks
    schema = TableSchema(
        name=f"{form.key}:summary",
        title="汇总",
        keys=("unit_class", "unit_name"),
        columns=(
            Column(UNIT, "单位代码", printed=False),
            Column("unit_class", "类别"),
            Column("unit_name", "单位"),
            Column("state", "报送情况"),
            Column("reports", "报表份数", ColumnType.INTEGER, unit="份"),
            *_summed(header),
            *(column for block in sheets for column in (_count(block), *_summed(block))),
        ),
        audience=_audience(form),
    )
    named = {*states, *(unit for block in blocks for unit in block.units)}
    lines = list(_lines(named, definitions))
    members = [_rows_by_unit(block) for block in blocks]
    rows: Rows = [
        (
            code,
            unit_class,
            label,
            states.get(label, "") if code else "",
            *_cells(blocks, members, units),
        )
        for code, unit_class, label, units in lines
    ]
    chart = _chart(schema, rows, form.title)
    totals = sum(not code for code, *_ in lines)
    return replace(build_table(schema, rows, title=f"{form.title}汇总"), chart=chart, totals=totals)


def _cells(
    blocks: Sequence[Block], members: Sequence[Mapping[str, list[int]]], units: Sequence[str]
) -> Iterator[TableValue]:
    """Yield the count and the sums of each block; what is listed stands with each unit alone."""
    for block, by_unit in zip(blocks, members, strict=True):
        rows = [row for unit in units for row in by_unit.get(unit, ())]
        yield len(rows)
        for item, value in zip(block.summed, block.reckon(rows), strict=True):
            listed = item.column.type is ColumnType.TEXT
            yield None if listed and len(units) > 1 else value


def _by_group(form: Form, block: Block, definitions: Definitions) -> Table:
    schema = TableSchema(
        name=f"{form.key}.{block.key}:summary",
        title=f"{block.name}汇总",
        keys=(*(item.column.key for item in block.grouped_by), "unit_class", "unit_name"),
        columns=(
            *(replace(item.column, type=ColumnType.TEXT) for item in block.grouped_by),
            Column(UNIT, "单位代码", printed=False),
            Column("unit_class", "类别"),
            Column("unit_name", "单位"),
            _count(block),
            *_summed(block),
        ),
        audience=_audience(form).narrowed(None if form.confidential else block.schema.audience),
    )
    groups: defaultdict[Grouping, list[int]] = defaultdict(list)
    for row, group in enumerate(block.groups):
        groups[group].append(row)
    rows: Rows = []
    for group, of_group in groups.items():
        by_unit = _rows_by_unit(block, of_group)
        for code, unit_class, label, units in _lines(set(by_unit), definitions):
            members = [row for unit in units for row in by_unit.get(unit, ())]
            cells = block.reckon(members)
            rows.append((*group, code, unit_class, label, len(members), *cells))
    chart = None if block.grouped_by else _chart(schema, rows, block.name)
    title = f"{form.title}·{block.name}汇总"
    totals = 0 if block.grouped_by else sum(not row[0] for row in rows)
    return replace(build_table(schema, rows, title=title), chart=chart, totals=totals)


def _summed(block: Block) -> tuple[Column, ...]:
    """Return the summed columns of a block, with keys that tell its sheet."""
    return tuple(
        replace(item.column, key=f"{block.key}_{item.column.key}") for item in block.summed
    )


def _count(block: Block) -> Column:
    """Return the column that counts the rows of a block; it tells no more than its sheet does."""
    audience = block.schema.audience
    return Column(
        f"{block.key}_rows",
        f"{block.name}行数",
        ColumnType.INTEGER,
        unit="行",
        audience=Audience.OFFICE if audience is Audience.CONFIDENTIAL else audience,
    )


def _rows_by_unit(block: Block, rows: Sequence[int] | None = None) -> dict[str, list[int]]:
    by_unit: defaultdict[str, list[int]] = defaultdict(list)
    for row in range(len(block.units)) if rows is None else rows:
        by_unit[block.units[row]].append(row)
    return by_unit


def _lines(
    named: set[str], definitions: Definitions
) -> Iterator[tuple[str | None, str, str, list[str]]]:
    """Yield code, class and label of each line, and whose rows it is about: units, classes, all.

    A class of one unit, or the only class, has no line of its own.
    """
    known = [unit for unit in definitions.roster.units if unit.name in named]
    by_class: defaultdict[str, list[str]] = defaultdict(list)
    for unit in known:
        by_class[unit.unit_class].append(unit.name)
        yield unit.code, unit.unit_class, unit.name, [unit.name]
    others = sorted(named - {unit.name for unit in known})
    for name in others:
        yield name, "", name or "（未填）", [name]
    every = [*(unit.name for unit in known), *others]
    if len(by_class) > 1:
        for unit_class, names in by_class.items():
            if len(names) > 1:
                yield None, unit_class, SUBTOTAL, names
    if len(every) > 1:
        yield None, "", TOTAL, every


def is_distributed(field: Field) -> bool:
    """Return whether the choices of a column are counted one by one."""
    return field.type in _CHOICES and summary_of(field) in (Summary.COUNT, Summary.SHARE)


def shares_table(form: Form, blocks: Sequence[Block], definitions: Definitions) -> Table:
    """Return a row for each choice of each column: how often by class, in all, and its share.

    It is for the office: it counts over all units.
    """
    classes = _classes(blocks, definitions)
    schema = TableSchema(
        name=f"{form.key}:shares",
        title="选项分布",
        keys=("column", "choice"),
        columns=(
            Column("sheet", "工作表"),
            Column("column", "栏目"),
            Column("choice", "选项"),
            *(Column(f"class_{n}", name, ColumnType.INTEGER) for n, name in enumerate(classes)),
            Column("total", "合计", ColumnType.INTEGER),
            Column("share", "占比", ColumnType.PERCENT, places=1),
        ),
        audience=Audience.OFFICE,
    )
    rows = [
        row
        for block in blocks
        for item in block.fields
        if is_distributed(item.field)
        for row in _choice_rows(block, item, classes, definitions)
    ]
    chart = _shares_chart(rows)
    return replace(build_table(schema, rows, title=f"{form.title}选项分布"), chart=chart)


def _classes(blocks: Sequence[Block], definitions: Definitions) -> tuple[str, ...]:
    named = {unit for block in blocks for unit in block.units}
    return tuple(dict.fromkeys(u.unit_class for u in definitions.roster.units if u.name in named))


def _choice_rows(
    block: Block, item: FormField, classes: Sequence[str], definitions: Definitions
) -> Rows:
    by_class: dict[str, list[TableValue]] = {name: [] for name in classes}
    values = block.columns[item.column.key]
    class_of = {unit.name: unit.unit_class for unit in definitions.roster.units}
    for unit, value in zip(block.units, values, strict=True):
        if unit_class := class_of.get(unit):
            by_class[unit_class].append(value)
    total, counts = count_choices(values), [count_choices(v) for v in by_class.values()]
    filled = sum(value is not None for value in values)
    choices = dict.fromkeys((*item.field.choices, *total))
    return [
        (
            block.name or item.sheet.name,
            item.field.heading,
            choice,
            *(count[choice] for count in counts),
            total[choice],
            Fraction(total[choice], filled),
        )
        for choice in choices
        if filled
    ]


def _shares_chart(rows: Rows) -> Chart | None:
    """Return a chart of the first column's choices, if several of them were made."""
    if not rows:
        return None
    first = rows[0][:2]
    counts = [row[-2] for row in rows if row[:2] == first]
    bars = len(counts)
    if sum(bool(count) for count in counts) < 2:
        return None
    return Chart(title=f"{first[1]}", label="choice", series=("total",), rows=bars)


def _chart(schema: TableSchema, rows: Rows, title: str) -> Chart | None:
    """Return a chart of the units by the first number in which they differ, if they are not many.

    Units are the rows with a code, which come first.
    """
    bars = sum(bool(row[0]) for row in rows)
    if not 2 < bars <= _MOST_BARS:
        return None
    reckoned = [
        (not column.key.endswith("_rows"), -place, column)
        for place, column in enumerate(schema.columns)
        if column.type in _NUMBERS and len({row[place] for row in rows[:bars]}) > 1
    ]
    if not reckoned:
        return None
    *_, compared = max(reckoned, key=lambda item: item[:2])
    return Chart(
        title=f"{title}：{compared.heading}",
        label="unit_name",
        series=(compared.key,),
        rows=bars,
    )
