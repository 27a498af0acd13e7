"""Checks the published result against the scenario: ranks, vetoes, ladder, objection."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping

from adapters.store.engine import reading
from adapters.store.results.register import result_statuses
from campaign.results.document import ResultDocument
from campaign.results.lifecycle import ResultState
from campaign.scoring.assessment import Assessment
from campaign.scoring.channels import void_raters
from campaign.scoring.ranking import CRITICISM, LAST_PLACE
from campaign.tables.reckoned.results import ScoreFacts
from rehearsal.checks.hard_cases import check_hard_cases
from rehearsal.content.texts import check_texts
from rehearsal.simulation.year import Year
from services.assessment import assess_day
from services.results.lifecycle.transitions import published_path

Deviations = Iterator[str]
Checks = tuple[tuple[str, Iterable[str]], ...]
"""What must hold, and what deviates from it, in words."""

_STEPS = 3


def check_result(year: Year) -> Checks:
    """Return what must hold of the result, each with what deviates."""
    texts = check_texts().result
    path = published_path(year.bureau.home, year.progress.published)
    if not year.progress.published or not path.is_file():
        return ((texts["published"], [texts["not_published"]]),)
    document = json.loads(path.read_text(encoding="utf-8"))
    assessment = _assessment(year, document)
    scores = {score["unit"]: score for score in document["scores"]}
    scenario = year.participants.scenario
    unit = _UnitNames(year)
    return (
        (
            texts["winners"].format(winners=_listed(map(unit.name, scenario.winners.values()))),
            _winners(year, scores),
        ),
        (texts["vetoed"].format(vetoed=unit.name(scenario.vetoed)), _vetoed(year, scores)),
        (
            texts["last"].format(
                key_rectified=unit.name(scenario.key_rectified),
                spared=_listed(map(unit.name, filter(None, (scenario.spared, scenario.last_tied)))),
            ),
            _last_places(year, scores, assessment),
        ),
        (texts["ladder"].format(person=scenario.laddered.name), _ladder(year, document)),
        (texts["criticised"].format(person=scenario.criticised.name), _criticised(year, document)),
        (
            texts["unvisited"].format(unvisited=scenario.unvisited or check_texts().year["none"]),
            _unvisited(year, scores),
        ),
        (texts["doubts"], _doubts(year, assessment)),
        *check_hard_cases(assessment, scenario),
        (texts["notice"], _notice(year, document)),
        (texts["resolved"], (matter["why"] for matter in document["unresolved"])),
        (texts["documents"], _documents(year)),
    )


def _assessment(year: Year, document: ResultDocument) -> Assessment:
    context = year.bureau.context
    day = dt.date.fromisoformat(document["as_of"])
    return assess_day(context.engine, context.definitions, day)


class _UnitNames:
    """Units with name and code."""

    def __init__(self, year: Year) -> None:
        self._roster = year.bureau.context.definitions.roster

    def name(self, code: str) -> str:
        name = self._roster.name_of(code)
        return check_texts().result["named_unit"].format(name=name, code=code)


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or check_texts().year["none"]


def _winners(year: Year, scores: Mapping[str, ScoreFacts]) -> Deviations:
    text = check_texts().result["winner"]
    for unit_class, code in year.participants.scenario.winners.items():
        first = [u for u, s in scores.items() if s["class"] == unit_class and s["final_rank"] == 1]
        if first != [code]:
            yield text.format(unit_class=unit_class, expected=code, found=_listed(first))


def _vetoed(year: Year, scores: Mapping[str, ScoreFacts]) -> Deviations:
    texts, scenario = check_texts().result, year.participants.scenario
    planted = {scenario.vetoed: {CRITICISM}, scenario.key_rectified: {LAST_PLACE}}
    for code, score in scores.items():
        vetoes = {veto["key"] for veto in score["vetoes"]}
        if vetoes != planted.get(code, set()):
            yield texts["vetoes"].format(unit=code, found=_listed(sorted(vetoes)))
        raw, final = score["raw_rank"], score["final_rank"]
        if bool(vetoes) == (final is not None) or raw is None:
            yield texts["ranks"].format(unit=code, raw=raw, final=final)


def _last_places(
    year: Year, scores: Mapping[str, ScoreFacts], assessment: Assessment
) -> Deviations:
    texts, scenario = check_texts().result, year.participants.scenario
    last = {code for code, score in scores.items() if score["last"]}
    if last != set(filter(None, (scenario.key_rectified, scenario.spared, scenario.last_tied))):
        yield texts["last_places"].format(found=_listed(sorted(last)))
    questioned = {rank.unit for rank in assessment.ranks if rank.inquiry}
    if questioned != {scenario.key_rectified}:
        yield texts["inquiries"].format(found=_listed(sorted(questioned)))


def _ladder(year: Year, document: ResultDocument) -> Deviations:
    steps = year.bureau.context.definitions.plan.appraisal.ladder.steps
    code = year.participants.scenario.laddered.code
    planted = [
        (code, count, steps[min(count, len(steps)) - 1].consequence)
        for count in range(1, _STEPS + 1)
    ]
    taken = [
        (step["person"], step["count"], step["consequence"])
        for step in document["people"]["ladder"]
    ]
    if sorted(taken) != planted:
        yield check_texts().result["ladder_steps"].format(expected=planted, found=taken)


def _criticised(year: Year, document: ResultDocument) -> Deviations:
    texts, code = check_texts().result, year.participants.scenario.criticised.code
    people = document["people"]
    punished = [consequence["person"] for consequence in people["consequences"]]
    if punished != [code]:
        yield texts["consequences"].format(found=_listed(punished))
    if code in {nominee["person"] for nominee in people["nominees"]}:
        yield texts["still_nominated"]


def _unvisited(year: Year, scores: Mapping[str, ScoreFacts]) -> Deviations:
    """Check who lacks the spot check's channel; a bureau of few units lacks other channels too."""
    lacking = {code for code, score in scores.items() if score["channels"]["spot"] is None}
    planted = set(filter(None, [year.participants.scenario.unvisited]))
    final = {code for code in lacking if not scores[code]["provisional"]}
    unranked = {code for code in lacking if scores[code]["raw_rank"] is None}
    if lacking != planted or final or unranked:
        yield check_texts().result["provisional"].format(found=_listed(sorted(lacking)))


def _doubts(year: Year, assessment: Assessment) -> Deviations:
    texts, scenario = check_texts().result, year.participants.scenario
    evidence = assessment.collected.evidence
    flat = void_raters(evidence.ratings)
    if flat != frozenset(filter(None, [scenario.flat_rater])):
        yield texts["flat_raters"].format(found=_listed(sorted(flat)))
    pairs = {frozenset((pair.one, pair.other)) for pair in assessment.raters.high_pairs}
    if scenario.pair_one and frozenset(scenario.pair) not in pairs:
        yield texts["pair"].format(pair=_listed(scenario.pair))
    void = {batch.unit for batch in evidence.ballots if batch.overfull}
    if void != set(filter(None, [scenario.void_batch])):
        yield texts["void_ballots"].format(found=_listed(sorted(void)))


def _documents(year: Year) -> Deviations:
    """Documents are known by their names, which say of whom they are."""
    texts, scenario = check_texts().result, year.participants.scenario
    steps = year.bureau.context.definitions.plan.appraisal.ladder.steps
    names = [path.name for path in year.bureau.home.reports.rglob("*.docx")]
    expected = [
        ("质询", scenario.key_rectified),
        ("通报", scenario.vetoed),
        ("通报", scenario.criticised.code),
        *((step.consequence, scenario.laddered.code) for step in steps),
        ("公示", ""),
        ("公示", "第2次"),
    ]
    for kind, subject in expected:
        if not any(kind in name and subject in name for name in names):
            yield texts["missing_document"].format(kind=kind, subject=subject)
    for name in names:
        spared = filter(None, (scenario.spared, scenario.last_tied))
        uninvolved = tuple(spared) if "质询" in name else (scenario.cleared.code,)
        if any(code in name for code in uninvolved):
            yield texts["surplus_document"].format(name=name)


def _notice(year: Year, document: ResultDocument) -> Deviations:
    texts = check_texts().result
    removed = [entry["person"] for entry in document["removed"]]
    if removed != [year.participants.scenario.objected.code]:
        yield texts["removed"].format(found=_listed(removed))
    with reading(year.bureau.context.engine) as connection:
        rows = result_statuses(connection)
    states = [row.state for row in rows]
    if states != [ResultState.SUPERSEDED, ResultState.PUBLISHED]:
        yield texts["states"].format(found="、".join(states))
        return
    first, second = (row.notice.last for row in rows)
    if second <= first:
        yield texts["second_notice"].format(second=second, first=first)
    published_on = rows[1].published_on
    if published_on <= second:
        yield texts["published_early"].format(last=second, published=published_on)
