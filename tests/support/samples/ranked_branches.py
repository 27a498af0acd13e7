"""A home in which six branches can be ranked, on a day on which a result can be drafted."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.files.home import Home
from adapters.store.engine import reading
from adapters.store.results.register import Result
from adapters.store.tables import events
from adapters.worker_pool import Readers
from campaign.results.document import ResultFacts
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from services.results.approval.codes import Signature
from services.results.lifecycle.transitions import approve_result, publish_approved, submit_result
from services.results.lifecycle.views import result_view
from services.results.register.register import draft_result, find_result
from services.results.register.succession import result_in_force
from tests.support.office import Bureau, make_home
from tests.support.samples.definitions import approval_code, changed, first_plan_text
from tests.support.samples.evaluation_workbooks import AUTUMN, event, self_evaluation
from tests.support.servers.postgres import PostgresServer, name_of

CHIEF, DEPUTY = "周望舒", "方既白"
NOMINEE = "林知夏"
BY = Actor(name="秦朗", reason="按程序办理")
DAY = AUTUMN.date()
OWN_SCORES = {"ZB01": 95, "ZB02": 90, "ZB03": 85, "ZB04": 80, "ZB05": 75, "ZB06": 70}
"""Ranked are the branches that filed: their own scores and a spot check without findings are
enough here. The first two of six are on the shortlist, with provisional scores."""


def file_evaluations(bureau: Bureau, readers: Readers) -> None:
    """Take in the branches' own evaluations, and a nomination."""
    for unit, score in OWN_SCORES.items():
        bureau.drop(f"{unit}/自评.xlsx", self_evaluation(bureau, unit, [score] * 5))
    deeds = "全年接待群众一千二百余人次，无一投诉，主动上门办理三十余件"
    rows = {"nominees": [{"person": NOMINEE, "deeds": deeds}]}
    bureau.drop("ZB01/推荐.xlsx", event(bureau, "nomination", rows, unit="ZB01"))
    replies = bureau.sweep(readers)
    assert {reply.disposition for reply in replies} == {"receipt"}, replies


def appraised_home(root: Path) -> Home:
    """Return a home whose plan ranks units by what is filed here."""
    home = make_home(root)
    plan = home.inputs / "plan.toml"
    text = first_plan_text()  # which ranks by little, and asks nothing of the shortlist
    plan.write_text(
        changed(text, "least_weight_present = 60", "least_weight_present = 25"), encoding="utf-8"
    )
    return home


@pytest.fixture(scope="session")
def evaluated_home(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Home:
    """Give a home where everything is filed."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ZUOFENG_DATABASE_URL", raising=False)
        return _evaluated(tmp_path_factory.mktemp("evaluated") / "home", readers)


@pytest.fixture(scope="session")
def evaluated_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer, readers: Readers
) -> Iterator[tuple[Home, str]]:
    """Give such a home and the name of its database on PostgreSQL, for tests to copy."""
    with postgres_server.database() as url:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("ZUOFENG_DATABASE_URL", url)
            home = _evaluated(tmp_path_factory.mktemp("evaluated") / "home", readers)
        yield home, name_of(url)


def _evaluated(root: Path, readers: Readers) -> Home:
    bureau = Bureau(appraised_home(root), AUTUMN)
    file_evaluations(bureau, readers)
    bureau.context.engine.dispose()
    return bureau.home


@pytest.fixture
def appraised(
    evaluated_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bureau]:
    """Give a copy of that home to touch."""
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    home = Home(shutil.copytree(evaluated_home.root, tmp_path / "home"))
    bureau = Bureau(home, AUTUMN)
    yield bureau
    bureau.context.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def appraised_anywhere(request: pytest.FixtureRequest) -> Bureau:
    """Give such a copy on each database."""
    fixture = "appraised" if request.param == "sqlite" else "appraised_on_postgres"
    bureau: Bureau = request.getfixturevalue(fixture)
    return bureau


@pytest.fixture
def appraised_on_postgres(
    evaluated_on_postgres: tuple[Home, str],
    postgres_server: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bureau]:
    """Give a copy of that home and its database on PostgreSQL."""
    evaluated, database = evaluated_on_postgres
    home = Home(shutil.copytree(evaluated.root, tmp_path / "home"))
    with postgres_server.database(database) as url:
        monkeypatch.setenv("ZUOFENG_DATABASE_URL", url)
        bureau = Bureau(home, AUTUMN)
        yield bureau
        bureau.context.engine.dispose()


def signed(why: str = "同意", member: str = CHIEF, code: str = "") -> Signature:
    """Return a member's signature with the right code, unless another is given."""
    right = approval_code({CHIEF: 1, DEPUTY: 2}[member])
    return Signature(member=member, code=code or right, why=why)


def drafted(bureau: Bureau, day: dt.date = DAY) -> str:
    """Draft and return the id."""
    return draft_result(bureau.context, day, BY, bureau.now).id


def submitted(bureau: Bureau) -> str:
    """Draft and submit."""
    id_ = drafted(bureau)
    submit_result(bureau.context, id_, BY, bureau.now)
    return id_


def under_notice(bureau: Bureau) -> str:
    """Draft, submit and approve: 2 November 2026 is a Monday, so that notice ends on the 9th."""
    id_ = submitted(bureau)
    approve_result(bureau.context, id_, signed(), bureau.now)
    return id_


def row(bureau: Bureau, id_: str) -> Result:
    """Return a result as it is registered."""
    with reading(bureau.context.engine) as connection:
        return find_result(connection, id_)


def state(bureau: Bureau, id_: str) -> ResultState:
    """Return where a result stands."""
    return ResultState(row(bureau, id_).state)


def acts(bureau: Bureau, id_: str) -> list[str]:
    """Return what was done to a result, in its order."""
    told = [event for event in bureau.rows(events) if event.subject == id_]
    return [event.kind.removeprefix("result.") for event in told]


def facts(bureau: Bureau, id_: str) -> ResultFacts:
    """Return what is shown of a result."""
    with reading(bureau.context.engine) as connection:
        return result_view(connection, find_result(connection, id_), bureau.context.definitions)


def standing(bureau: Bureau) -> str | None:
    """Return the result that stands."""
    with reading(bureau.context.engine) as connection:
        return result_in_force(connection)


def file_late(bureau: Bureau, readers: Readers) -> None:
    """Let a seventh branch file, so that the next draft is another one."""
    bureau.drop("ZB07/自评.xlsx", self_evaluation(bureau, "ZB07", [99] * 5))
    bureau.sweep(readers)


def published(bureau: Bureau) -> str:
    """Draft, submit, approve, and publish on 10 November 2026."""
    id_ = under_notice(bureau)
    bureau.later(days=8)
    publish_approved(bureau.context, id_, BY, bureau.now)
    return id_
