"""Derive the assessment behind a stored result again from its pinned inputs."""

import datetime as dt

from adapters.gc_pause import gc_paused
from adapters.store.duty_histories import deducted_statuses
from adapters.store.engine import Connection
from adapters.store.reports import load_reports_by_receipt
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment, assess
from campaign.scoring.collect import collect_evidence
from campaign.scoring.edition import Edition
from services.context import AppContext
from services.definitions.archive import kept_definitions
from services.definitions.loading import parse_kept_definitions


def assessment_of(
    connection: Connection, context: AppContext, document: ResultDocument
) -> Assessment:
    """Return the assessment of a result, by the definitions and reports of its day.

    Entries that objections removed are still in it. Raises LookupError if the archive or the
    store lacks something, which ``zuofeng verify`` explains.
    """
    files, missing = kept_definitions(context.home, document["definitions"])
    if missing:
        raise LookupError("；".join(f"{name}：{why}" for name, why in missing.items()))
    definitions = parse_kept_definitions(files)
    receipts = [submission["receipt"] for submission in document["submissions"]]
    reports = load_reports_by_receipt(connection, definitions, receipts)
    plan, roster = definitions.plan, definitions.roster
    day, edition = dt.date.fromisoformat(document["as_of"]), Edition(document["format"])
    statuses = deducted_statuses(connection, definitions, day)
    with gc_paused():
        evidence = collect_evidence(reports, plan, roster, day, edition, statuses)
        return assess(evidence, plan, roster, day)
