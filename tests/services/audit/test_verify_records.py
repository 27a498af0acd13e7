"""Whatever is touched in a record or an event afterwards shows when it is verified."""

import pytest
from sqlalchemy import text

from tests.services.audit.test_verify import said, tamper
from tests.support.office import Bureau


def _of(disposition: str) -> str:
    return f"(SELECT id FROM drops WHERE disposition = '{disposition}' ORDER BY id LIMIT 1)"


RECORDS: list[tuple[str, str, list[str]]] = [
    (
        "an answer's message gone",
        f"DELETE FROM outbox WHERE drop_id = {_of('returned')}",
        ["已答复，却没有告知报送单位的邮件", "发件箱中却没有"],
    ),
    (
        "an answer without a receipt's number",
        f"UPDATE drops SET receipt = NULL WHERE id = {_of('returned')}",
        ["没有回执号", "应为1条", "收文登记中却没有"],
    ),
    (
        "an disposition changed",
        f"UPDATE drops SET disposition = 'attachment' WHERE id = {_of('returned')}",
        ["或者与结果不符"],
    ),
    (
        "a returned file made an accepted one",
        f"UPDATE drops SET disposition = 'receipt' WHERE id = {_of('returned')}",
        ["或者与结果不符", "没有对应的报表登记"],
    ),
    (
        "an accepted file without its submission",
        "UPDATE drops SET submission_id = NULL WHERE disposition = 'receipt' AND id = 1",
        ["没有对应的报表登记"],
    ),
    (
        "a submission whose file was not accepted",
        f"UPDATE submissions SET drop_id = {_of('returned')} WHERE id = 1",
        ["没有对应的报表登记", "没有对应的已接收文件"],
    ),
    (
        "a withdrawn version in force",
        "UPDATE submissions SET in_force = TRUE WHERE withdrawn_at IS NOT NULL",
        ["不应有效"],
    ),
    (
        "no version in force",
        "UPDATE submissions SET in_force = FALSE WHERE form = 'study' AND version = 2",
        ["应当有效，却没有生效"],
    ),
    (
        "an older version in force",
        "UPDATE submissions SET received_at = '2099' WHERE unit = 'ZB01' AND version = 1",
        ["不应有效", "应当有效，却没有生效", "与接收时的记录不符"],
    ),
    (
        "a message that nobody ordered",
        "INSERT INTO outbox (key, kind, unit, recipient, subject, text, html, attachments, state, "
        "attempts, next_attempt_at, lease_until, created_at) "
        "VALUES ('x', 'x', '', '', '', '', '', '[]', 'held', 0, '', '', '')",
        ["事件记录中却没有"],
    ),
    (
        "the record cut off at its end",
        "DELETE FROM events WHERE position > (SELECT max(position) - 12 FROM events)",
        ["应为1条", "事件记录中却没有", "撤回情况与事件记录不符", "此后的记录被删除"],
    ),
]


@pytest.mark.parametrize(
    ("statement", "words"), [case[1:] for case in RECORDS], ids=[case[0] for case in RECORDS]
)
def test_whatever_happened_to_a_record_shows(
    statement: str, words: list[str], filed: Bureau
) -> None:
    tamper(filed, text(statement))
    told = [what for check, what in said(filed) if check not in ("数据库", "发出的文件")]
    for word in words:
        assert any(word in what for what in told), f"{word} in {told}"
    for what in told:
        assert any(word in what for word in words), f"{what} is none of {words}"
