"""Golden cases of the forms that decide: decisions, nominations, waivers."""

import datetime as dt

from tests.golden import Golden

DECISION = Golden(
    form="decision",
    unit="党办",
    number=2,
    header={
        "document": "示民〔2026〕18号",
        "title": "关于表彰2026年度窗口服务先进单位的决定",
        "issuer": "示例市民政局",
        "issued_on": dt.date(2026, 10, 20),
    },
    rows={
        "matters": [
            {"kind": "表彰", "unit": "DW01", "tier": "局级", "content": "授予先进单位称号"},
            {"kind": "表彰", "person": "苏晚晴", "content": "口头表扬一次，不计分"},
            {"kind": "通报", "unit": "DW02", "basis": "抽查", "content": "窗口人员离岗"},
            {
                "kind": "质询",
                "unit": "DW02",
                "content": "为何连续两季度位居末位",
                "answer": "三个月内补齐台账，由科长负责",
                "due_on": "2026-12-20",
            },
            {"kind": "异议", "person": "林知夏", "outcome": "不成立", "content": "反映事迹不实"},
            {"kind": "上级文件", "figure": "95.3%", "content": "全市满意度测评结果"},
        ]
    },
    read={
        "matters": [
            {
                "document": "示民〔2026〕18号",
                "title": "关于表彰2026年度窗口服务先进单位的决定",
                "issuer": "示例市民政局",
                "issued_on": "2026-10-20",
            },
            {"kind": "表彰", "unit": "DW01", "tier": "局级", "content": "授予先进单位称号"},
            {"kind": "表彰", "person": "苏晚晴", "content": "口头表扬一次，不计分"},
            {"kind": "通报", "unit": "DW02", "basis": "抽查", "content": "窗口人员离岗"},
            {
                "kind": "质询",
                "unit": "DW02",
                "content": "为何连续两季度位居末位",
                "answer": "三个月内补齐台账，由科长负责",
                "due_on": "2026-12-20",
            },
            {"kind": "异议", "person": "林知夏", "outcome": "不成立", "content": "反映事迹不实"},
            {"kind": "上级文件", "figure": "95.3", "content": "全市满意度测评结果"},
        ]
    },
    bad_header={"document": None, "issued_on": "待定"},
    bad_rows={
        "matters": [
            {"kind": "表彰", "tier": "部级", "content": "授予先进单位称号"},
            {"kind": "重点整改", "person": "苏晚晴", "content": "作风建设重点整改"},
            {"kind": "通报", "unit": "DW02", "content": "窗口人员离岗"},
            {"kind": "通报", "unit": "DW02", "content": "窗口人员离岗", "basis": "抽查"},
            {"kind": "质询", "content": "末位原因"},
            {"kind": "异议", "unit": "DW01", "content": "反映成绩不实"},
            {"kind": "上级文件", "figure": "120", "content": "测评"},
        ]
    },
    problems=[
        ("决定事项", "B4", "header.missing"),
        ("决定事项", "B7", "cell.not_a_date"),
        ("决定事项", "B9", "rule.one_of"),
        ("决定事项", "D9", "cell.not_a_choice"),
        ("决定事项", "B10", "rule.required_if"),
        ("决定事项", "E11", "rule.required_if"),
        ("决定事项", "A12", "rule.distinct"),
        ("决定事项", "B13", "rule.required_if"),
        ("决定事项", "J13", "rule.required_if"),
        ("决定事项", "F14", "rule.required_if"),
        ("决定事项", "G15", "cell.too_high"),
        ("决定事项", "H15", "cell.too_short"),
    ],
)

NOMINATION = Golden(
    form="nomination",
    unit="ZB01",
    number=4,
    header={"award": "十佳标兵", "branch_opinion": "经支部党员大会评议，一致同意推荐"},
    rows={
        "nominees": [
            {
                "person": "林知夏",
                "category": "窗口服务",
                "deeds": "全年接待群众一千二百余人次，无一投诉",
                "documents": "示民〔2026〕18号",
            },
            {"deeds": "支部本身全年无一逾期，群众评价良好"},
        ]
    },
    read={
        "nominees": [
            {"award": "十佳标兵", "branch_opinion": "经支部党员大会评议，一致同意推荐"},
            {
                "person": "林知夏",
                "category": "窗口服务",
                "deeds": "全年接待群众一千二百余人次，无一投诉",
                "documents": "示民〔2026〕18号",
            },
            {"deeds": "支部本身全年无一逾期，群众评价良好"},
        ]
    },
    bad_header={"award": "劳动模范", "branch_opinion": None},
    bad_rows={
        "nominees": [
            {"person": "查无此人", "deeds": "全年接待群众一千二百余人次，无一投诉"},
            {"person": "林知夏", "deeds": "很好"},
            {"person": "林知夏", "deeds": "主动上门办理三十余件，无一投诉"},
            {"person": "林知夏", "deeds": "主动上门办理三十余件，无一投诉"},
            {"category": "窗口服务"},
        ]
    },
    problems=[
        ("推荐对象", "B6", "cell.not_a_choice"),
        ("推荐对象", "B7", "header.missing"),
        ("推荐对象", "A12", "person.unknown"),
        ("推荐对象", "C13", "cell.too_short"),
        ("推荐对象", "A15", "rule.distinct"),
        ("推荐对象", "C16", "cell.blank"),
    ],
)

WAIVER = Golden(
    form="waiver",
    unit="党办",
    number=5,
    header={
        "number": "mb-2026-01",
        "approved_by": "林知夏",
        "approved_on": dt.date(2026, 10, 12),
    },
    rows={
        "waivers": [
            {
                "unit": "ZB03",
                "obligation": "支部自评",
                "period": "2026年",
                "why": "全体党员参加援建",
                "expires_on": dt.date(2026, 12, 31),
            },
            {
                "unit": "老区办党支部",
                "obligation": "理论学习教育情况月报表",
                "period": dt.date(2026, 10, 1),
                "why": "全体党员参加援建",
                "expires_on": "2026-12-31",
            },
        ]
    },
    read={
        "waivers": [
            {"number": "MB-2026-01", "approved_by": "林知夏", "approved_on": "2026-10-12"},
            {
                "unit": "ZB03",
                "obligation": "self_evaluation",
                "period": "2026",
                "why": "全体党员参加援建",
                "expires_on": "2026-12-31",
            },
            {
                "unit": "ZB04",
                "obligation": "study",
                "period": "2026-10",
                "why": "全体党员参加援建",
                "expires_on": "2026-12-31",
            },
        ]
    },
    bad_header={"number": "1", "approved_by": None},
    bad_rows={
        "waivers": [
            {"unit": "ZB03", "obligation": "抽查记录", "period": "2026年", "why": "确有原因"},
            {
                "unit": "ZB03",
                "obligation": "支部自评",
                "period": "2026年6月",
                "why": "确有原因",
                "expires_on": "2026-12-31",
            },
            {
                "unit": "ZB03",
                "obligation": "支部自评",
                "period": "2026年5月",
                "why": "无",
                "expires_on": "长期",
            },
            *[
                {
                    "unit": "ZB04",
                    "obligation": obligation,
                    "period": "2026-Q3",
                    "why": "确有原因",
                    "expires_on": "2026-12-31",
                }
                for obligation in ("突出问题整改台账", "rectification")
            ],
        ]
    },
    problems=[
        ("免报事项", "B5", "cell.bad_pattern"),
        ("免报事项", "B6", "header.missing"),
        ("免报事项", "B9", "cell.obligation_unknown"),
        ("免报事项", "E9", "cell.blank"),
        ("免报事项", "C10", "rule.period_of"),
        ("免报事项", "C11", "cell.period_unknown"),
        ("免报事项", "D11", "cell.too_short"),
        ("免报事项", "E11", "cell.not_a_date"),
        ("免报事项", "A13", "rule.distinct"),
    ],
)
