"""The assessment behind a stored result, derived again from what the result names."""

import datetime as dt

from adapters.gc_pause import gc_paused
from adapters.store.engine import Connection
from adapters.store.reports import load_reports_by_receipt
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment, assess
from campaign.scoring.collect import collect_evidence
from services.context import AppContext
from services.definitions.archive import kept_definitions
from services.definitions.loading import parse_kept_definitions


def assessment_of(
    connection: Connection, context: AppContext, document: ResultDocument
) -> Assessment:
    """Return the assessment that a result was made of, by the definitions and reports of then.

    Entries that objections removed are still in it. Raises LookupError where the archive or the
    store lacks something, which ``zuofeng verify`` explains.
    """
    files, wrong = kept_definitions(context.home, document["definitions"])
    if wrong:
        raise LookupError("；".join(f"{name}：{why}" for name, why in wrong.items()))
    definitions = parse_kept_definitions(files)
    receipts = [each["receipt"] for each in document["submissions"]]
    reports = load_reports_by_receipt(connection, definitions, receipts)
    plan, roster = definitions.plan, definitions.roster
    day = dt.date.fromisoformat(document["as_of"])
    with gc_paused():
        return assess(collect_evidence(reports, plan, roster, day), plan, roster, day)
