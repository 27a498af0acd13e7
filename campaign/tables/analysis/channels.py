"""Tables of the channels: what each does, and how they go together."""

from campaign.scoring.analysis.channel_effects import channel_correlations, channel_effects
from campaign.scoring.assessment import Assessment
from campaign.tables.analysis.building import build_analysis
from campaign.tables.analysis.wordings import AnalysisWordings
from campaign.tables.table import (
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
)

EFFECTS = TableSchema(
    name="channel_effects",
    title="各渠道的实际作用",
    keys=("unit_class", "channel"),
    columns=(
        Column("unit_class", "类别"),
        Column("channel", "渠道代码", printed=False),
        Column("channel_name", "渠道", source="S33"),
        Column("planned", "名义权重", ColumnType.NUMBER, places=2),
        Column("effective", "实际权重", ColumnType.NUMBER, places=2),
        Column("correlation", "与其他渠道相关", ColumnType.NUMBER, places=2),
        Column("halo", "五项之间相关", ColumnType.NUMBER, places=2),
    ),
    audience=Audience.OFFICE,
)


def effect_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row for each class and channel."""
    names = channel_names(assessment)
    rows = [
        (
            effect.unit_class,
            effect.channel,
            names[effect.channel],
            effect.planned,
            effect.effective,
            effect.correlation,
            effect.halo,
        )
        for effect in channel_effects(assessment)
    ]
    return build_analysis(EFFECTS, rows, assessment, wordings)


def correlation_table(assessment: Assessment, wordings: AnalysisWordings) -> Table:
    """Return a row and a column for each channel; what does not apply to a class is blank."""
    names = channel_names(assessment)
    schema = TableSchema(
        name="channel_correlations",
        title="渠道之间的相关",
        keys=("unit_class", "channel"),
        columns=(
            Column("unit_class", "类别"),
            Column("channel", "渠道代码", printed=False),
            Column("channel_name", "渠道", source="S33"),
            *(Column(key, name, ColumnType.NUMBER, places=2) for key, name in names.items()),
        ),
        audience=Audience.OFFICE,
    )
    known: dict[tuple[str, str, str], TableValue] = {}
    for pair in channel_correlations(assessment):
        known[pair.unit_class, pair.one, pair.other] = pair.correlation
        known[pair.unit_class, pair.other, pair.one] = pair.correlation
    lines = dict.fromkeys((unit_class, channel) for unit_class, channel, _ in known)
    order = list(names)
    rows = [
        (unit_class, channel, names[channel], *(known.get((unit_class, channel, k)) for k in order))
        for unit_class, channel in sorted(
            lines, key=lambda line: (line[0] != "支部", order.index(line[1]))
        )
    ]
    return build_analysis(schema, rows, assessment, wordings)


def channel_names(assessment: Assessment) -> dict[str, str]:
    """Return the channels' names by their keys, in the plan's order."""
    return {str(channel.key): channel.name for channel in assessment.appraisal.channels}
