"""The roster as tables: units with whom to call, and people with their posts and times."""

from campaign.definitions.roster import Roster
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    build_table,
)

_TIME = (Column("first", "起", ColumnType.DATE), Column("last", "止", ColumnType.DATE))

UNITS = TableSchema(
    name="units",
    title="单位",
    keys=(UNIT,),
    columns=(
        Column(UNIT, "单位代码"),
        Column("unit_name", "单位"),
        Column("unit_class", "类别"),
        Column("civil_service", "参公", ColumnType.YES_NO),
        Column("head", "负责人", audience=Audience.UNIT),
        Column("telephone", "电话", audience=Audience.UNIT),
        Column("email", "邮箱", audience=Audience.UNIT),
        *_TIME,
        Column("successor", "并入"),
    ),
)

PEOPLE = TableSchema(
    name="people",
    title="人员",
    keys=("person", UNIT, "first"),
    columns=(
        Column("person", "人员编号"),
        Column("name", "姓名"),
        *UNIT_COLUMNS,
        Column("branch", "所在支部"),
        Column("category", "类别"),
        Column("post", "职务"),
        *_TIME,
    ),
    audience=Audience.UNIT,
)


def unit_table(roster: Roster) -> Table:
    """Return a row for each unit, in the roster's order."""
    rows = [
        (
            unit.code,
            unit.name,
            unit.unit_class,
            unit.civil_service,
            unit.head,
            unit.telephone,
            unit.email,
            unit.first,
            unit.last,
            roster.name_of(unit.successor) if unit.successor else "",
        )
        for unit in roster.units
    ]
    return build_table(UNITS, rows)


def people_table(roster: Roster) -> Table:
    """Return a row for each entry of a person; who moved has several."""
    rows = [
        (
            person.code,
            person.name,
            person.unit,
            roster.name_of(person.unit),
            roster.name_of(person.branch) if person.branch else "",
            person.category,
            person.post,
            person.first,
            person.last,
        )
        for person in roster.people
    ]
    return build_table(PEOPLE, rows)
