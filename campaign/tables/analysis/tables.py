"""All analyses of a ranking as tables, in the order in which they are read."""

from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.tables.analysis.channels import correlation_table, effect_table
from campaign.tables.analysis.other_ranks import drop_table, interval_table, shift_tables
from campaign.tables.analysis.sampling import error_table, poll_table
from campaign.tables.analysis.shortlist import listing_table
from campaign.tables.analysis.wordings import AnalysisWordings
from campaign.tables.analysis.years import year_table
from campaign.tables.rater_analysis import agreement_table
from campaign.tables.table import Table


def analysis_tables(
    assessment: Assessment, wordings: AnalysisWordings, last: ResultDocument | None = None
) -> list[Table]:
    """Return every analysis that there is something to say of.

    ``last`` is the result of the year before, None where there is none.
    """
    tables = [
        listing_table(assessment, wordings),
        interval_table(assessment, wordings),
        effect_table(assessment, wordings),
        correlation_table(assessment, wordings),
        *shift_tables(assessment, wordings),
        drop_table(assessment, wordings),
        agreement_table(assessment),
        error_table(assessment, wordings),
        poll_table(assessment, wordings),
        *([year_table(assessment, last, wordings)] if last else []),
    ]
    return [table for table in tables if len(table.frame)]
