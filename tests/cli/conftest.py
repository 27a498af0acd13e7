"""A year of reports of every kind, to judge by another plan."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.files.home import Home
from adapters.worker_pool import Readers
from tests.support.office import NOW, Bureau
from tests.support.samples.evaluation_workbooks import AUTUMN, event, self_evaluation
from tests.support.samples.questionnaires import export, sheet_of
from tests.support.samples.ranked_branches import appraised_home, file_evaluations

BALLOT = dict.fromkeys(("service", "efficiency", "quality", "style", "image"), "基本满意")


@pytest.fixture(scope="module")
def year_home(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Path:
    """Give a home with reports of every kind: accepted, returned and replaced, confidential."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        home = appraised_home(tmp_path_factory.mktemp("year") / "home")
        bureau = Bureau(home, NOW)
        for unit in ("ZB01", "ZB07"):  # too early: returned; the first is sent again in autumn
            early = self_evaluation(bureau, unit, [80] * 5, NOW.date())
            bureau.drop(f"{unit}/自评.xlsx", early)
        bureau.drop("DW01/学习.xlsx", bureau.study("DW01"))
        bureau.drop("保密/举报.xlsx", bureau.complaint("TS-2026-001"))
        outcomes = sorted(str(reply.disposition) for reply in bureau.sweep(readers))
        assert outcomes == ["receipt", "receipt", "returned", "returned"]
        again = bureau.complaint("TS-2026-001", number=2)  # the same case on another sheet
        bureau.drop("保密/举报2.xlsx", again)
        assert [reply.disposition for reply in bureau.sweep(readers)] == ["returned"]
        bureau.now = AUTUMN
        file_evaluations(bureau, readers)
        rows = {"ballots": [{"unit": "ZB01", "group": "服务对象", **BALLOT}] * 6}
        bureau.drop("党办/测评.xlsx", event(bureau, "public_ballots", rows, batch="第一批"))
        sheets = [sheet_of("社会救助科")] * 6
        bureau.drop("党办/84564398_按文本_群众测评_6_6.xlsx", export(sheets))
        replies = bureau.sweep(readers)
        assert [reply.disposition for reply in replies] == ["receipt", "receipt"], replies
        bureau.context.engine.dispose()
    return home.root


@pytest.fixture
def year(year_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Give a copy of that home to touch."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    bureau = Bureau(Home(shutil.copytree(year_home, tmp_path / "home")), AUTUMN)
    yield bureau
    bureau.context.engine.dispose()
