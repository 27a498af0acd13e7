"""Records verdicts: submission, rows, answer and event, a batch in one transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat

from adapters.files.archive import archive_encrypted, archive_plain
from adapters.files.atomic_write import durably
from adapters.store.content_hashes import content_hash
from adapters.store.engine import Connection, writing
from adapters.store.events import Event, append
from adapters.store.intake.answers import (
    DropAnswer,
    record_answers,
    record_attachments,
    record_problems,
)
from adapters.store.integrity.changes import note_files
from adapters.store.outbox import Post, enqueue
from adapters.store.submissions import (
    AcceptedFacts,
    SubmissionIndex,
    Version,
    insert_contents,
)
from campaign.definitions.definitions import responsible_unit
from campaign.problems.codes import Problem, has_errors
from campaign.problems.limiting import MOST_STORED, limit_problems
from campaign.values.acts import SOFTWARE
from campaign.values.dispositions import ACCEPTED, Disposition
from services.context import AppContext
from services.intake.answering.answer_files import answers_folder, discard_answers
from services.intake.answering.receipt import Receipt
from services.intake.answering.receipts import ReceiptWriter, RecordedVerdict, sender
from services.intake.claim_files import still_claimed
from services.intake.cross_checks import cross_report_problems, key_of, submission_index_for
from services.intake.examining.examination import Examined, mark_again
from services.intake.prior_answers import load_prior_answers, load_returns
from services.intake.replaced_reports import (
    ReplacedReport,
    note_replaced,
    replacement_alarms,
)


@dataclass(slots=True)
class Batch:
    """The rows that one transaction writes, collected first and written in few statements."""

    answers: list[DropAnswer] = field(default_factory=list)
    sheets: list[tuple[int, str, str, str]] = field(default_factory=list)
    private: list[tuple[int, str, bytes]] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    attachments: dict[int, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    replaced: list[ReplacedReport] = field(default_factory=list)


def record(context: AppContext, examined: Sequence[Examined], now: dt.datetime) -> list[Receipt]:
    """Record verdicts and their answers in one transaction; return the receipts of this call.

    Raises OSError where archive or disk fail, OperationalError where the store does; nothing is
    recorded then.
    """
    with writing(context.engine) as connection:
        return record_within(connection, context, examined, now)


def record_within(
    connection: Connection, context: AppContext, examined: Sequence[Examined], now: dt.datetime
) -> list[Receipt]:
    """Record verdicts in the caller's transaction.

    A drop that another worker answered meanwhile is left out. Originals are archived and answers
    kept ready before the transaction ends: a crash in between repeats both under the same names.
    Answers are handed out when the transaction is over, with the removal of their files.
    """
    batch = Batch()
    home = context.home
    items = _still_claimed(connection, examined)
    prior_answers = load_prior_answers(connection, {item.claim.sha256 for item in items})
    items = prior_answers.keep(items)
    index = submission_index_for(connection, items, context.definitions.forms)
    writer = ReceiptWriter(home, context.definitions, now, context.examiner.recognition.waivers)
    writer.returns.update(load_returns(connection, context.definitions, items, now.date()))
    writer.returned.update(prior_answers.returned)
    writer.load_filed(connection, {item.unit for item in items if item.unit})
    discard_answers(home, {item.claim.drop_id for item in items})
    with durably(home.archive, answers_folder(home)):
        for item in items:
            _archive(context, item)
            verdict = _decide(context, index, batch, item, now)
            _answer(context, batch, writer, verdict, now)
    note_files(connection, writer.hashes)
    index.write(connection)
    _write(context, connection, batch, now)
    return batch.receipts


def _archive(context: AppContext, item: Examined) -> None:
    claim = item.claim
    if item.confidential:
        key = context.examiner.archive_key
        archive_encrypted(context.home, claim.spooled, claim.sha256, claim.suffix, key)
    else:
        archive_plain(context.home, claim.spooled, claim.sha256, claim.suffix)


def _still_claimed(connection: Connection, examined: Sequence[Examined]) -> list[Examined]:
    claimed = still_claimed(connection, [item.claim for item in examined])
    items = [item for item in examined if item.claim.drop_id in claimed]
    return sorted(items, key=lambda item: item.claim.drop_id)


def _decide(
    context: AppContext, index: SubmissionIndex, batch: Batch, item: Examined, now: dt.datetime
) -> RecordedVerdict:
    earlier = index.by_sha256.get(item.claim.sha256)
    if earlier and not item.by_hand and _lies_in_own_folder(context, item, earlier):
        current = index.in_force(earlier.key)
        return RecordedVerdict(
            examined=item,
            disposition=Disposition.DUPLICATE,
            problems=(),
            version=current,
            earlier=earlier,
        )
    if item.paper:
        batch.attachments[item.claim.drop_id] = item.serial
        return RecordedVerdict(
            examined=item, disposition=Disposition.ATTACHMENT, problems=item.problems
        )
    cross_problems = cross_report_problems(index, item, context.definitions.forms, now)
    history = limit_problems(cross_problems, MOST_STORED)
    problems = (*item.problems, *history)
    if has_errors(problems):
        marked = mark_again(item.claim, context.examiner, problems) if history else item.marked
        return RecordedVerdict(
            examined=item, disposition=Disposition.RETURNED, problems=problems, marked=marked
        )
    current = index.in_force(key_of(item))
    version = _accept(index, batch, item, now)
    if current and version.in_force:
        note_replaced(batch.replaced, context.definitions, item, current)
    disposition = Disposition.ACCEPTED_MANUALLY if item.by_hand else Disposition.ACCEPTED
    newer = None if version.in_force else index.in_force(version.key)
    return RecordedVerdict(
        examined=item, disposition=disposition, problems=problems, version=version, newer=newer
    )


def _lies_in_own_folder(context: AppContext, item: Examined, earlier: Version) -> bool:
    """Return whether the same bytes lie in their unit's folder; in another's they are no report."""
    unit, form, _ = earlier.key
    return item.claim.folder_unit in ("", responsible_unit(form, unit, context.definitions))


def _accept(index: SubmissionIndex, batch: Batch, item: Examined, now: dt.datetime) -> Version:
    version = Version(
        id=0,
        key=key_of(item),
        version=0,
        event_key=item.event_key,
        in_force=True,
        received_at=item.claim.received_at,
        accepted_at=now,
        drop_id=item.claim.drop_id,
        receipt=item.claim.receipt,
        sha256=item.claim.sha256,
        numbers=frozenset(number for number, _, _, _ in item.numbers),
        tables={sheet: rows for sheet, _, rows, _ in item.sheets},
    )
    facts = AcceptedFacts(
        form_version=item.form_version,
        serial=item.serial,
        nil=item.nil,
        normalised=sum(count for _, count in item.tolerated),
    )
    index.add(version, facts)
    for sheet, header, rows, sealed in item.sheets:
        batch.sheets.append((version.id, sheet, header, rows))
        if sealed:
            batch.private.append((version.id, sheet, sealed))
    batch.numbers += zip(repeat(version.id), version.numbers)
    return version


def _answer(
    context: AppContext,
    batch: Batch,
    writer: ReceiptWriter,
    verdict: RecordedVerdict,
    now: dt.datetime,
) -> None:
    item, claim = verdict.examined, verdict.examined.claim
    if verdict.disposition in ACCEPTED:
        writer.filed[item.unit].add(key_of(item))
    receipt, post = writer.answer(verdict)
    batch.receipts.append(receipt)
    batch.posts.append(post)
    batch.problems[claim.drop_id] = verdict.problems
    version = verdict.version if verdict.disposition in ACCEPTED else None
    batch.answers.append(
        DropAnswer(
            drop_id=claim.drop_id,
            receipt=claim.receipt,
            disposition=verdict.disposition,
            name="保密件" if item.confidential else claim.name,
            unit=sender(item),
            form=item.form,
            period=item.slot,
            serial=item.serial,
            confidential=item.confidential,
            submission_id=version.id if version else None,
            digest=context.definitions.content_hash,
            answered_at=now,
        )
    )
    detail = {
        "disposition": verdict.disposition,
        "unit": item.unit,
        "form": item.form,
        "period": item.slot,
        "sha256": claim.sha256,
        "version": version.version if version else None,
        "content": _content(item) if version else "",
        "definitions": context.definitions.content_hash,
        "why": item.by_hand.reason if item.by_hand else "",
    }
    actor = item.by_hand.name if item.by_hand else SOFTWARE
    batch.events.append(
        Event(at=now, actor=actor, kind="answered", subject=claim.receipt, detail=detail)
    )


def _content(item: Examined) -> str:
    numbers = (number for number, _, _, _ in item.numbers)
    return content_hash(item.claim.received_at, item.sheets, numbers)


def _write(context: AppContext, connection: Connection, batch: Batch, now: dt.datetime) -> None:
    insert_contents(connection, batch.sheets, batch.private, batch.numbers)
    record_problems(connection, batch.problems)
    record_attachments(connection, batch.attachments)
    record_answers(connection, batch.answers)
    batch.posts += replacement_alarms(context.definitions, batch.replaced, now)
    enqueue(connection, batch.posts, context.definitions.plan.mail, now)
    append(connection, batch.events)
