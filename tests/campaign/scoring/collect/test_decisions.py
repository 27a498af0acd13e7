"""What decisions, complaints and nominations become: worked cases (S44, S49, S50, S54)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from campaign.reports.report import Report
from campaign.scoring.collect import CollectedEvidence, collect_evidence
from tests.campaign.scoring.collect.test_people import ROSTER
from tests.support.samples.definitions import plan
from tests.support.samples.reports import report, sheet

DAY = dt.date(2026, 12, 20)
ISSUED = dt.date(2026, 7, 20)


def gathered(*reports: Report) -> CollectedEvidence:
    return collect_evidence(reports, plan(), ROSTER, DAY)


def whys(found: CollectedEvidence) -> list[tuple[str, str]]:
    return [(item.value, item.why) for item in found.unresolved]


def decision(
    *rows: dict[str, str], document: str = "示民〔2026〕18号", receipt: str = "r1"
) -> Report:
    header = {"document": document, "issued_on": ISSUED.isoformat()}
    return report(
        "decision", "党办", receipt=receipt, matters=sheet("决定事项", *rows, header=header)
    )


def test_a_commendation_with_a_tier_is_a_document_of_the_unit() -> None:
    found = gathered(
        decision(
            {"kind": "表彰", "unit": "ZB01", "tier": "省级"},
            {"kind": "表彰", "unit": "ZB02"},
            {"kind": "表彰", "person": "林知夏"},
            {"kind": "质询", "unit": "ZB02"},
        )
    )
    assert [(d.unit, d.number, d.tier, d.source.row) for d in found.evidence.documents] == [
        ("ZB01", "示民〔2026〕18号", "省级", 4)
    ]
    assert not found.unresolved


def test_a_tier_without_a_unit_earns_nobody_anything_and_is_listed() -> None:
    found = gathered(decision({"kind": "表彰", "person": "林知夏", "tier": "省级"}))
    assert not found.evidence.documents
    assert whys(found) == [("省级", "表彰填了级别，没有填写单位")]


def test_a_decision_names_a_unit_for_key_rectification() -> None:
    [item] = gathered(decision({"kind": "重点整改", "unit": "ZB02"})).key_rectifications
    assert (item.unit, item.on, item.document) == ("ZB02", ISSUED, "示民〔2026〕18号")


@pytest.mark.parametrize(
    ("row", "criticised"),
    [
        ({"unit": "ZB01", "basis": "抽查"}, [("ZB01", "", True)]),
        ({"unit": "ZB01", "basis": "举报投诉累计"}, [("ZB01", "", False)]),
        ({"unit": "ZB01", "basis": "其他"}, [("ZB01", "", False)]),
        ({"person": "林知夏", "basis": "抽查"}, [("DW01", "1", True)]),
        ({"person": "夏初", "basis": "举报投诉累计"}, [("ZB01", "4", False)]),
        (
            {"unit": "ZB01", "person": "陈静", "basis": "抽查"},
            [("ZB01", "", True), ("ZB01", "2", True)],
        ),
    ],
)
def test_whom_a_circular_criticises_and_whether_a_spot_check_led_to_it(
    row: dict[str, str], criticised: list[tuple[str, str, bool]]
) -> None:
    found = gathered(decision({"kind": "通报", **row}))
    assert [(c.unit, c.person, c.after_spot_check) for c in found.criticisms] == criticised
    assert {(c.document, c.on) for c in found.criticisms} == {("示民〔2026〕18号", ISSUED)}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"kind": "通报"}, "通报没有填写单位或者个人"),
        ({"kind": "异议", "outcome": "成立"}, "异议没有填写单位或者个人"),
        ({"kind": "重点整改"}, "重点整改没有填写单位"),
        ({"kind": "通报", "person": "陈静"}, "名册中有2名同名人员，不能确定是哪一位，请填写单位"),
        ({"kind": "通报", "unit": "殡仪馆", "person": "林知夏"}, "名册中没有这个单位"),
        ({"kind": "表彰", "tier": "省级"}, "表彰填了级别，没有填写单位"),
    ],
)
def test_a_matter_about_nobody_certain_is_listed(row: dict[str, str], why: str) -> None:
    found = gathered(decision(row))
    assert [item.why for item in found.unresolved] == [why]
    assert not found.criticisms and not found.key_rectifications


def test_a_person_who_cannot_be_told_does_not_keep_the_unit_from_being_criticised() -> None:
    found = gathered(decision({"kind": "通报", "unit": "ZB01", "person": "石磊", "basis": "抽查"}))
    assert [(c.unit, c.person) for c in found.criticisms] == [("ZB01", "")]
    assert [item.value for item in found.unresolved] == ["石磊"]


def spot_check(document: str, published_on: str = "2026-07-25") -> Report:
    row = {
        "unit": "ZB01",
        "person": "陈静",
        "dimension": "作风",
        "kinds": "通报批评",
        "criticised": "单位和个人",
        "document": document,
        "published_on": published_on,
    }
    header = {"checked_on": "2026-07-16"}
    return report(
        "spot_check", "党办", receipt="cc", findings=sheet("抽查情况", row, row, header=header)
    )


def test_one_document_criticises_a_unit_and_a_person_once_wherever_it_is_recorded() -> None:
    registered = decision(
        {"kind": "通报", "unit": "ZB01", "basis": "其他"},
        {"kind": "通报", "unit": "ZB01", "person": "陈静", "basis": "其他"},
        document="示效[2026] 9 号",
    )
    found = gathered(spot_check("示效〔2026〕9号"), registered)
    assert [(c.unit, c.person, c.on, c.after_spot_check) for c in found.criticisms] == [
        ("ZB01", "", ISSUED, True),
        ("ZB01", "2", ISSUED, True),
    ]


def test_another_document_is_another_criticism() -> None:
    registered = decision(
        {"kind": "通报", "unit": "ZB01", "basis": "其他"}, document="示效〔2026〕10号"
    )
    found = gathered(spot_check("示效〔2026〕9号"), registered)
    assert [(c.person, c.after_spot_check) for c in found.criticisms] == [
        ("", False),
        ("", True),
        ("2", True),
    ]


def test_a_veto_of_the_plan_is_recorded_by_its_kind_of_decision() -> None:
    text = '[[appraisal.vetoes]]\nkey = "letters"\nname = "信访"\nrecorded = [{ form = "decision", '
    of = plan("[[appraisal.vetoes]]", text + 'value = "信访事件" }]\n\n[[appraisal.vetoes]]')
    rows = [{"kind": "信访事件", "unit": "ZB01", "content": "越级上访"}, {"kind": "信访事件"}]
    found = collect_evidence([decision(*rows)], of, ROSTER, DAY)
    assert [(v.unit, v.key, v.on, v.evidence) for v in found.vetoes] == [
        ("ZB01", "letters", ISSUED, "示民〔2026〕18号：越级上访")
    ]
    assert [why for _, why in whys(found)] == ["一票否决没有填写单位"]


def test_objections_score_nothing() -> None:
    found = gathered(
        decision(
            {"kind": "异议", "unit": "ZB01", "outcome": "成立", "content": "材料不实"},
            {"kind": "异议", "unit": "ZB01", "person": "陈静", "outcome": "不成立"},
        )
    )
    assert found == gathered(decision())


def test_the_citys_figure_is_kept_to_be_shown() -> None:
    found = gathered(decision({"kind": "上级文件", "figure": "95.3"}, {"kind": "上级文件"}))
    assert [(f.unit, f.percent) for f in found.city_figures] == [("", Decimal("95.3"))]


def complaint(*rows: dict[str, str], case: str = "TS-1", received_on: str = "2026-07-08") -> Report:
    header = {"case_number": case, "received_on": received_on}
    filled = sheet("投诉登记", *rows, header=header)
    return report("complaint", "党办", period=case, receipt=case, case=filled)


ABOUT = {"person": "夏初", "unit": "ZB01", "link": "审批", "result": "属实"}


def test_a_complaint_is_about_the_person_who_was_there_when_it_was_received() -> None:
    chen = {**ABOUT, "person": "白芷", "decided_on": "2026-08-20"}
    found = gathered(complaint(chen), complaint(chen, case="TS-2", received_on="2026-08-08"))
    assert [(c.case, c.person, c.decided_on) for c in found.complaints] == [
        ("TS-1", "7", dt.date(2026, 8, 20)),
        ("TS-2", "8", dt.date(2026, 8, 20)),
    ]


def test_a_persons_complaints_follow_a_move() -> None:
    then = {**ABOUT, "decided_on": "2026-07-20"}
    later = {**ABOUT, "unit": "ZB02", "decided_on": "2026-09-20"}
    found = gathered(complaint(then), complaint(later, case="TS-2", received_on="2026-09-01"))
    assert [c.person for c in found.complaints] == ["4", "4"]


def test_a_case_that_is_open_has_no_day_and_strangers_are_listed() -> None:
    found = gathered(
        complaint(
            {**ABOUT, "result": "办理中", "decided_on": "2026-07-20"},
            {**ABOUT, "person": "石磊"},
            {**ABOUT, "person": "无名氏"},
            {**ABOUT, "unit": "殡仪馆"},
        )
    )
    assert [(c.result, c.decided_on) for c in found.complaints] == [("办理中", None)]
    assert [value for value, _ in whys(found)] == ["石磊", "无名氏", "殡仪馆"]


def nomination(*rows: dict[str, str]) -> Report:
    filled = sheet("推荐对象", *rows, header={"award": "十佳标兵"})
    return report("nomination", "ZB01", period="TJ-1", receipt="tj", nominees=filled)


def study(unit: str, month: str, *attended: tuple[str, str]) -> Report:
    return report(
        "study",
        unit,
        period=month,
        receipt=f"xx-{unit}-{month}",
        sessions=sheet("学习场次", {"session": "1", "held_on": f"{month}-12"}),
        attendance=sheet(
            "出勤情况",
            *({"session": "1", "person": name, "status": status} for name, status in attended),
        ),
    )


def ledger(period: str, *problems: tuple[str, str, str]) -> Report:
    rows = [{"number": n, "person": name, "status": status} for n, name, status in problems]
    return report(
        "rectification", "ZB01", period=period, receipt=f"zg-{period}", ledger=sheet("台账", *rows)
    )


def test_a_nominee_comes_with_what_is_recorded_of_the_person() -> None:
    found = gathered(
        nomination(
            {"person": "夏初", "category": "窗口"}, {"person": "陈静"}, {"category": "支部"}
        ),
        study("ZB01", "2026-06", ("夏初", "出勤"), ("陈静", "请假")),
        study("ZB01", "2026-07", ("夏初", "缺席"), ("夏初", "补学")),
        study("ZB02", "2026-09", ("夏初", "出勤"), ("陈静", "缺席")),
        ledger("2026-Q2", ("ZB01-001", "夏初", "整改中"), ("ZB01-002", "夏初", "登记")),
        ledger("2026-Q3", ("ZB01-001", "夏初", "销号"), ("ZB01-002", "陈静", "销号")),
        complaint({**ABOUT, "result": "不属实", "decided_on": "2026-07-20"}),
        complaint({**ABOUT, "result": "办理中"}, case="TS-2"),
    )
    facts = {item.person: dict(item.facts) for item in found.nominations}
    assert facts == {
        "4": {
            "推荐奖项": "十佳标兵",
            "学习（第一党支部报）": "出勤1次、补学1次、请假0次、缺席1次",
            "学习（第二党支部报）": "出勤1次、补学0次、请假0次、缺席0次",
            "问题整改": "负责1项，已销号1项",
            "举报投诉": "不属实1件、办理中1件",
        },
        "2": {
            "推荐奖项": "十佳标兵",
            "学习（第一党支部报）": "出勤0次、补学0次、请假1次、缺席0次",
            "问题整改": "负责1项，已销号1项",
            "举报投诉": "无记录",
        },
    }
    assert [(n.unit, n.award, n.source.row) for n in found.unit_nominations] == [
        ("ZB01", "十佳标兵", 6)
    ]


def test_the_latest_period_of_a_ledger_tells_how_a_problem_stands() -> None:
    closed = replace(ledger("2026-Q3", ("ZB01-001", "夏初", "销号")), receipt="1")
    begun = replace(ledger("2026-Q2", ("ZB01-001", "夏初", "登记")), receipt="2")
    for reports in ((closed, begun), (begun, closed)):
        [item] = gathered(nomination({"person": "夏初"}), *reports).nominations
        assert dict(item.facts)["问题整改"] == "负责1项，已销号1项"


def test_attendance_is_of_who_was_there_on_the_day_of_the_session() -> None:
    months = study("ZB01", "2026-07", ("白芷", "缺席")), study("ZB01", "2026-08", ("白芷", "出勤"))
    [item] = gathered(nomination({"person": "白芷"}), *months).nominations
    assert item.person == "8", "who was there when the nomination was received"
    assert dict(item.facts)["学习（第一党支部报）"] == "出勤1次、补学0次、请假0次、缺席0次"


def test_a_nominee_of_whom_nothing_is_recorded_has_facts_that_say_so() -> None:
    [item] = gathered(nomination({"person": "陈静"})).nominations
    assert item.facts[1:] == (("学习", "无记录"), ("问题整改", "无记录"), ("举报投诉", "无记录"))


def test_a_nominee_who_cannot_be_told_is_listed() -> None:
    found = gathered(nomination({"person": "石磊"}))
    assert not found.nominations
    assert whys(found) == [("石磊", "第一党支部有2名同名人员，不能确定是哪一位")]
