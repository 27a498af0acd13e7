"""What is stored of a submission is what was accepted, or verification says which is not."""

import pytest
from sqlalchemy import text

from tasks.store import writing
from tasks.verify import verify
from tests.office import Bureau

CONTENT = "的内容或收到时间与接收时的记录不符"
WITHDRAWAL = "的撤回情况与事件记录不符"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE submission_rows SET data = '{}' WHERE submission_id = 1 AND row = 0", CONTENT),
        ("UPDATE submission_rows SET number = 'X' WHERE submission_id = 1 AND row = 0", CONTENT),
        ("UPDATE private_rows SET sealed = x'00'", CONTENT),
        ("DELETE FROM private_rows", CONTENT),
        ("DELETE FROM submission_rows WHERE submission_id = 1", CONTENT),
        ("INSERT INTO submission_rows VALUES (1, 'sessions', 999, NULL, '{}')", CONTENT),
        ("UPDATE submissions SET received_at = '2026-06-01T09:00:00+08:00' WHERE id = 1", CONTENT),
        ("UPDATE submissions SET withdrawn_at = NULL", WITHDRAWAL),
        ("UPDATE submissions SET withdrawn_at = accepted_at WHERE id = 1", WITHDRAWAL),
    ],
)
def test_whatever_is_changed_in_the_store_shows(filed: Bureau, statement: str, said: str) -> None:
    assert verify(filed.office.engine, filed.home, filed.now) == []

    with writing(filed.office.engine) as connection:
        assert connection.execute(text(statement)).rowcount > 0

    found = verify(filed.office.engine, filed.home, filed.now)
    assert [finding for finding in found if said in finding.what]
