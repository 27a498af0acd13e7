"""What the forms of the five channels become: worked cases, each with its place."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from campaign.reports.report import Report
from campaign.scoring.collect import CollectedEvidence, collect_evidence
from campaign.scoring.evidence import Evidence, VetoRecord
from campaign.scoring.ranking import rank_units
from campaign.scoring.scores import score_units
from rehearsal.content.evidence import FORMS, make_unit
from tests.campaign.scoring.collect.test_people import ROSTER
from tests.support.samples.definitions import plan
from tests.support.samples.reports import report, sheet

DAY = dt.date(2026, 11, 30)


def gathered(*reports: Report) -> CollectedEvidence:
    return collect_evidence(reports, plan(), ROSTER, DAY)


def evidence(*reports: Report) -> Evidence:
    found = gathered(*reports)
    assert not found.unresolved
    return found.evidence


def whys(found: CollectedEvidence) -> list[tuple[str, str]]:
    return [(item.value, item.why) for item in found.unresolved]


def test_a_self_evaluation_gives_a_score_per_dimension_with_its_row() -> None:
    own = sheet(
        "五项自评", {"dimension": "服务", "score": "86.5"}, {"dimension": "形象", "score": "90"}
    )
    found = evidence(report("self_evaluation", scores=own)).self_scores
    assert [(s.unit, s.dimension, s.value) for s in found] == [
        ("ZB01", "service", Decimal("86.5")),
        ("ZB01", "image", Decimal(90)),
    ]
    assert [s.source for s in found] == [
        ("r1", "r1.xlsx", "五项自评", 4),
        ("r1", "r1.xlsx", "五项自评", 5),
    ]


def test_a_dimension_that_the_plan_no_longer_has_is_listed() -> None:
    own = sheet("五项自评", {"dimension": "纪律", "score": "86"})
    found = gathered(report("self_evaluation", scores=own))
    assert not found.evidence.self_scores
    assert whys(found) == [("纪律", "方案的五比中没有这一项")]


def test_ratings_are_by_rater_unit_and_dimension_and_blanks_are_none() -> None:
    given = sheet(
        "互评打分",
        {"unit": "ZB02", "service": "80", "image": "0", "basis": "听汇报"},
        {"unit": "DW07", "quality": "70", "basis": "查资料"},
        {"unit": "殡仪馆", "quality": "60", "basis": "查资料"},
    )
    found = gathered(report("mutual_evaluation", ratings=given))
    assert [(r.rater, r.unit, r.dimension, str(r.value)) for r in found.evidence.ratings] == [
        ("ZB01", "ZB02", "service", "80"),
        ("ZB01", "ZB02", "image", "0"),
        ("ZB01", "DW07", "quality", "70"),
    ]
    assert whys(found) == [("殡仪馆", "名册中没有这个单位")]


def test_an_inspection_gives_items_bonus_lines_and_red_flags() -> None:
    filled = report(
        "inspection",
        "DW01",
        period="2026-Q2",
        items=sheet(
            "检查评分",
            {"dimension": "服务", "possible": "8", "got": "7.5"},
            header={"inspected_on": "2026-06-16"},
        ),
        bonus=sheet(
            "加分项目",
            {"dimension": "质量", "most": "2", "got": "1"},
            {"dimension": "形象", "most": "2"},
        ),
        red_flags=sheet(
            "一票否决情形",
            {"flag": "发生安全责任事故", "found": "否"},
            {"flag": "截留民政资金", "found": "是", "facts": "截留两笔"},
        ),
    )
    found = gathered(filled)
    assert [
        (i.period, i.dimension, str(i.possible), str(i.got), i.source.sheet, i.source.row)
        for i in found.evidence.inspections
    ] == [
        ("2026-Q2", "service", "8", "7.5", "检查评分", 4),
        ("2026-Q2", "quality", "0", "1", "加分项目", 4),
    ]
    [veto] = found.vetoes
    assert (veto.unit, veto.key, veto.on) == ("DW01", "red_flag", dt.date(2026, 6, 16))
    assert veto == VetoRecord(
        unit="DW01",
        key="red_flag",
        on=dt.date(2026, 6, 16),
        evidence="截留民政资金：截留两笔",
        source=veto.source,
    )
    assert veto.source and veto.source.row == 5


@pytest.mark.parametrize(
    ("flag", "key"),
    [
        ("发生安全责任事故", "safety"),
        ("截留、挪用、私分民政资金", "funds"),
        ("违纪违法受到党纪政务处分", "discipline"),
    ],
)
def test_a_grave_matter_that_an_inspection_found_is_a_veto_of_the_year(flag: str, key: str) -> None:
    flags = sheet("一票否决情形", {"flag": flag, "found": "是", "facts": "经核实"})
    inspected = report("inspection", "DW01", period="2026-Q2", red_flags=flags)
    found = gathered(inspected)
    assert [(veto.unit, veto.key) for veto in found.vetoes] == [("DW01", "red_flag"), ("DW01", key)]
    [score] = score_units([make_unit("DW01", "单位")], FORMS, found.evidence, plan().appraisal)
    [rank] = rank_units([replace(score, ranked=True)], found.vetoes, (), (), plan().appraisal)
    assert [veto.key for veto in rank.vetoes] == [key] and rank.final_rank is None


CHECK = {"record_number": "CC-1", "checked_on": "2026-07-16"}
CRITICISED = {
    "unit": "ZB01",
    "person": "陈静",
    "dimension": "作风",
    "kinds": "慢作为、通报批评",
    "criticised": "单位和个人",
    "document": "示效〔2026〕9号",
    "published_on": "2026-07-25",
}


def spot(*rows: dict[str, str]) -> CollectedEvidence:
    filled = sheet("抽查情况", *rows, header=CHECK)
    return gathered(report("spot_check", "党办", period="CC-1", findings=filled))


def test_a_finding_deducts_once_and_criticises_whom_it_names() -> None:
    found = spot(CRITICISED, {"unit": "DW07", "dimension": "效率", "kinds": "其他"})
    assert [(f.unit, f.dimension, f.kinds, f.found_on) for f in found.evidence.findings] == [
        ("ZB01", "style", ("慢作为", "通报批评"), dt.date(2026, 7, 16)),
        ("DW07", "efficiency", ("其他",), dt.date(2026, 7, 16)),
    ]
    assert [(c.unit, c.person, c.on, c.after_spot_check) for c in found.criticisms] == [
        ("ZB01", "", dt.date(2026, 7, 25), True),
        ("ZB01", "2", dt.date(2026, 7, 25), True),
    ]
    assert not found.unresolved


def test_only_the_unit_or_only_the_person_is_criticised_as_the_form_says() -> None:
    assert [c.person for c in spot({**CRITICISED, "criticised": "单位"}).criticisms] == [""]
    assert [c.person for c in spot({**CRITICISED, "criticised": "个人"}).criticisms] == ["2"]


def test_a_person_who_cannot_be_told_is_listed_and_the_unit_is_criticised_all_the_same() -> None:
    found = spot({**CRITICISED, "person": "石磊"})
    assert [(c.unit, c.person) for c in found.criticisms] == [("ZB01", "")]
    assert whys(found) == [("石磊", "第一党支部有2名同名人员，不能确定是哪一位")]
    assert len(found.evidence.findings) == 1


def test_a_criticism_without_whom_number_or_date_is_listed() -> None:
    for key in ("criticised", "document", "published_on"):
        found = spot({name: value for name, value in CRITICISED.items() if name != key})
        assert not found.criticisms and len(found.evidence.findings) == 1
        assert [why for _, why in whys(found)] == ["通报批评没有写明对象、文号或者发布日期"]


def test_a_finding_about_a_unit_that_had_merged_away_is_listed_not_counted() -> None:
    about = CRITICISED | {"unit": "DW07", "criticised": "单位"}
    late = sheet("抽查情况", about, header={**CHECK, "checked_on": "2026-08-20"})
    found = gathered(report("spot_check", "党办", findings=late))
    assert not found.evidence.findings and not found.criticisms
    [(value, why)] = whys(found)
    assert value == "DW07" and "已并入局办公室" in why
    assert [finding.unit for finding in spot(about).evidence.findings] == ["DW07"]


def test_a_check_that_found_nothing_says_nothing() -> None:
    found = spot()
    assert found.evidence == Evidence(filings=found.evidence.filings) and not found.unresolved


def test_social_ballots_are_batches_by_group_with_what_was_issued() -> None:
    filled = report(
        "social_evaluation",
        batches=sheet(
            "发放情况",
            {"group": "服务对象", "issued": "3"},
            {"group": "党代表"},
            {"group": "民营企业", "issued": "20"},
            {"group": "国有企业", "issued": "0"},
        ),
        ballots=sheet(
            "测评票",
            {"group": "服务对象", "service": "满意", "image": "满意、不满意"},
            {"group": "党代表", "service": "不了解"},
            {"group": "服务对象"},
        ),
    )
    found = evidence(filled).ballots
    assert [(b.channel, b.unit, b.group, b.issued, b.returned) for b in found] == [
        ("social", "ZB01", "服务对象", 3, 2),
        ("social", "ZB01", "党代表", None, 1),
        ("social", "ZB01", "民营企业", 20, 0),
    ]
    assert [(b.row, b.marks) for b in found[0].ballots] == [
        (4, {"service": ("满意",), "image": ("满意", "不满意")}),
        (6, {}),
    ]
    assert {(b.submission, b.file, b.sheet) for b in found} == {("r1", "r1.xlsx", "测评票")}


def test_more_social_ballots_than_were_issued_void_the_batch() -> None:
    filled = report(
        "social_evaluation",
        batches=sheet("发放情况", {"group": "服务对象", "issued": "1"}),
        ballots=sheet("测评票", {"group": "服务对象"}, {"group": "服务对象"}),
    )
    assert [b.overfull for b in evidence(filled).ballots] == [True]


def test_public_ballots_are_batches_by_workbook_unit_and_group() -> None:
    ballots = sheet(
        "测评票",
        {"unit": "ZB01", "group": "党代表", "service": "满意"},
        {"unit": "一支部", "group": "党代表", "service": "基本满意"},
        {"unit": "ZB02", "group": "党代表", "service": "满意"},
        {"unit": "殡仪馆", "group": "党代表", "service": "满意"},
        {"unit": "殡仪馆", "group": "党代表", "service": "满意"},
    )
    issued = sheet(
        "发放情况",
        {"unit": "ZB01", "group": "党代表", "issued": "2"},
        {"unit": "ZB01", "group": "党代表", "issued": "3"},
    )
    found = gathered(
        report("public_ballots", "党办", period="MC-1", batches=issued, ballots=ballots),
        report("public_ballots", "党办", period="MC-2", receipt="r2", ballots=ballots),
    )
    assert [(b.submission, b.unit, b.returned, b.issued) for b in found.evidence.ballots] == [
        ("r1", "ZB01", 2, 5),
        ("r1", "ZB02", 1, None),
        ("r2", "ZB01", 2, None),
        ("r2", "ZB02", 1, None),
    ]
    assert whys(found) == [("殡仪馆", "名册中没有这个单位")] * 2


def test_forms_that_feed_no_score_and_unknown_forms_feed_nothing() -> None:
    others = [report(form) for form in ("study", "rectification", "publicity", "没有的表")]
    found = gathered(*others)
    assert found == CollectedEvidence(evidence=Evidence(filings=found.evidence.filings))
