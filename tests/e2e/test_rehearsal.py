"""A rehearsed year: what was planted shows, what deviates is reported, a seed repeats the bytes."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.files.home import Home
from adapters.store.engine import open_store
from campaign.deadlines.status import DutyState
from campaign.definitions.errors import DefinitionError
from cli.main import app
from rehearsal.checks.fingerprints import LISTED, fingerprints
from rehearsal.checks.year_checks import check_year
from rehearsal.content.scenario import Scenario
from rehearsal.simulation import year as year_module
from rehearsal.simulation.deployed_flows import deployed_flows
from rehearsal.simulation.schedule import ScheduledReport
from rehearsal.simulation.setup import MARKER, set_up_home
from rehearsal.simulation.simulated_bureau import SimulatedBureau, open_simulated_bureau
from rehearsal.simulation.year import Year, simulate_year
from services.assessment import assess_day
from services.audit.verify import verify
from services.backup import back_up, restore
from tests.support.office import CHECKOUT, make_home
from tests.support.reference_check import disagreements
from tests.support.samples.definitions import changed, plan_text

_SHORT = ("study", "rectification", "inspection", "self_evaluation", "complaint", "waiver")
_BLOCK = re.compile(r"^\[\[obligations\]\]\n(?:(?!^\[|^# ----).*\n)*", re.MULTILINE)


@pytest.fixture(scope="module")
def environment() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ZUOFENG_DATABASE_URL", raising=False)
        yield patch


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, environment: pytest.MonkeyPatch) -> Year:
    """Give a year of six units, simulated to its end."""
    into = tmp_path_factory.mktemp("rehearsal") / "年"
    home = set_up_home(Home(CHECKOUT), CHECKOUT / "inputs" / "plan.toml", into, 1, 6)
    return simulate_year(home, deployed_flows(CHECKOUT), seed=1, faults=True)


def test_everything_that_was_planted_shows_in_the_outputs(year: Year) -> None:
    assert [(check.what, check.deviations) for check in check_year(year) if not check.holds] == []
    assert {report.state for report in year.participants.reports} >= {
        DutyState.LATE,
        DutyState.MISSING,
    }


def test_the_rehearsed_year_s_scores_and_analyses_are_what_plain_loops_reckon(year: Year) -> None:
    context = year.bureau.context
    result_on = context.definitions.plan.appraisal.result_on
    assert result_on is not None
    assert disagreements(assess_day(context.engine, context.definitions, result_on)) == []


Plant = Callable[[Year], Year]


def roles(**changes: Callable[[Scenario], object]) -> Plant:
    """Claim that other units or people had roles of the scenario."""

    def plant(year: Year) -> Year:
        planted = year.participants.scenario
        other = replace(planted, **{key: make(planted) for key, make in changes.items()})  # type: ignore[arg-type]  # each by its own field
        return replace(year, participants=replace(year.participants, scenario=other))

    return plant


def first_report(**changes: object) -> Plant:
    """Claim something else of the first duty that was filed on time."""

    def plant(year: Year) -> Year:
        reports = list(year.participants.reports)
        at = next(n for n, report in enumerate(reports) if _is_plain(report))
        reports[at] = replace(reports[at], **changes)  # type: ignore[arg-type]  # each by its own field
        return replace(year, participants=replace(year.participants, reports=reports))

    return plant


def _is_plain(report: ScheduledReport) -> bool:
    return report.state is DutyState.ON_TIME and report.duty.obligation.form == "study"


@pytest.mark.parametrize(
    ("plant", "reported"),
    [
        (first_report(state=DutyState.LATE), "谁按时、谁逾期"),
        (first_report(drops=()), "每天提醒的正是尚未报送的"),
        (roles(winners=lambda p: {**p.winners, "支部": p.vetoed}), "各类第一名"),
        (roles(vetoed=lambda p: p.winners["单位"]), "一票否决的是"),
        (roles(key_rectified=lambda p: p.spared), "应当质询"),
        (roles(laddered=lambda p: p.cleared), "三次投诉查实"),
        (roles(criticised=lambda p: p.cleared), "被通报，不得评先"),
        (roles(void_batch=lambda p: p.winners["单位"]), "作废的测评票"),
        (roles(objected=lambda p: p.cleared), "异议成立的移出"),
        (roles(unrating=lambda p: p.vetoed), "没有报互评评分的"),
        (roles(tied_one=lambda p: p.vetoed, tied_other=lambda p: p.spared), "界线上并列的"),
        (roles(tied_one=lambda p: p.vetoed, tied_other=lambda p: p.spared), "递补列入"),
        (
            roles(close_ahead=lambda p: p.winners["单位"], close_behind=lambda p: p.key_rectified),
            "难分高下",
        ),
        (roles(last_tied=lambda p: p.winners["单位"]), "末位而没有重点整改的"),
        (roles(winners=lambda p: {**p.winners, "支部": p.vetoed}), "更正的表彰"),
    ],
)
def test_what_was_planted_and_does_not_show_is_reported(
    year: Year, plant: Plant, reported: str
) -> None:
    wrong = [check.what for check in check_year(plant(year)) if not check.holds]
    assert [what for what in wrong if reported in what]


def test_an_original_that_is_gone_is_reported(year: Year) -> None:
    original = next(path for path in sorted(year.bureau.home.archive.rglob("*")) if path.is_file())
    kept = original.read_bytes()
    original.unlink()
    wrong = [check.what for check in check_year(year) if not check.holds]
    original.write_bytes(kept)
    assert wrong == ["核验：记录、答复、存档完好"]


def small_home(folder: Path) -> Home:
    """Return a home with a few forms and obligations, so that a year takes seconds."""

    def keep(block: "re.Match[str]") -> str:
        key = re.search(r'^key = "(\w+)"', block[0], re.MULTILINE)
        return block[0] if key and key[1] in _SHORT else ""

    home = make_home(folder)
    plan = home.inputs / "plan.toml"
    plan.write_text(_BLOCK.sub(keep, plan.read_text(encoding="utf-8")), encoding="utf-8")
    for form in (home.inputs / "forms").glob("*.toml"):
        if form.stem not in _SHORT:
            form.unlink()
    return home


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal of a small home by command: where it was played, and what the command said."""

    home: Home
    exit_code: int
    facts: dict[str, Any]


def rehearse(source: Home, into: Path) -> Rehearsed:
    """Rehearse with seed 7, the bureau's own database and mail server being out of reach."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ZUOFENG_DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
        environment.setenv("ZUOFENG_SMTP_HOST", "127.0.0.1")
        given = ["rehearse", "--units", "6", "--seed", "7", "--home", str(source.root), "--json"]
        run = CliRunner().invoke(app, [*given, "--into", str(into)])
    assert run.exit_code in (0, 1), run.exception
    return Rehearsed(Home(into), run.exit_code, json.loads(run.stdout))


@pytest.fixture(scope="module")
def small_year(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """Give a small home's rehearsal, for others of the same seed to be held against."""
    folder = tmp_path_factory.mktemp("small")
    return rehearse(small_home(folder / "home"), folder / "甲")


def test_the_same_seed_gives_the_same_bytes_and_what_does_not_hold_is_reported(
    small_year: Rehearsed, tmp_path: Path
) -> None:
    again = rehearse(small_home(tmp_path / "home"), tmp_path / "乙")
    assert [run.exit_code for run in (small_year, again)] == [1, 1]
    hashes = [fingerprints(run.home) for run in (small_year, again)]
    assert hashes[0] == hashes[1]
    kinds = {path.split("/")[1] for path in hashes[0]}
    assert kinds == {"archive", "issued", "mail", "reports", "returned"}
    assert any("/results/" in path for path in hashes[0])
    assert (small_year.home.root / LISTED).read_text().count("\n") == len(hashes[0])
    assert small_year.facts["fingerprint"] == again.facts["fingerprint"]
    assert small_year.facts["ok"] is False
    failing = [check["what"] for check in small_year.facts["checks"] if not check["holds"]]
    assert any("应当质询" in what for what in failing)  # no decision could be registered
    assert any("休息日" in warning for warning in small_year.facts["warnings"])


def test_a_year_goes_on_to_the_same_end_in_a_home_restored_in_its_middle(
    small_year: Rehearsed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZUOFENG_DATABASE_URL", raising=False)
    small = small_home(tmp_path / "设置")
    home = set_up_home(small, small.inputs / "plan.toml", tmp_path / "年", 7, 6)
    opened: list[SimulatedBureau] = []

    def open_and_keep(home: Home) -> SimulatedBureau:
        opened.append(open_simulated_bureau(home))
        return opened[-1]

    monkeypatch.setattr(year_module, "open_simulated_bureau", open_and_keep)

    def replace_by_its_backup(day: dt.date) -> None:
        if day != dt.date(2026, 8, 12):
            return
        engine, file = opened[-1].context.engine, tmp_path / "八月.zip"
        made = back_up(engine, home, file, "八月十二日的口令", opened[-1].now, lambda *_: None)
        engine.dispose()
        home.root.rename(tmp_path / "坏了的机器")
        assert restore(file, home, "八月十二日的口令", lambda *_: None) == made
        assert verify(open_store(home), home, opened[-1].now, lambda *_: None) == []

    year = simulate_year(
        home, deployed_flows(CHECKOUT), seed=7, faults=True, on_day=replace_by_its_backup
    )
    year.bureau.close()
    assert (tmp_path / "坏了的机器").exists()
    assert fingerprints(home) == fingerprints(small_year.home)


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    plan = CHECKOUT / "inputs" / "plan.toml"
    homes = [set_up_home(Home(CHECKOUT), plan, tmp_path / f"{n}", n, 6) for n in (1, 2)]
    one, other = ((home.inputs / "roster.xlsx").read_bytes() for home in homes)
    assert one != other


def test_a_folder_with_something_of_ones_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "自己的.txt").write_text("勿动")
    done = CliRunner().invoke(app, ["rehearse", "--into", str(tmp_path)])
    assert done.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["自己的.txt"]


def test_what_a_rehearsal_left_is_replaced_by_the_next(tmp_path: Path) -> None:
    plan = CHECKOUT / "inputs" / "plan.toml"
    home = set_up_home(Home(CHECKOUT), plan, tmp_path / "演练", 1, 6)
    (home.outputs / "旧.txt").write_text("旧")
    set_up_home(Home(CHECKOUT), plan, home.root, 1, 6)
    assert (home.root / MARKER).is_file()
    assert not (home.outputs / "旧.txt").exists()


def test_weights_that_do_not_add_up_are_refused_before_the_year_begins(
    tmp_path: Path,
) -> None:
    text = changed(plan_text(), 'name = "自评"\nweight = 10', 'name = "自评"\nweight = 11')
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    given = ["rehearse", "--into", str(tmp_path / "演练"), "--plan", str(tmp_path / "plan.toml")]
    done = CliRunner().invoke(app, given)
    assert isinstance(done.exception, DefinitionError)
    [fault] = done.exception.faults
    assert "plan.toml" in str(fault) and "100" in str(fault)
