"""Holds the published result against what was planted: ranks, vetoes, ladder, objection."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from adapters.store.engine import reading
from adapters.store.tables import results
from campaign.definitions.roster import Person
from campaign.results.lifecycle import ResultState
from campaign.scoring.assessment import Assessment
from campaign.scoring.channels import void_raters
from campaign.scoring.ranking import CRITICISM, LAST_PLACE
from rehearsal.simulation.year import Year
from services.results.lifecycle.transitions import published_path
from services.scoring.assessment import assess_day

CheckLines = Iterator[str]
_STEPS = 3


def check_result(year: Year) -> tuple[tuple[str, Iterable[str]], ...]:
    """Return what must hold of the result, each with what is otherwise."""
    path = published_path(year.bureau.home, year.progress.published)
    if not year.progress.published or not path.is_file():
        return (("全年成果经批准、公示后公布", ["没有公布"]),)
    document = json.loads(path.read_text(encoding="utf-8"))
    assessment = _assessment(year, document)
    scores = {score["unit"]: score for score in document["scores"]}
    names = _Names(year)
    parts = year.troupe.parts
    winners = "、".join(names.unit(code) for code in parts.winners.values())
    return (
        (f"各类第一名是设定的{winners}", _winners(year, scores)),
        (f"一票否决的是{names.unit(parts.vetoed)}，没有别的单位", _vetoed(year, scores)),
        (
            f"{names.unit(parts.key_rectified)}末位且重点整改，应当质询；"
            f"{names.unit(parts.spared)}末位没有重点整改，不质询",
            _last(year, scores, assessment),
        ),
        (
            f"{names.person(parts.laddered)}三次投诉查实，逐次加重，没有别人",
            _ladder(year, document),
        ),
        (
            f"{names.person(parts.criticised)}被通报，不得评先，年度考核降等",
            _person(year, document),
        ),
        ("全部打同样分的不计，互打高分的列出，作废的测评票列出", _doubts(year, assessment)),
        ("公示期满后公布，异议成立的移出并第二次公示", _notice(year, document)),
        ("没有归不到单位、个人的内容", (each["why"] for each in document["unresolved"])),
        ("通报、谈话、质询、公示的文件都已写出，没有写给别人的", _papers(year)),
    )


def _assessment(year: Year, document: dict[str, Any]) -> Assessment:
    office = year.bureau.context
    day = dt.date.fromisoformat(document["as_of"])
    return assess_day(office.engine, office.definitions, day)


class _Names:
    """Units and people as they are called."""

    def __init__(self, year: Year) -> None:
        self._roster = year.bureau.context.definitions.roster

    def unit(self, code: str) -> str:
        unit = self._roster.unit(code)
        return f"{unit.name}（{code}）" if unit else code

    def person(self, person: Person) -> str:
        return person.name


def _winners(year: Year, scores: dict[str, dict[str, Any]]) -> CheckLines:
    for unit_class, code in year.troupe.parts.winners.items():
        first = [u for u, s in scores.items() if s["class"] == unit_class and s["final_rank"] == 1]
        if first != [code]:
            yield f"{unit_class}第一名应为{code}，实为{'、'.join(first) or '无'}"


def _vetoed(year: Year, scores: dict[str, dict[str, Any]]) -> CheckLines:
    parts = year.troupe.parts
    planted = {parts.vetoed: {CRITICISM}, parts.key_rectified: {LAST_PLACE}}
    for code, score in scores.items():
        found = {veto["key"] for veto in score["vetoes"]}
        if found != planted.get(code, set()):
            yield f"{code}的否决情形为{'、'.join(sorted(found)) or '无'}"
        if bool(found) == (score["final_rank"] is not None) or score["raw_rank"] is None:
            yield f"{code}的名次为{score['raw_rank']}，否决后为{score['final_rank']}"


def _last(year: Year, scores: dict[str, dict[str, Any]], assessment: Assessment) -> CheckLines:
    parts = year.troupe.parts
    last = {code for code, score in scores.items() if score["last"]}
    if last != {parts.key_rectified, parts.spared}:
        yield f"末位为{'、'.join(sorted(last)) or '无'}"
    asked = {each.unit for each in assessment.ranks if each.inquiry}
    if asked != {parts.key_rectified}:
        yield f"应当质询的为{'、'.join(sorted(asked)) or '无'}"


def _ladder(year: Year, document: dict[str, Any]) -> CheckLines:
    steps = year.bureau.context.definitions.plan.appraisal.ladder.steps
    code = year.troupe.parts.laddered.code
    planted = [
        (code, count, steps[min(count, len(steps)) - 1].consequence)
        for count in range(1, _STEPS + 1)
    ]
    found = [
        (each["person"], each["count"], each["consequence"])
        for each in document["people"]["ladder"]
    ]
    if sorted(found) != planted:
        yield f"应为{planted}，实为{found}"


def _person(year: Year, document: dict[str, Any]) -> CheckLines:
    code = year.troupe.parts.criticised.code
    found = [each["person"] for each in document["people"]["consequences"]]
    if found != [code]:
        yield f"受通报后果的为{'、'.join(found) or '无'}"
    if code in {each["person"] for each in document["people"]["nominees"]}:
        yield "被通报的人仍在推荐名单中"


def _doubts(year: Year, assessment: Assessment) -> CheckLines:
    parts, evidence = year.troupe.parts, assessment.collected.evidence
    flat = void_raters(evidence.ratings)
    if flat != frozenset(filter(None, [parts.flat_rater])):
        yield f"全部打同样分的为{'、'.join(sorted(flat)) or '无'}"
    pairs = {frozenset((each.one, each.other)) for each in assessment.raters.high_pairs}
    if parts.pair_one and frozenset(parts.pair) not in pairs:
        yield f"互打高分的{'、'.join(parts.pair)}没有列出"
    void = {batch.unit for batch in evidence.ballots if batch.overfull}
    if void != set(filter(None, [parts.void_batch])):
        yield f"测评票作废的为{'、'.join(sorted(void)) or '无'}"


def _papers(year: Year) -> CheckLines:
    """Documents are known by their names, which say of whom they are."""
    parts = year.troupe.parts
    steps = year.bureau.context.definitions.plan.appraisal.ladder.steps
    names = [path.name for path in year.bureau.home.reports.rglob("*.docx")]
    wanted = [
        ("质询", parts.key_rectified),
        ("通报", parts.vetoed),
        ("通报", parts.criticised.code),
        *((step.consequence, parts.laddered.code) for step in steps),
        ("公示", ""),
        ("公示", "第2次"),
    ]
    for kind, whom in wanted:
        if not any(kind in name and whom in name for name in names):
            yield f"没有{kind}{whom}的文件"
    for name in names:
        others = parts.spared in name if "质询" in name else parts.cleared.code in name
        if others:
            yield f"多写了《{name}》"


def _notice(year: Year, document: dict[str, Any]) -> CheckLines:
    removed = [each["person"] for each in document["removed"]]
    if removed != [year.troupe.parts.objected.code]:
        yield f"移出的为{'、'.join(removed) or '无'}"
    r = results.c
    query = select(r.id, r.state, r.notice_first, r.notice_last, r.published_at)
    with reading(year.bureau.context.engine) as connection:
        rows = connection.execute(query.order_by(r.created_at, r.id)).all()
    states = [row.state for row in rows]
    if states != [ResultState.SUPERSEDED, ResultState.PUBLISHED]:
        yield f"成果的状态依次为{'、'.join(states)}"
        return
    if rows[1].notice_last <= rows[0].notice_last:
        yield f"第二次公示至{rows[1].notice_last}，没有比第一次的{rows[0].notice_last}晚"
    if rows[1].published_at.date() <= rows[1].notice_last:
        yield f"公示期至{rows[1].notice_last}，{rows[1].published_at.date()}就公布了"
