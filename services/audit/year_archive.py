"""Packs the year's records (年度归档): reports, results, definitions, registers, their hashes.

The package is a .zip with a manifest that ``sha256sum -c manifest.txt`` checks. The originals
stay where they are, in outputs/archive/, and are checked by ``originals.txt`` in the package.
"""

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from io import StringIO

from adapters.deterministic_zip import READABLE, pack_parts
from adapters.files.home import ORIGINALS as LIBRARY
from adapters.mail.messages import Letter
from adapters.store.audit import ReceiptRecord, receipt_records
from adapters.store.engine import Connection, reading
from adapters.store.events import last_event, load_events
from adapters.store.results.register import load_results, result_statuses
from campaign.deadlines.agenda import Action
from campaign.results.document import read_document
from campaign.results.lifecycle import STATE_NAMES, ResultState
from campaign.values.text import printable_text
from services.agenda.action import ActionResult, OutputFile
from services.audit.originals import archived_names
from services.context import AppContext
from services.definitions.archive import kept_definitions
from services.definitions.loading import read_definition_files
from services.publishing.circulars import attached, to_office
from services.reports.update import update_reports

FOLDER = "归档"
MANIFEST, ORIGINALS = "manifest.txt", "originals.txt"
HEAD = "记录链头.txt"
"""Holds the head of the chain of events, which ``zuofeng verify --against`` takes."""

_LEFT_OUT = (f"{FOLDER}/", f"{LIBRARY}/")
"""Folders of reports that are not packed: packages, and copies of the originals."""

KIND = "year_archive"
_ROSTER = "roster.xlsx"
"""Holds telephone numbers and the hashes of approval codes: named by its hash, not packed."""

_ENDED = (ResultState.PUBLISHED, ResultState.SUPERSEDED, ResultState.REOPENED)


def archive_year(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Pack the year once its result is published, and write to the office where the package is.

    Its summaries are brought up to date first. Deferred while a result is due and not published.
    """
    plan = context.definitions.plan
    with reading(context.engine) as connection:
        is_published = _is_published(connection)
    if plan.appraisal.result_on and not is_published:
        return ActionResult(note="考评成果尚未公布，公布后归档", deferred=True)
    update_reports(context, now.date())
    with reading(context.engine) as connection:
        files = dict(_files(connection, context))
    name = f"{plan.campaign.year}年度归档.zip"
    data = _packed(files)
    package = OutputFile(name=f"{FOLDER}/{name}", data=data)
    digest = hashlib.sha256(data).hexdigest()
    checksum = OutputFile(name=f"{FOLDER}/{name}.sha256", data=f"{digest}  {name}\n".encode())
    [path] = attached(context, [package])
    facts = {"count": len(files), "path": path, "digest": digest}
    post = to_office(context, action, Letter(kind=KIND, facts=facts), now)
    note = f"已归档{len(files)}份，校验值{digest[:12]}"
    return ActionResult(
        note=note, files=(package, checksum), posts=(post,), facts={"sha256": digest}
    )


def _is_published(connection: Connection) -> bool:
    """Return whether a result stands and none is on its way."""
    states = {result.state for result in result_statuses(connection)}
    return ResultState.PUBLISHED in states and not states & {
        ResultState.SUBMITTED,
        ResultState.NOTICE,
    }


def _files(connection: Connection, context: AppContext) -> Iterator[tuple[str, bytes]]:
    reports = context.home.reports
    for path in sorted(reports.rglob("*")):
        name = path.relative_to(reports).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if path.is_file() and not hidden and not name.startswith(_LEFT_OUT):
            yield f"文件资料/{name}", path.read_bytes()
    yield from _results(connection, context)
    for name, data in read_definition_files(context.home).items():
        if not name.endswith(_ROSTER):
            yield f"设置（归档时）/{name}", data
    yield "收件登记.csv", _receipts(connection)
    yield "事件记录.jsonl", _events(connection)
    yield HEAD, f"{last_event(connection)}\n".encode()
    yield ORIGINALS, _originals(context)


def _results(connection: Connection, context: AppContext) -> Iterator[tuple[str, bytes]]:
    for result in load_results(connection, _ENDED):
        state = STATE_NAMES[ResultState(result.state)]
        yield f"考评成果/{result.id}（{state}）.json", result.document
        hashes = read_document(result.document)["definitions"]
        kept, _ = kept_definitions(context.home, hashes)
        for name, data in kept.items():
            if not name.endswith(_ROSTER):
                yield f"考评成果/{result.id[:12]}所据设置/{name}", data
        listed = "".join(f"{sha}  {name}\n" for name, sha in sorted(hashes.items()))
        yield f"考评成果/{result.id[:12]}所据设置/全部设置的校验值.txt", listed.encode()


_COLUMNS = (
    ("receipt", "回执号"),
    ("received_at", "收到时间"),
    ("unit", "单位"),
    ("form", "报表"),
    ("period", "期间"),
    ("disposition", "办理结果"),
    ("answered_at", "办理时间"),
    ("sha256", "原件校验值"),
)
_OF_CONFIDENTIAL = frozenset(("receipt", "received_at", "disposition", "answered_at", "sha256"))


def _receipts(connection: Connection) -> bytes:
    """Return the register of receipts as CSV for Excel; confidential drops without content."""
    table = StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow([*(heading for _, heading in _COLUMNS), "保密"])
    for record in receipt_records(connection):
        writer.writerow([*_cells(record), "是" if record.confidential else ""])
    return table.getvalue().encode("utf-8-sig")


def _cells(record: ReceiptRecord) -> Iterator[str]:
    for key, _ in _COLUMNS:
        shown = not record.confidential or key in _OF_CONFIDENTIAL
        text = printable_text(str(getattr(record, key) or "")) if shown else ""
        yield f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _events(connection: Connection) -> bytes:
    """Return the whole chain of events, one a line, as their hashes are reckoned."""
    lines = (
        json.dumps(event.as_stored(), ensure_ascii=False, sort_keys=True)
        for event in load_events(connection)
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _originals(context: AppContext) -> bytes:
    """Return the hashes of the archive's files as stored, of encrypted ones in that form."""
    lines = []
    for name in archived_names(context.home):
        with (context.home.archive / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines).encode()


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files and their manifest as a .zip; the same files give the same bytes."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    manifest = "".join(sorted(lines, key=lambda line: line[66:]))
    return pack_parts(sorted({**files, MANIFEST: manifest.encode()}.items()), READABLE)
