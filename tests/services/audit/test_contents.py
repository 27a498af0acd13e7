"""What is stored of a submission is what was accepted, or verification says which is not."""

import pytest
from sqlalchemy import text

from services.audit.verify import verify
from tests.support.office import Bureau

CONTENT = "的内容或收到时间与接收时的记录不符"
STRAY = "有不属于任何已接收报表的内容"
WITHDRAWAL = "的撤回情况与事件记录不符"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE submission_sheets SET header = '{}' WHERE submission_id = 1", CONTENT),
        ("UPDATE submission_sheets SET rows = '[]' WHERE submission_id = 1", CONTENT),
        ("UPDATE private_sheets SET sealed = x'00'", CONTENT),
        ("DELETE FROM private_sheets", CONTENT),
        ("DELETE FROM submission_sheets WHERE submission_id = 1", CONTENT),
        ("INSERT INTO submission_sheets VALUES (1, 'another', '{}', '[]')", CONTENT),
        ("INSERT INTO row_numbers VALUES (1, 'ZG-999')", CONTENT),
        ("UPDATE submissions SET received_at = '2026-06-01T09:00:00+08:00' WHERE id = 1", CONTENT),
        (
            "INSERT INTO private_sheets SELECT submission_id, '另表', sealed FROM private_sheets",
            STRAY,
        ),
        ("INSERT INTO private_sheets VALUES (1, '另表', x'00')", STRAY),
        ("UPDATE submissions SET withdrawn_at = NULL", WITHDRAWAL),
        ("UPDATE submissions SET withdrawn_at = accepted_at WHERE id = 1", WITHDRAWAL),
    ],
)
def test_whatever_is_changed_in_the_store_shows(filed: Bureau, statement: str, said: str) -> None:
    assert verify(filed.context.engine, filed.home, filed.now) == []

    with filed.context.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0

    found = verify(filed.context.engine, filed.home, filed.now)
    assert [finding for finding in found if said in finding.what]
