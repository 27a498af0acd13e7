"""Verification holds results against their ids, their events and what was published."""

import pytest
from sqlalchemy import text

from adapters.files.archive import archive_path
from adapters.store.engine import reading
from services.audit.verify import AuditFinding, verify
from services.results.lifecycle.transitions import publish_approved, published_path
from services.results.objections.objections import decide_objection, raise_objection
from services.results.register.register import find_result
from tests.services.results.objections.test_objections import SECOND
from tests.support.office import Bureau
from tests.support.samples.ranked_branches import BY, signed, under_notice

BYTES = "与编号不符"
STATE = "所处状态与事件记录不符"
REGISTERED = "与事件记录不符"
OBJECTION = "异议的登记、认定与事件记录不符"


@pytest.fixture
def published(appraised: Bureau) -> Bureau:
    """Give a home with a published result to which somebody had objected in vain."""
    id_ = under_notice(appraised)
    raise_objection(appraised.context, id_, SECOND, BY, appraised.now)
    decide_objection(appraised.context, id_, SECOND, False, signed("查无实据"), appraised.now)
    appraised.later(days=8)
    publish_approved(appraised.context, id_, BY, appraised.now)
    return appraised


def findings(bureau: Bureau) -> list[AuditFinding]:
    return verify(bureau.context.engine, bureau.home, bureau.now)


def id_of(bureau: Bureau) -> str:
    with reading(bureau.context.engine) as connection:
        return str(connection.scalar(text("SELECT id FROM results")))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE results SET document = x'7b7d0a'", BYTES),
        ("UPDATE results SET state = 'notice'", STATE),
        ("UPDATE results SET state = 'reopened'", STATE),
        ("UPDATE events SET kind = 'result.return' WHERE kind = 'result.approve'", STATE),
        ("DELETE FROM events WHERE kind = 'result.submit'", STATE),
        ("DELETE FROM events WHERE kind = 'result.draft'", STATE),
        ("UPDATE results SET notice_first = '2026-10-01'", f"公示期{REGISTERED}"),
        ("UPDATE results SET notice_last = '2026-11-03'", f"公示期{REGISTERED}"),
        ("UPDATE results SET published_at = NULL", f"公布时间{REGISTERED}"),
        ("UPDATE results SET as_of = '2026-01-01'", f"计分截止日{REGISTERED}"),
        ("UPDATE results SET root = 'another'", f"最初的草稿{REGISTERED}"),
        ("UPDATE results SET supersedes = id", f"所取代的成果{REGISTERED}"),
        ("UPDATE objections SET upheld = 1", OBJECTION),
        ("UPDATE objections SET upheld = NULL", OBJECTION),
        ("UPDATE objections SET unit = 'ZB01'", OBJECTION),
        ("DELETE FROM objections", OBJECTION),
        ("DELETE FROM events WHERE kind = 'result.object'", OBJECTION),
    ],
)
def test_whatever_is_changed_in_the_register_shows(
    published: Bureau, statement: str, said: str
) -> None:
    assert findings(published) == []
    with published.context.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    assert [each for each in findings(published) if said in each.what]


def test_a_result_that_is_gone_shows(published: Bureau) -> None:
    with published.context.engine.begin() as connection:
        connection.execute(text("DELETE FROM objections"))
        connection.execute(text("DELETE FROM results"))
    assert [each for each in findings(published) if "登记中却没有" in each.what]


def test_what_was_published_must_be_there_unchanged(published: Bureau) -> None:
    path = published_path(published.home, id_of(published))
    path.write_bytes(path.read_bytes() + b" ")
    [changed] = findings(published)
    assert "与登记的成果不同" in changed.what and path.name in changed.subject
    path.unlink()
    [gone] = findings(published)
    assert "没有公布的文件" in gone.what


def test_what_was_published_is_missed_even_where_the_register_forgot(published: Bureau) -> None:
    with published.context.engine.begin() as connection:
        connection.execute(text("UPDATE results SET published_at = NULL"))
    published_path(published.home, id_of(published)).unlink()
    assert any("没有公布的文件" in each.what for each in findings(published))


def test_a_file_among_the_results_that_nobody_published_shows(published: Bureau) -> None:
    published_path(published.home, "a" * 64).write_bytes(b"{}\n")
    assert [each.what for each in findings(published)] == [
        "没有公布过这份成果，文件不是由系统公布的。"
    ]


def test_a_definition_that_is_gone_from_the_archive_shows(published: Bureau) -> None:
    with reading(published.context.engine) as connection:
        found = find_result(connection, id_of(published))
        sha256 = connection.scalar(text("SELECT sha256 FROM definition_files WHERE suffix='.xlsx'"))
        assert sha256 and found
    archive_path(published.home, sha256, ".xlsx", confidential=False).unlink()
    [gone] = findings(published)
    assert gone.subject == "roster.xlsx" and "没有这份文件" in gone.what
