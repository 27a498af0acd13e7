"""Builds the table of an analysis with its title and what must be read with it."""

from collections.abc import Iterable, Sequence

from campaign.scoring.assessment import Assessment
from campaign.tables.analysis.wordings import AnalysisWordings
from campaign.tables.table import Table, TableSchema, TableValue, build_table


def build_analysis(
    schema: TableSchema,
    rows: Iterable[Sequence[TableValue]],
    assessment: Assessment,
    wordings: AnalysisWordings,
) -> Table:
    """Return a table of rows with its title and what must be read with it."""
    note = wordings["notes"].get(schema.name)
    return build_table(
        schema,
        rows,
        title=wordings["joined"]["title"].format(title=schema.title, day=assessment.day),
        captions=[note] if note else [],
        as_of=assessment.day,
    )
