"""No column of any table can be edited unnoticed, but for the exceptions that say why."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table

from adapters.files.home import Home
from adapters.store.actions import ActionState, RecordedAction, record_actions
from adapters.store.definition_files import register_definition_files
from adapters.store.engine import writing
from adapters.store.events import load_events
from adapters.store.integrity.row_digests import UNWATCHED, WATCHED
from adapters.store.issued_numbers import IssuedNumber, record_number
from adapters.store.results.objections import (
    NewObjection,
    ObjectionDecision,
    add_objection,
    decide,
)
from adapters.store.results.register import Result, insert_result
from adapters.store.tables import metadata
from services.audit.verify import AuditFinding, verify
from services.texts.verify import verify_texts
from tests.support.office import Bureau

BY_CONTENT = {"submission_sheets", "private_sheets"}
"""And row_numbers: test_contents.py adds one."""

COUNTED = [
    column
    for table in metadata.tables.values()
    if table.name in WATCHED or table.name in BY_CONTENT or table.name == "events"
    for column in table.columns
    if table.name not in WATCHED or column.name not in WATCHED[table.name].exceptions
]


@pytest.fixture(scope="module")
def full_home(filed_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Give a home that has a row in every watched table."""
    home = Home(shutil.copytree(filed_home.root, tmp_path_factory.mktemp("full") / "home"))
    bureau = Bureau(home)
    now = bureau.now
    with writing(bureau.context.engine) as connection:
        number = IssuedNumber(form="waiver", unit="党办", number=1, serial="XX26", issued_at=now)
        record_number(connection, number)
        action = RecordedAction(
            key="monthly:remind:2026-06",
            flow="monthly",
            day=now.date(),
            state=ActionState.DONE,
            note="已办",
            noted_at=now,
        )
        record_actions(connection, [action])
        register_definition_files(connection, {"ab" * 32: ".toml"}, now)
        result = Result(
            id="ef" * 32,
            document=b"{}\n",
            as_of=now.date(),
            root="ef" * 32,
            supersedes=None,
            state="draft",
            created_at=now,
            changed_at=now,
            notice_first=None,
            notice_last=None,
            published_at=None,
        )
        insert_result(connection, result)
        objection = NewObjection(
            result=result.id,
            unit="ZB01",
            person="",
            document="",
            why="分数有误",
            raised_by="秦朗",
            raised_at=now,
        )
        add_objection(connection, objection)
    bureau.context.engine.dispose()
    yield home


@pytest.fixture
def full(full_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Give a copy of that home to touch."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(Home(shutil.copytree(full_home.root, tmp_path / "home")))
    yield bureau
    bureau.context.engine.dispose()


def findings(bureau: Bureau) -> set[AuditFinding]:
    return set(verify(bureau.context.engine, bureau.home, bureau.now))


def edit(home: Home, statement: str, *values: object) -> None:
    """Edit the store with another program, which knows of no rules between tables."""
    with sqlite3.connect(home.state / "zuofeng.db") as connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def another(column: Column[object], value: object) -> object:
    if isinstance(column.type, LargeBinary):
        return b"another"
    if isinstance(column.type, Boolean):
        return 0 if value else 1
    if isinstance(column.type, Integer):
        return 99 if value is None else int(str(value)) + 1000
    return f"{value or ''}改"


def last_row(home: Home, table: Table) -> tuple[int, dict[str, object]]:
    with sqlite3.connect(home.state / "zuofeng.db") as connection:
        connection.row_factory = sqlite3.Row
        query = f'SELECT rowid AS place, * FROM "{table.name}" ORDER BY rowid DESC LIMIT 1'
        row = dict(connection.execute(query).fetchone())
    connection.close()
    return int(str(row.pop("place"))), row


def test_every_table_is_watched_or_says_why_it_is_not() -> None:
    assert set(metadata.tables) == {*WATCHED, *UNWATCHED}
    assert set(verify_texts().rows.model_dump()) == set(WATCHED)
    groups = {group for watched in WATCHED.values() for group in watched.columns_by_group()}
    assert groups == set(verify_texts().groups.model_dump())
    for watched in WATCHED.values():
        named = [
            *watched.exceptions,
            *(name for names in watched.groups.values() for name in names),
        ]
        assert set(named) <= set(watched.table.columns.keys()) and len(named) == len(set(named))


@pytest.mark.parametrize("column", COUNTED, ids=str)
def test_an_edited_column_shows_with_its_table_row_and_group(
    column: Column[object], full: Bureau
) -> None:
    table = column.table
    assert isinstance(table, Table)
    before = findings(full)
    place, row = last_row(full.home, table)
    value = another(column, row[column.name])
    statement = f'UPDATE "{table.name}" SET "{column.name}" = ? WHERE rowid = ?'
    edit(full.home, statement, value, place)

    new = findings(full) - before

    if table.name == "events":
        assert [finding for finding in new if finding.check == "事件记录"]
    elif table.name in BY_CONTENT:
        assert [finding for finding in new if finding.check == "报表登记"]
    else:
        watched = WATCHED[table.name]
        key = "/".join(str(row[name]) for name in watched.key)
        subject = getattr(verify_texts().rows, table.name).format(key=key)
        told = [finding.what for finding in new if finding.subject == subject]
        group = next(g for g, names in watched.columns_by_group().items() if column.name in names)
        if column.name in watched.key and table.name != "problems":
            assert any("数据库中却没有" in what for what in told)
        else:
            assert any(getattr(verify_texts().groups, group) in what for what in told)


@pytest.mark.parametrize("table", sorted(WATCHED))
def test_a_row_deleted_or_added_shows(table: str, full: Bureau) -> None:
    before = findings(full)
    place, row = last_row(full.home, metadata.tables[table])
    names = ", ".join(f'"{name}"' for name in row)
    edit(full.home, f'DELETE FROM "{table}" WHERE rowid = ?', place)
    words = "登记的内容与" if table == "problems" else "数据库中却没有：被直接删除"
    [gone] = [f for f in findings(full) - before if words in f.what and f.check == "数据库"]
    assert f"（{table}）" in gone.subject

    first = WATCHED[table].key[0]
    row[first] = another(metadata.tables[table].c[first], row[first])
    for name in ("version", "position", "receipt"):
        if name in row:
            row[name] = 77
    if table in ("drops", "outbox"):
        row |= {"mtime_ns": "7"} if table == "drops" else {"key": "another"}
    if table == "submissions":
        row |= {"drop_id": 77, "in_force": 0}
    marks = ", ".join("?" * len(row))
    edit(full.home, f'INSERT INTO "{table}" ({names}) VALUES ({marks})', *row.values())
    added = [f for f in findings(full) - before if "事件记录中却没有：被直接加入" in f.what]
    assert [f"（{table}）" in finding.subject for finding in added] == [True]


def test_an_edit_that_the_software_writes_over_shows_where_it_did(full: Bureau) -> None:
    before = findings(full)
    edit(full.home, "UPDATE objections SET upheld = 1, decided_why = '属实'")
    with writing(full.context.engine) as connection:
        decision = ObjectionDecision(
            upheld=False, decided_by="秦朗", decided_why="不实", decided_at=full.now
        )
        decide(connection, 1, decision)
        position = load_events(connection)[-1].position + 1

    new = {finding.what for finding in findings(full) - before if finding.check == "数据库"}

    assert new == {f"处理意见在事件第{position}条之前被直接改动。"}


@pytest.mark.parametrize(
    ("statement", "subject"),
    [
        ("UPDATE drops SET name = CAST(x'ff' AS TEXT) WHERE id = 1", "收文登记（drops）第1号"),
        ("UPDATE drops SET size = 'many' WHERE id = 1", "收文登记（drops）第1号"),
        ("UPDATE drops SET received_at = x'ff' WHERE id = 1", "收文登记（drops）第1号"),
        ("UPDATE results SET document = 'text'", f"考评成果（results）{'ef' * 32}"),
        ("UPDATE events SET kind = x'00' WHERE position = 2", "第2条"),
        ("UPDATE events SET detail = '[1]' WHERE kind LIKE 'rows.%'", "收文登记（drops）第1号"),
    ],
)
def test_what_cannot_be_read_any_more_shows_as_what_was_touched(
    statement: str, subject: str, full: Bureau
) -> None:
    edit(full.home, statement)
    assert subject in {finding.subject for finding in findings(full)}
