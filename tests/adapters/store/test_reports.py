"""From real workbooks through the sweep to evidence: every form of the appraisal, and versions."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from adapters.store.engine import reading
from adapters.store.reports import load_reports
from adapters.store.tables import drops
from adapters.worker_pool import Readers
from campaign.reports.report import Report
from campaign.scoring.collect import CollectedEvidence, collect_evidence
from campaign.scoring.evidence import Filing
from campaign.values.dispositions import ACCEPTED
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import (
    AUTUMN,
    Row,
    event,
    inspection,
    ratings,
    self_evaluation,
    social_evaluation,
)

TODAY = AUTUMN.date()
Tables = dict[str, list[Row]]


def reports(bureau: Bureau, day: dt.date = TODAY) -> tuple[Report, ...]:
    with reading(bureau.context.engine) as connection:
        return load_reports(connection, bureau.context.definitions, day)


def gathered(bureau: Bureau, day: dt.date = TODAY) -> CollectedEvidence:
    definitions = bureau.context.definitions
    return collect_evidence(reports(bureau, day), definitions.plan, definitions.roster, day)


def take_in(bureau: Bureau, readers: Readers, **files: bytes) -> dict[str, str]:
    """Drop files that must all be accepted, and return their receipts by name."""
    for name, data in files.items():
        bureau.drop(f"{name}.xlsx", data)
    replies = bureau.sweep(readers)
    assert not [reply.reasons for reply in replies if reply.disposition not in ACCEPTED]
    receipts = {reply.receipt for reply in replies}
    assert len(receipts) == len(files)
    named = {drop.receipt: Path(drop.name).stem for drop in bureau.rows(drops)}
    return {named[receipt]: receipt for receipt in receipts}


def test_a_self_evaluation_is_evidence_with_the_senders_own_file_and_rows(
    autumn: Bureau, readers: Readers
) -> None:
    data = self_evaluation(autumn, "ZB01", (86, 90.5, 80, 77, 100))
    receipts = take_in(autumn, readers, 第一支部自评=data)
    found = gathered(autumn)
    assert [(s.unit, s.dimension, s.value) for s in found.evidence.self_scores] == [
        ("ZB01", "service", 86),
        ("ZB01", "efficiency", Decimal("90.5")),
        ("ZB01", "quality", 80),
        ("ZB01", "style", 77),
        ("ZB01", "image", 100),
    ]
    [source, *_] = [s.source for s in found.evidence.self_scores]
    assert source[:3] == (receipts["第一支部自评"], "第一支部自评.xlsx", "五项自评")
    rows = [s.source.row for s in found.evidence.self_scores]
    assert rows == list(range(rows[0], rows[0] + 5)) and rows[0] > 1
    assert found.evidence.filings["ZB01", "self_evaluation"] is Filing.FILED
    assert found.evidence.filings["ZB02", "self_evaluation"] is Filing.OPEN
    assert not found.unresolved


def test_an_inspection_is_evidence_by_quarter_with_bonus_and_red_flags(
    autumn: Bureau, readers: Readers
) -> None:
    files = {
        "二季度": inspection(autumn, "DW02", "2026-Q2"),
        "三季度": inspection(
            autumn,
            "DW02",
            "2026-Q3",
            items=[{"got": 7.5, "reason": "一次未告知"}],
            red_flags=[{"found": True, "facts": "一人受处分"}],
        ),
    }
    take_in(autumn, readers, **files)
    found = gathered(autumn)
    assert {item.period for item in found.evidence.inspections} == {"2026-Q2", "2026-Q3"}
    third = [item for item in found.evidence.inspections if item.period == "2026-Q3"]
    assert {item.unit for item in third} == {"DW02"}
    first = third[0]
    assert (first.dimension, str(first.possible), str(first.got)) == ("service", "8", "7.5")
    bonus = [item for item in third if not item.possible]
    assert [(str(item.got), item.source.sheet) for item in bonus] == [("1", "加分项目")]
    assert len(third) == 14
    veto, recorded = found.vetoes
    assert (veto.key, recorded.key) == ("red_flag", "discipline")
    assert recorded.evidence == veto.evidence == "违纪违法受到党纪政务处分：一人受处分"
    assert veto.on == dt.date(2026, 9, 16)


def test_branches_rate_each_other_and_rows_left_alone_are_no_ratings(
    autumn: Bureau, readers: Readers
) -> None:
    given: list[Row] = [
        {
            "service": 80,
            "efficiency": 81,
            "quality": 82,
            "style": 83,
            "image": 84,
            "basis": "听汇报",
        },
        {"style": 70, "basis": "听汇报、查资料"},
    ]
    take_in(autumn, readers, 互评=ratings(autumn, "ZB01", given))
    found = gathered(autumn)
    assert [(r.rater, r.unit, r.dimension, int(r.value)) for r in found.evidence.ratings] == [
        ("ZB01", "ZB02", "service", 80),
        ("ZB01", "ZB02", "efficiency", 81),
        ("ZB01", "ZB02", "quality", 82),
        ("ZB01", "ZB02", "style", 83),
        ("ZB01", "ZB02", "image", 84),
        ("ZB01", "ZB03", "style", 70),
    ]


def test_ballots_of_both_kinds_are_batches_and_a_blank_ballot_came_back(
    autumn: Bureau, readers: Readers
) -> None:
    own: list[Row] = [
        {"group": "服务对象", "service": "满意", "image": "满意、不满意"},
        {"group": "服务对象"},
        {"group": "党代表", "service": "不了解"},
    ]
    issued: list[Row] = [{"issued": 5}, {}, {}, {"issued": 2}]
    public: Tables = {
        "batches": [{"unit": "社会救助科", "group": "服务对象", "issued": 30}],
        "ballots": [
            {"unit": "救助科", "group": "服务对象", "service": "基本满意"},
            {"unit": "社会救助科", "group": "服务对象"},
            {"unit": "ZB01", "group": "党代表", "style": "不满意"},
        ],
    }
    take_in(
        autumn,
        readers,
        社会评议=social_evaluation(autumn, "ZB01", issued, own),
        测评=event(autumn, "public_ballots", public, batch="MC-2026-01"),
    )
    found = gathered(autumn)
    assert not found.unresolved
    assert sorted(
        (b.channel, b.unit, b.group, b.issued or 0, b.returned) for b in found.evidence.ballots
    ) == [
        ("public", "DW02", "服务对象", 30, 2),
        ("public", "ZB01", "党代表", 0, 1),
        ("social", "ZB01", "党代表", 5, 1),
        ("social", "ZB01", "服务对象", 2, 2),
    ]
    [batch] = [b for b in found.evidence.ballots if b.issued == 2]
    assert not batch.overfull
    assert [b.marks for b in batch.ballots] == [
        {"service": ("满意",), "image": ("满意", "不满意")},
        {},
    ]


def test_spot_checks_and_decisions_are_findings_criticisms_bonus_and_rectification(
    autumn: Bureau, readers: Readers
) -> None:
    person = autumn.people("DW02")[2].name
    findings: list[Row] = [
        {
            "unit": "DW02",
            "person": person,
            "dimension": "效率",
            "kinds": "慢作为、通报批评",
            "matter": "一件申请超期未办结",
            "criticised": "单位和个人",
            "document": "示效〔2026〕9号",
            "published_on": "2026-09-25",
        },
        {"unit": "ZB01", "dimension": "作风", "kinds": "其他", "matter": "会议记录不全"},
    ]
    registered: list[Row] = [
        {"kind": "通报", "unit": "DW02", "basis": "抽查", "content": "同一件通报"},
        {"kind": "重点整改", "unit": "ZB02", "content": "确定为重点整改单位"},
        {"kind": "表彰", "unit": "ZB03", "tier": "省级", "content": "授予先进称号"},
        {"kind": "异议", "unit": "ZB03", "outcome": "不成立", "content": "反映材料不实"},
        {"kind": "上级文件", "figure": 95.3, "content": "全市满意率通报"},
    ]
    take_in(
        autumn,
        readers,
        抽查=event(autumn, "spot_check", {"findings": findings}, record_number="CC-2026-05"),
        空查=event(autumn, "spot_check", {}, 2, record_number="CC-2026-06"),
        文件=event(autumn, "decision", {"matters": registered}, document="示效〔2026〕9号"),
    )
    found = gathered(autumn)
    assert not found.unresolved
    assert [(f.unit, f.dimension, f.kinds) for f in found.evidence.findings] == [
        ("DW02", "efficiency", ("慢作为", "通报批评")),
        ("ZB01", "style", ("其他",)),
    ]
    code = next(p.code for p in autumn.people("DW02") if p.name == person)
    assert sorted((c.unit, c.person, c.on.isoformat()) for c in found.criticisms) == [
        ("DW02", "", "2026-09-25"),
        ("DW02", code, "2026-09-25"),
    ]
    assert [(d.unit, d.tier) for d in found.evidence.documents] == [("ZB03", "省级")]
    assert [k.unit for k in found.key_rectifications] == ["ZB02"]
    assert [figure.percent for figure in found.city_figures] == [Decimal("95.3")]


def test_a_waiver_spares_and_a_nominee_comes_with_attendance_of_unit_and_branch(
    autumn: Bureau, readers: Readers
) -> None:
    nominee = autumn.people("DW02")[0]
    deeds = "全年接待群众一千二百余人次，主动上门办理三十余件"
    waived: Row = {
        "unit": "ZB09",
        "obligation": "支部自评",
        "period": "2026年",
        "why": "全部党员参加援建",
        "expires_on": "2027-01-31",
    }
    take_in(
        autumn,
        readers,
        单位六月=autumn.study("DW02"),
        支部六月=autumn.study(nominee.branch),
        别家六月=autumn.study("ZB09"),
        推荐=event(
            autumn,
            "nomination",
            {"nominees": [{"person": nominee.name, "deeds": deeds}, {"deeds": deeds}]},
            unit="DW02",
        ),
        免报=event(autumn, "waiver", {"waivers": [waived]}, number=1, **{"waivers.number": "MB-1"}),
    )
    found = gathered(autumn)
    assert not found.unresolved
    assert {r.unit for r in reports(autumn) if r.form == "study"} == {"DW02", nominee.branch}
    [item] = found.nominations
    assert (item.unit, item.person) == ("DW02", nominee.code)
    assert [label for label, _ in item.facts] == [
        "主要事迹",
        "推荐奖项",
        "学习（社会救助科报）",
        "学习（局机关第二党支部报）",
        "问题整改",
        "举报投诉",
    ]
    assert [(n.unit, n.award) for n in found.unit_nominations] == [("DW02", "十佳标兵")]
    assert found.evidence.filings["ZB09", "self_evaluation"] is Filing.WAIVED


def test_a_complaint_tells_the_case_and_the_person_and_nothing_of_the_file(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("保密/投诉人甄一鸣.xlsx", bureau.complaint("TS2026-001"))
    [reply] = bureau.sweep(readers)
    [item] = gathered(bureau).complaints
    assert (item.case, item.person, item.result) == (
        "TS2026-001",
        bureau.people("DW01")[0].code,
        "办理中",
    )
    assert item.source and item.source[:3] == (reply.receipt, "保密件", "投诉登记")
    assert "甄一鸣" not in str(reports(bureau))
