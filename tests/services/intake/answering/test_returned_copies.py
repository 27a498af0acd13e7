"""What a sender is told of the copy that comes back, and how that copy is named."""

import datetime as dt

import pytest

from adapters.store.tables import outbox
from adapters.worker_pool import Readers
from tests.support.office import Bureau

MARKED = "副本中已标出需要修改的单元格"


def _faulty(bureau: Bureau) -> bytes:
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "2026年2月30日"
    return bureau.study("ZB01", rows=rows)


def test_a_copy_with_marked_cells_is_said_to_have_them(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("ZB01/六月.xlsx", _faulty(bureau))

    bureau.sweep(readers)

    [message] = bureau.rows(outbox)
    assert MARKED in message.text and MARKED in message.html


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("ZB01/六月.xlsx", "只改了后缀名的文字".encode()),
        ("ZB01/照片.jpg", b"\xff\xd8\xff\xe0 a photograph"),
        ("ZB02/六月.xlsx", None),
    ],
    ids=["text renamed", "photograph", "another unit's folder"],
)
def test_where_no_cell_is_marked_no_marks_are_spoken_of(
    bureau: Bureau, readers: Readers, path: str, data: bytes | None
) -> None:
    bureau.drop(path, data or bureau.study("ZB01"))

    bureau.sweep(readers)

    [message] = bureau.rows(outbox)
    assert message.kind == "returned"
    for body in (message.text, message.html):
        assert "标出" not in body and "标注" not in body


def test_a_copy_returned_again_bears_its_own_receipt_s_number_alone(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", _faulty(bureau))
    [first] = bureau.sweep(readers)
    [copy] = (bureau.home.returned / "ZB01").glob("*.xlsx")
    bureau.drop(f"ZB01/{copy.name}", copy.read_bytes())

    [second] = bureau.sweep(readers)

    names = {path.name for path in (bureau.home.returned / "ZB01").glob("*.xlsx")}
    assert names == {f"{reply.receipt} 退回修改 六月.xlsx" for reply in (first, second)}


def test_what_is_overdue_leads_the_list_of_what_is_still_due(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))

    bureau.sweep(readers)

    [message] = bureau.rows(outbox)
    owed = message.text.partition("你单位尚待报送：\n")[2].split("\n\n")[0].splitlines()
    late = ["已逾期" in line for line in owed]
    assert any(late) and late == sorted(late, reverse=True)
    duty = min(bureau.context.definitions.duties_of("ZB01"), key=lambda duty: duty.due)
    days = (bureau.now.date() - duty.due) // dt.timedelta(days=1)
    assert f"已逾期{days}天" in owed[0]
