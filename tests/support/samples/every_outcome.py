"""A home in which everything has happened once that can become of a file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.files.home import Home
from adapters.store.tables import drops, submissions
from adapters.worker_pool import Readers
from campaign.values.acts import Actor
from services.intake.manual_acceptance import withdraw_submission
from tests.support.office import Bureau, make_home

HAND = Actor(name="秦朗", reason="误报")
ATTACHMENT = b"%PDF-1.7 made up"


@pytest.fixture(scope="session")
def filed_home(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Iterator[Home]:
    """Give a home where everything has happened once that can become of a file."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        bureau = Bureau(make_home(tmp_path_factory.mktemp("filed") / "home"))
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("保密/投诉.xlsx", bureau.complaint("TS2026-001"))
    bureau.drop("ZB03/六月.xlsx", bureau.study("ZB03"))
    bad = bureau.study_rows("ZB02")
    bad["sessions"][0]["held_on"] = "2026年2月30日"
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows=bad))
    first = {reply.unit: reply for reply in bureau.sweep(readers)}
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["summary"] = "改正后的学习内容，逐人发言"
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01", rows=rows))
    [submission, *_] = bureau.rows(submissions)
    bureau.drop(f"ZB01/{submission.serial} 照片.pdf", ATTACHMENT)
    bureau.drop("ZB03/再报.xlsx", bureau.study("ZB03"))
    bureau.sweep(readers)
    withdraw_submission(bureau.context, first["ZB03"].receipt, HAND, bureau.now)
    outcomes = {row.disposition for row in bureau.rows(drops)}
    assert outcomes == {"receipt", "returned", "duplicate", "attachment"}
    bureau.context.engine.dispose()
    yield bureau.home


@pytest.fixture
def filed(filed_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Give a copy of that home to touch."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(Home(shutil.copytree(filed_home.root, tmp_path / "home")))
    yield bureau
    bureau.context.engine.dispose()
