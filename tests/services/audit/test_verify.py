"""Verification: a year's ways of filing hold, and whatever is touched or lost afterwards shows."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Executable, delete, update
from typer.testing import CliRunner

from adapters.files.archive import ENCRYPTED
from adapters.files.encryption import archive_key
from adapters.store.integrity.row_digests import WATCHED
from adapters.store.tables import attachments, drops, events, outbox
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from campaign.values.seal import Identity
from cli.main import app
from services.audit.verify import AuditFinding, verify
from services.intake import recording
from services.intake.manual_acceptance import accept_file
from services.intake.quarantine import requeue
from services.notify.sending import send_pending
from tests.support.office import Bureau, make_home
from tests.support.samples.every_outcome import ATTACHMENT, HAND


def found(bureau: Bureau) -> list[AuditFinding]:
    return verify(bureau.context.engine, bureau.home, bureau.now)


def said(bureau: Bureau) -> list[tuple[str, str]]:
    return [(finding.check.value, finding.what) for finding in found(bureau)]


def tamper(bureau: Bureau, statement: Executable) -> None:
    """Edit the store as somebody does who is not the software."""
    with bureau.context.engine.begin() as connection:
        connection.execute(statement)


def archived(bureau: Bureau, suffix: str) -> Path:
    return next(bureau.home.archive.rglob(f"*{suffix}"))


def fail(*_: object) -> NoReturn:
    """Stand for a mistake in the software."""
    raise RuntimeError("a fault of the software")


def test_what_was_filed_properly_verifies(filed: Bureau) -> None:
    assert found(filed) == []


def test_it_still_verifies_after_the_mail_went_out(
    filed: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZUOFENG_SMTP_HOST", raising=False)
    definitions = filed.context.definitions
    args = (filed.home, definitions.plan, definitions.roster, lambda: filed.now)
    assert send_pending(filed.context.engine, *args).sent
    assert found(filed) == []


def test_it_verifies_on_postgresql_too(
    tmp_path: Path, readers: Readers, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZUOFENG_DATABASE_URL", postgres_url)
    bureau = Bureau(make_home(tmp_path / "home"))
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("保密/投诉.xlsx", bureau.complaint("TS2026-001"))
    assert len(bureau.sweep(readers)) == 2
    assert found(bureau) == []
    archived(bureau, ".xlsx").unlink()
    assert said(bureau) == [("原件存档", "存档中没有这份原件。")]
    bureau.context.engine.dispose()


def test_files_set_aside_taken_up_again_or_accepted_by_hand_verify(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in ("ZB01", "ZB02", "ZB03"):
        bureau.drop(f"{unit}/六月.xlsx", bureau.study(unit))
    with monkeypatch.context() as broken:
        broken.setattr(recording, "archive_plain", fail)
        replies = {reply.unit: reply for reply in bureau.sweep(readers)}
    assert {reply.disposition for reply in replies.values()} == {Disposition.QUARANTINED}
    assert found(bureau) == []
    identity = Identity(form="study", version=1, unit="ZB01", period="2026-06", serial="")
    accept_file(bureau.context, replies["ZB01"].receipt, identity, HAND, bureau.now)
    assert found(bureau) == []
    requeue(bureau.context, bureau.now)
    assert found(bureau) == [], "somebody works on them"
    bureau.later(hours=1)
    assert said(bureau) == [("收文答复", "已领取而尚未办结。")] * 2
    bureau.sweep(readers)
    assert found(bureau) == []


def _touch_plain(bureau: Bureau) -> None:
    path = archived(bureau, ".pdf")
    path.write_bytes(ATTACHMENT[:-1] + b"!")


def _touch_confidential(bureau: Bureau) -> None:
    path = archived(bureau, ENCRYPTED)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def _leave_readable(bureau: Bureau) -> None:
    path = archived(bureau, ENCRYPTED)
    path.with_name(path.name.removesuffix(ENCRYPTED)).write_bytes(b"readable")


def _add_stranger(bureau: Bureau) -> None:
    path = bureau.home.archive / "ab" / "ab不知道是什么.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")


def _swap_key(bureau: Bureau) -> None:
    (bureau.home.state / "archive.key").unlink()
    archive_key(bureau.home)


def _lose_key(bureau: Bureau) -> None:
    (bureau.home.state / "archive.key").unlink()


FILES: list[tuple[Callable[[Bureau], object], str]] = [
    (lambda bureau: archived(bureau, ".pdf").unlink(), "存档中没有这份原件"),
    (lambda bureau: archived(bureau, ENCRYPTED).unlink(), "存档中没有这份原件"),
    (_touch_plain, "与存档时的校验值不符"),
    (_touch_confidential, "解密失败"),
    (_swap_key, "解密失败"),
    (_lose_key, "存档密钥不存在"),
    (_leave_readable, "保密原件有未加密的副本"),
    (_add_stranger, "存档中有登记之外的文件"),
]


@pytest.mark.parametrize(("touch", "words"), FILES)
def test_whatever_happened_to_an_original_shows(
    touch: Callable[[Bureau], object], words: str, filed: Bureau
) -> None:
    touch(filed)
    [(check, what)] = [finding for finding in said(filed) if finding[0] != "密钥"]
    assert check == "原件存档" and words in what


def test_a_lost_key_is_not_replaced_by_looking_for_it(filed: Bureau) -> None:
    _lose_key(filed)
    found(filed)
    assert not (filed.home.state / "archive.key").exists()


def test_what_a_crash_left_half_written_is_no_stranger(filed: Bureau) -> None:
    path = archived(filed, ".pdf")
    path.with_name(f".{path.name}.{os.getpid()}.tmp").write_bytes(b"half")
    assert found(filed) == []


def test_a_touched_event_shows_with_its_place(filed: Bureau) -> None:
    tamper(filed, update(events).where(events.c.position == 3).values(actor="别人"))
    [finding] = found(filed)
    assert (finding.check.value, finding.subject) == ("事件记录", "第3条")


def test_a_drop_that_vanished_from_the_store_shows_in_record_and_archive(filed: Bureau) -> None:
    [drop] = [row for row in filed.rows(drops) if row.disposition == "attachment"]
    [message] = [row for row in filed.rows(outbox) if row.drop_id == drop.id]
    tamper(filed, update(outbox).values(drop_id=None).where(outbox.c.drop_id == drop.id))
    tamper(filed, delete(attachments))
    tamper(filed, delete(drops).where(drops.c.id == drop.id))
    told = [(finding.check.value, finding.subject, finding.what) for finding in found(filed)]
    gone, touched = "事件记录中有这一行，数据库中却没有：被直接删除。", "登记的内容与事件记录不符"
    assert [(check, subject) for check, subject, what in told if what == gone] == [
        ("数据库", f"收文登记（drops）第{drop.id}号"),
        ("数据库", f"收文第{drop.id}号的附件登记（attachments）"),
    ]
    assert [subject for _, subject, what in told if touched in what] == [
        f"邮件（outbox）第{message.id}封"
    ]
    assert [(check, what) for check, _, what in told if check != "数据库"] == [
        ("收文答复", "事件记录中有答复，收文登记中却没有。"),
        ("原件存档", "存档中有登记之外的文件。"),
    ]


def test_every_original_is_read_and_progress_is_told(filed: Bureau) -> None:
    told: list[tuple[int, int]] = []
    verify(filed.context.engine, filed.home, filed.now, lambda *step: told.append(step))
    originals = {(row.sha256, row.suffix) for row in filed.rows(drops)}
    assert told == [(number, len(originals)) for number in range(1, len(originals) + 1)]


def test_the_command_says_that_all_is_well_or_what_is_not(filed: Bureau) -> None:
    command = ["verify", "--home", str(filed.home.root)]
    well = CliRunner().invoke(app, command)
    assert well.exit_code == 0 and "核验无误" in well.stdout
    originals = len({(row.sha256, row.suffix) for row in filed.rows(drops)})
    assert f"共核对事件{len(filed.rows(events))}条、" in well.stdout
    assert f"、原件{originals}份。" in well.stdout
    archived(filed, ".pdf").unlink()
    as_json = CliRunner().invoke(app, [*command, "--json"])
    assert as_json.exit_code == 1
    shown = json.loads(as_json.stdout)
    assert shown["compared"]["events"] == len(filed.rows(events))
    rows = [(of, row) for of in WATCHED.values() for row in filed.rows(of.table)]
    keys = {(of.table.name, *(getattr(row, name) for name in of.key)) for of, row in rows}
    assert shown["compared"]["rows"] == len(keys)
    written = [json.loads(event.detail).get("files", {}) for event in filed.rows(events)]
    assert shown["compared"]["files"] == len({path for files in written for path in files}) > 0
    [finding] = shown["findings"]
    assert finding["check"] == "原件存档" and finding["mend"]
    table = CliRunner().invoke(app, command)
    assert table.exit_code == 1 and "共1处" in table.stdout
