"""Tables of what people filled: how good the polls are, how sure each cell is."""

from campaign.scoring.analysis.cell_errors import cell_errors
from campaign.scoring.analysis.poll_qualities import poll_qualities
from campaign.scoring.assessment import Assessment
from campaign.tables.analysis.building import build_analysis
from campaign.tables.analysis.channels import channel_names
from campaign.tables.analysis.wordings import AnalysisWordings
from campaign.tables.table import (
    UNIT,
    UNIT_COLUMNS,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
)

_CHANNEL = (Column("channel", "渠道代码", printed=False), Column("channel_name", "渠道"))

POLLS = TableSchema(
    name="poll_qualities",
    title="测评票的质量",
    keys=(UNIT, "channel"),
    columns=(
        *UNIT_COLUMNS,
        *_CHANNEL,
        Column("issued", "发放", ColumnType.INTEGER, unit="份", source="S42"),
        Column("returned", "收回", ColumnType.INTEGER, unit="份"),
        Column("response", "回收率", ColumnType.PERCENT, places=1),
        Column("counted", "有效票项", ColumnType.INTEGER),
        Column("not_known", "不了解", ColumnType.PERCENT, places=1),
        Column("blank", "空白", ColumnType.PERCENT, places=1),
        Column("error", "标准误", ColumnType.NUMBER, unit="分", places=2),
    ),
    audience=Audience.OFFICE,
)


def poll_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row for each unit's ballots in each channel that has any."""
    names = channel_names(assessment)
    rows = [
        (
            poll.unit,
            assessment.name(poll.unit),
            poll.channel,
            names[poll.channel],
            poll.issued,
            poll.returned,
            poll.response,
            poll.counted,
            None if poll.unknown is None else poll.unknown - (poll.blank or 0),
            poll.blank,
            poll.error,
        )
        for poll in poll_qualities(assessment)
    ]
    return build_analysis(POLLS, rows, assessment, wordings)


def error_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row for each unit and channel that people fill, a column for each dimension."""
    names = channel_names(assessment)
    dimensions = assessment.appraisal.dimensions
    schema = TableSchema(
        name="cell_errors",
        title="各格的标准误",
        keys=(UNIT, "channel"),
        columns=(
            *UNIT_COLUMNS,
            *_CHANNEL,
            *(
                Column(d.key, d.name, ColumnType.NUMBER, unit="分", places=2, source="S22")
                for d in dimensions
            ),
        ),
        audience=Audience.OFFICE,
    )
    cells: dict[tuple[str, str], dict[str, TableValue]] = {}
    for cell in cell_errors(assessment):
        cells.setdefault((cell.unit, cell.channel), {})[cell.dimension] = cell.error
    rows = [
        (
            unit,
            assessment.name(unit),
            channel,
            names[channel],
            *(row[dimension.key] for dimension in dimensions),
        )
        for (unit, channel), row in cells.items()
    ]
    return build_analysis(schema, rows, assessment, wordings)
