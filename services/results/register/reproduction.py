"""Derive a stored result again from its pinned inputs, and list every difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from adapters.files.home import Home
from adapters.store.content_hashes import pinned_submissions
from adapters.store.duty_histories import deducted_statuses
from adapters.store.engine import Connection, Engine, reading
from adapters.store.integrity.destructions import load_destructions, receipts_of
from adapters.store.reports import load_reports_by_receipt
from campaign.definitions.errors import DefinitionError, Fault
from campaign.problems.definition_faults import TomlFault
from campaign.results.document import (
    ResultDocument,
    canonical,
    differences,
    read_document,
    remove_again,
    result_id,
)
from campaign.results.pinned_inputs import PinnedInputs, PinnedSubmission
from campaign.scoring.edition import Edition
from services.definitions.archive import kept_definitions
from services.definitions.loading import parse_kept_definitions
from services.results.register.register import (
    DayRecords,
    derived,
    find_result,
    software_version,
)
from services.texts.results import result_wordings


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultDifference:
    """A value that differs from the stored one: its JSON path, the value then and now.

    ``why`` explains the difference in Chinese.
    """

    path: str
    then: object
    now: object
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reproduction:
    """The differences of a result from the one derived again; equal if there are none.

    The software's version is stated beside them and is no difference of its own: equal means that
    every byte but the version's is the same, and all of them where the versions are. ``destroyed``
    are the receipts of reports whose private values were destroyed since: the hash that the result
    names of them is taken from the event, as it cannot be computed any more.
    """

    id: str
    software_then: str
    software_now: str
    differences: tuple[ResultDifference, ...]
    destroyed: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether the derivation yielded the same bytes."""
        return not self.differences


def reproduce_result(engine: Engine, home: Home, id_: str) -> Reproduction:
    """Derive a result again and compare; raises UnknownResultError.

    Needs nothing of inputs/, which may be broken today: definitions come from the archive by
    their hashes, submissions from the store by their receipts.
    """
    with reading(engine) as connection:
        result = find_result(connection, id_)
        if (bytes_now := result_id(result.document)) != result.id:
            why = result_wordings().reproduction.document
            changed = ResultDifference(path="$", then=result.id, now=bytes_now, why=why)
            return _reproduction(result.id, "", [changed])
        document = read_document(result.document)
        changes = list(_differences(connection, home, document))
        receipts = [submission["receipt"] for submission in document["submissions"]]
        destroyed = receipts_of(load_destructions(connection), receipts)
    return _reproduction(result.id, document["software"], changes, destroyed)


def _reproduction(
    id_: str, software: str, changes: list[ResultDifference], destroyed: tuple[str, ...] = ()
) -> Reproduction:
    return Reproduction(
        id=id_,
        software_then=software,
        software_now=software_version(),
        differences=tuple(changes),
        destroyed=destroyed,
    )


def _differences(
    connection: Connection, home: Home, document: ResultDocument
) -> Iterator[ResultDifference]:
    receipts = [submission["receipt"] for submission in document["submissions"]]
    pinned = {
        submission.receipt: submission for submission in pinned_submissions(connection, receipts)
    }
    for at, submission in enumerate(document["submissions"]):
        yield from _changed_submission(at, submission, pinned.get(submission["receipt"]))
    files, missing = kept_definitions(home, document["definitions"])
    for name, why in missing.items():
        then = document["definitions"][name]
        yield ResultDifference(path=f'$.definitions["{name}"]', then=then, now=None, why=why)
    if missing or len(pinned) < len(receipts):
        return
    try:
        definitions = parse_kept_definitions(files)
    except DefinitionError as error:
        yield from map(_unread_definition, error.faults)
        return
    reports = load_reports_by_receipt(connection, definitions, receipts)
    inputs = PinnedInputs(
        software=document["software"],
        definitions=document["definitions"],
        submissions=tuple(pinned.values()),
    )
    day, supersedes = date.fromisoformat(document["as_of"]), document["supersedes"] or ""
    statuses = deducted_statuses(connection, definitions, day)
    records = DayRecords(reports, statuses, Edition(document["format"]))
    reproduced = derived(definitions, records, day, inputs, supersedes)
    yield from _changed_document(document, remove_again(reproduced, document["removed"]))


def _unread_definition(fault: Fault) -> ResultDifference:
    name = fault.source.removeprefix("inputs/")
    key = f".{fault.path}" if fault.path else ""
    wordings = result_wordings().reproduction
    if fault.message.startswith(TomlFault.UNKNOWN_KEY):
        why = wordings.setting_gone
    else:
        why = wordings.setting_not_read.format(fault=fault.message)
    return ResultDifference(path=f'$.definitions["{name}"]{key}', then=None, now=None, why=why)


def _changed_submission(
    at: int, then: ResultDocument, now: PinnedSubmission | None
) -> Iterator[ResultDifference]:
    place, receipt, wordings = (
        f"$.submissions[{at}]",
        then["receipt"],
        result_wordings().reproduction,
    )
    if now is None:
        why = wordings.submission_gone.format(receipt=receipt)
        yield ResultDifference(path=place, then=receipt, now=None, why=why)
        return
    kinds = (("content", wordings.content_differs), ("sha256", wordings.original_differs))
    for key, wording in kinds:
        if then[key] != getattr(now, key):
            why = wording.format(receipt=receipt)
            yield ResultDifference(
                path=f"{place}.{key}", then=then[key], now=getattr(now, key), why=why
            )


def _changed_document(
    stored: ResultDocument, reproduced: ResultDocument
) -> Iterator[ResultDifference]:
    why = result_wordings().reproduction.result_differs
    for path, then, now in differences(stored, read_document(canonical(reproduced))):
        if not path.startswith("$.submissions"):  # told with its receipt already
            yield ResultDifference(path=path, then=then, now=now, why=why)
