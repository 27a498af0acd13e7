"""An approval tells by which roster it was given, and whose code is another one since the draft."""

import json
from typing import Any

import openpyxl
import pytest

from adapters.files.archive import archive_path
from adapters.store.tables import events, results
from campaign.definitions.roster_file.sheets import LEADERS
from campaign.results.document import read_document
from campaign.values.approval_codes import hash_code
from services.audit.verify import verify
from services.errors import WrongActError
from services.results.lifecycle.transitions import approve_result
from tests.support.office import Bureau
from tests.support.samples.ranked_branches import CHIEF, DEPUTY, facts, signed, state, submitted

OTHER_CODE = "731906"


def change_code(bureau: Bureau, member: str) -> None:
    """Give a member another code in the roster, as whoever can edit it could."""
    path = bureau.home.inputs / "roster.xlsx"
    workbook = openpyxl.load_workbook(path)
    [row] = [row for row in workbook[LEADERS].iter_rows() if row[0].value == member]
    [cell] = [cell for cell in row if str(cell.value).startswith("scrypt$")]
    cell.value = hash_code(OTHER_CODE, bytes(16))
    workbook.save(path)
    bureau.later(minutes=1)


def told(bureau: Bureau) -> dict[str, Any]:
    [approval] = [event for event in bureau.rows(events) if event.kind == "result.approve"]
    detail: dict[str, Any] = json.loads(approval.detail)
    return detail


def roster_of_draft(bureau: Bureau) -> str:
    [row] = bureau.rows(results)
    return str(read_document(row.document)["definitions"]["roster.xlsx"])


def test_an_approval_tells_roster_and_definitions(appraised_anywhere: Bureau) -> None:
    bureau = appraised_anywhere
    id_ = submitted(bureau)
    approve_result(bureau.context, id_, signed(), bureau.now)

    found = told(bureau)
    assert found["roster"] == roster_of_draft(bureau)
    assert found["definitions"] == bureau.context.definitions.content_hash
    assert found["codes_changed"] == []
    assert not facts(bureau, id_)["roster_changed"]


def test_a_member_whose_code_was_changed_after_the_draft_is_named(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    change_code(appraised, CHIEF)
    assert facts(appraised, id_)["roster_changed"]

    approve_result(appraised.context, id_, signed(code=OTHER_CODE), appraised.now)

    found = told(appraised)
    assert found["codes_changed"] == [CHIEF]
    assert found["roster"] == appraised.context.definitions.file_hashes["roster.xlsx"]
    assert found["roster"] != roster_of_draft(appraised)
    kept = archive_path(appraised.home, found["roster"], ".xlsx", confidential=False)
    assert kept.read_bytes() == (appraised.home.inputs / "roster.xlsx").read_bytes()
    assert verify(appraised.context.engine, appraised.home, appraised.now) == []


def test_it_is_told_also_where_another_member_approves(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    change_code(appraised, CHIEF)
    approve_result(appraised.context, id_, signed(member=DEPUTY), appraised.now)
    assert told(appraised)["codes_changed"] == [CHIEF]


def test_a_roster_that_changes_at_that_moment_stops_the_approval(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    office = appraised.context
    change_code(appraised, CHIEF)
    with pytest.raises(WrongActError, match="名册刚刚被改动，请再办理一次"):
        approve_result(office, id_, signed(), appraised.now)
    assert state(appraised, id_) == "submitted"
    office.engine.dispose()


def test_without_the_roster_of_the_draft_there_is_no_approval(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    sha256 = roster_of_draft(appraised)
    archive_path(appraised.home, sha256, ".xlsx", confidential=False).unlink()
    with pytest.raises(WrongActError, match="成果所依据的名册：存档中没有这份文件"):
        approve_result(appraised.context, id_, signed(), appraised.now)
