"""A home with private contents whose retention is over, and their destruction."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.files.home import Home
from adapters.store.tables import drops
from adapters.worker_pool import Readers
from campaign.definitions.plan import Retention
from campaign.values.acts import Actor
from services.audit.destruction import Destroyed, destroy_private
from tests.support.office import NOW, Bureau, make_home

WHO = Actor(name="秦朗", reason="局办批准销毁（2030）1号")
DUE = dt.datetime(2030, 1, 7, 9, 0, tzinfo=NOW.tzinfo)
"""A Monday, after three whole years since the end of 2026."""
KEEP = Retention(private_months=36)


@pytest.fixture(scope="module")
def filed_once(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Iterator[Home]:
    """Give a home with a complaint, one returned, its attachment, a duplicate, and a report."""
    bureau = Bureau(make_home(tmp_path_factory.mktemp("private") / "home"))
    right = bureau.complaint("TS-2026-001")
    bureau.drop("保密/投诉.xlsx", right)
    bureau.drop("保密/电话有误.xlsx", bureau.complaint("TS-2026-002", number=2, phone="不是电话"))
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    serial = next(row.serial for row in bureau.rows(drops) if row.form == "complaint")
    bureau.drop(f"保密/{serial} 身份证.pdf", b"%PDF-1.7 \xe7\x94\x84")
    bureau.drop("保密/再来一次.xlsx", right)
    bureau.sweep(readers)
    bureau.context.engine.dispose()
    yield bureau.home


@pytest.fixture
def due(filed_once: Home, tmp_path: Path) -> Iterator[Bureau]:
    """Give that home in a later year."""
    bureau = Bureau(Home(shutil.copytree(filed_once.root, tmp_path / "家")), DUE)
    yield bureau
    bureau.context.engine.dispose()


def destroy(bureau: Bureau, now: dt.datetime = DUE) -> Destroyed:
    return destroy_private(bureau.context.engine, bureau.home, KEEP, WHO, now)
