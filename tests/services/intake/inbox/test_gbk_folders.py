"""Folders whose names old shares and programs write in GBK mean what their names say."""

import os

from adapters.files.inbox_walk import Obstacle, ObstacleKind
from adapters.store.tables import drops, problems
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.intake.inbox.listing import scan
from tests.support.office import Bureau


def in_gbk(name: str) -> str:
    """Return a name in GBK, as Python lists it."""
    return os.fsdecode(name.encode("gb18030"))


def test_a_unit_s_folder_is_known_by_any_of_its_names(bureau: Bureau) -> None:
    roster = bureau.context.definitions.roster
    for name in ("局机关第一党支部", "机关一支部"):
        bureau.drop(f"{in_gbk('各支部')}/{in_gbk(name)}/六月.xlsx", b"x")
    assert [seen.folder_unit(roster) for seen in scan(bureau.home)] == ["ZB01", "ZB01"]


def test_a_foreign_report_in_a_unit_s_folder_is_returned(bureau: Bureau, readers: Readers) -> None:
    bureau.drop(f"{in_gbk('局机关第一党支部')}/六月.xlsx", bureau.study("ZB02"))
    [receipt] = bureau.sweep(readers)
    assert receipt.disposition is Disposition.RETURNED
    assert [row.code for row in bureau.rows(problems)] == ["place.foreign_folder"]
    assert bureau.inbox() == []


def test_what_lies_in_the_folder_for_confidential_files_is_kept_secret(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop(f"{in_gbk('保密')}/举报.xlsx", bureau.complaint("TS-2026-001"))
    bureau.drop(f"{in_gbk('保密')}/举报材料.txt", b"x")
    bureau.sweep(readers)
    assert [row.confidential for row in bureau.rows(drops)] == [True, True]
    hidden = Obstacle(path=f"{in_gbk('保密')}/{in_gbk('某人')}", kind=ObstacleKind.LINK)
    assert hidden.shown_path == "保密/……"


def test_a_recycle_bin_is_none_of_the_senders_folders(bureau: Bureau) -> None:
    bureau.drop(f"{in_gbk('回收站')}/六月.xlsx", b"x")
    assert scan(bureau.home) == []
