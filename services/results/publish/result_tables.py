"""A result in tables: the ranking for all, people for the office, a unit's own sheet for it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from adapters.workbooks.report_tables import ReportTable, TableCell
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.documents.result_announcements import (
    announced_name,
    class_and_rank,
    facts_in_words,
    provisional_note,
)
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.arithmetic import extra_lines, open_lines
from campaign.scoring.explain.score_facts import LEAST_COUNT
from campaign.scoring.explain.unit_facts import JsonFacts
from campaign.values.exact_numbers import SHOWN_PLACES, rounded
from campaign.values.text import day_text

ScoreFacts = Mapping[str, Any]


def ranking_tables(
    document: ResultDocument, plan: Plan, note: str, draft: bool = False
) -> list[ReportTable]:
    """Return the ranking, a sheet for each class, as it may be seen by everybody.

    ``note`` is the leading group's, beside provisional scores; a ``draft`` says what it is.
    """
    scores = sorted(document["scores"], key=class_and_rank)
    classes = list(dict.fromkeys(score["class"] for score in scores))
    return [
        _ranking(one, [s for s in scores if s["class"] == one], document, plan, (note, draft))
        for one in classes
    ]


_AFTER_CHANNELS = ("加分", "扣分", "总分", "等次", "推荐表彰", "说明")


def _ranking(
    unit_class: str,
    scores: list[ScoreFacts],
    document: ResultDocument,
    plan: Plan,
    about: tuple[str, bool],
) -> ReportTable:
    note, draft = about
    channels = [
        channel
        for channel in plan.appraisal.channels
        if any(score["channels"][channel.key] is not None for score in scores)
    ]
    title = f"{document['campaign']['year']}年{unit_class}考评成绩（截至{_day(document['as_of'])}）"
    return ReportTable(
        name=unit_class,
        title=f"{title}（送审稿，不得外传）" if draft else title,
        headings=("名次", "单位", *(channel.name for channel in channels), *_AFTER_CHANNELS),
        rows=[
            (
                score["final_rank"],
                document["units"][score["unit"]],
                *(format_number(score["channels"][channel.key]) for channel in channels),
                format_number(score["bonus"]),
                format_number(score["deduction"]),
                document["shown_totals"].get(score["unit"], ""),
                score["grade"] if score["ranked"] else "",
                "是" if score["shortlisted"] else "",
                "；".join(_remarks(score, document, note)),
            )
            for score in scores
        ],
    )


def _remarks(score: ScoreFacts, document: ResultDocument, note: str) -> Iterator[str]:
    if not score["ranked"]:
        weight = format_number(score["weight_present"]["whole"])
        yield f"已有成绩的权重为{weight}（满分100），不参加排名"
    elif provisional := provisional_note(score, note):
        yield provisional
    for veto in score["vetoes"]:
        yield f"一票否决：{veto['name']}（{veto['evidence']}），原名次第{score['raw_rank']}名"
    for each in document["removed"]:
        if (each["unit"], each["person"]) == (score["unit"], ""):
            yield "公示期内异议成立，取消推荐资格"
    if score["last"]:
        yield "末位"


def people_tables(document: ResultDocument, roster: Roster) -> list[ReportTable]:
    """Return what the result says of people, for the office alone: it confirms each."""
    return [_consequences(document, roster), _ladder(document), _nominees(document, roster)]


def _consequences(document: ResultDocument, roster: Roster) -> ReportTable:
    return ReportTable(
        name="取消评先评优",
        title="被通报批评的个人：不得评先评优，年度考核按所列等次确定",
        headings=("单位", "姓名", "人员编号", "年度考核等次", "通报文号", "通报日期"),
        rows=[
            (
                announced_name(each["unit"], document, roster),
                each["name"],
                each["person"],
                each["yearly_grade"],
                each["document"],
                each["criticised_on"],
            )
            for each in document["people"]["consequences"]
        ],
    )


def _ladder(document: ResultDocument) -> ReportTable:
    keys = ("name", "person", "count", "case", "decided_on", "consequence")
    return ReportTable(
        name="责任追究建议",
        title="举报投诉查实的处理建议（由领导小组确认）",
        headings=("姓名", "人员编号", "查实次数", "案件编号", "认定日期", "处理建议"),
        rows=[tuple(each[key] for key in keys) for each in document["people"]["ladder"]],
    )


def _nominees(document: ResultDocument, roster: Roster) -> ReportTable:
    return ReportTable(
        name="推荐个人",
        title="推荐表彰的个人（排名不分先后）",
        headings=("单位", "姓名", "人员编号", "主要事迹和有关记录"),
        rows=[
            (
                announced_name(each["unit"], document, roster),
                each["name"],
                each["person"],
                facts_in_words(each["facts"]),
            )
            for each in document["people"]["nominees"]
        ],
    )


def unit_tables(
    facts: JsonFacts, document: ResultDocument, assessment: Assessment
) -> list[ReportTable]:
    """Return a unit's own sheet from ``explained_to_unit``: never who gave what."""
    year, name = document["campaign"]["year"], facts["name"]
    return [
        ReportTable(
            name="成绩",
            title=f"{name}{year}年考评成绩（截至{_day(facts['day'])}）",
            headings=("项目", *_dimension_names(assessment), "小计"),
            rows=[*_cells(facts, assessment), *_totals(facts, document, assessment)],
        ),
        ReportTable(
            name="评分份数",
            title="互评、测评的份数（计入／未计入）",
            headings=("渠道", *_dimension_names(assessment)),
            rows=[*_counts(facts, assessment)],
        ),
        ReportTable(
            name="计分依据",
            title="自评、检查、抽查和加分扣分的依据",
            headings=("渠道", "项目", "依据"),
            rows=[*_grounds(facts["unit"], assessment)],
        ),
    ]


def _day(iso: str) -> str:
    return day_text(dt.date.fromisoformat(iso))


def format_number(value: str | None) -> str:
    """Write a figure of a document as people read it."""
    return "" if value is None else f"{rounded(Fraction(value), SHOWN_PLACES):f}"


def _dimension_names(assessment: Assessment) -> tuple[str, ...]:
    return tuple(dimension.name for dimension in assessment.appraisal.dimensions)


def _cells(facts: JsonFacts, assessment: Assessment) -> Iterator[tuple[TableCell, ...]]:
    for channel in assessment.appraisal.channels:
        row = facts["cells"][channel.key]
        if facts["channels"][channel.key] is not None or any(row.values()):
            cells = (
                format_number(row[each.key]) or "缺" for each in assessment.appraisal.dimensions
            )
            yield channel.name, *cells, format_number(facts["channels"][channel.key])


def _totals(
    facts: JsonFacts, document: ResultDocument, assessment: Assessment
) -> Iterator[tuple[TableCell, ...]]:
    blank = ("",) * len(assessment.appraisal.dimensions)
    listed = {each["unit"] for each in document["shortlist"]}
    ranked = facts["ranked"]
    lines = (
        ("加分", format_number(facts["bonus"])),
        ("扣分", format_number(facts["deduction"])),
        ("总分", facts["shown_total"] or ""),
        ("等次", facts["grade"] if ranked else "不参加排名"),
        ("名次", str(facts["final_rank"] or "—")),
        ("推荐表彰", "是" if facts["unit"] in listed else "否"),
        ("成绩性质", "暂定" if facts["provisional"] else "完整"),
        *(("一票否决", f"{veto['name']}（{veto['evidence']}）") for veto in facts["vetoes"]),
    )
    for what, value in lines:
        yield what, *blank, value


def _counts(facts: JsonFacts, assessment: Assessment) -> Iterator[tuple[TableCell, ...]]:
    names = {channel.key: channel.name for channel in assessment.appraisal.channels}
    for channel, row in facts["counts"].items():
        cells = (
            f"{_count(row[each.key]['counted'])}／{_count(row[each.key]['not_counted'])}"
            for each in assessment.appraisal.dimensions
        )
        yield names[channel], *cells


def _count(number: int | None) -> str:
    return f"不足{LEAST_COUNT}" if number is None else str(number)


def _grounds(unit: str, assessment: Assessment) -> Iterator[tuple[TableCell, ...]]:
    score, _ = assessment.of(unit)
    for channel in assessment.appraisal.channels:
        row = score.cells.get(channel.key, {})
        for dimension in assessment.appraisal.dimensions if row else ():
            yield from _lines(channel.name, dimension.name, open_lines(row[dimension.key]))
    yield from _lines("加分", "", extra_lines(score.bonus_trail, files=False))
    yield from _lines("扣分", "", extra_lines(score.deduction_trail, files=False))


def _lines(one: str, other: str, lines: Iterable[str]) -> Iterator[tuple[TableCell, ...]]:
    yield from ((one, other, line) for line in lines)
