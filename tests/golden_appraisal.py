"""Golden cases of the forms that feed the appraisal's channels."""

import datetime as dt

from tests.golden import Golden, in_dimensions

MUTUAL = Golden(
    form="mutual_evaluation",
    unit="ZB01",
    period="2026",
    header={"rater_name": "林知夏", "rated_on": "10月22日"},
    rows={
        "ratings": [
            {**in_dimensions(88, "85.5", "９０分", 86, 92), "basis": "查资料，听汇报"},
            {},  # nothing is known of this branch
            {"style": 80, "basis": "问卷调查", "comment": "窗口服务规范"},
        ]
    },
    read={
        "ratings": [
            {"rater_name": "林知夏", "rated_on": "2026-10-22"},
            {
                "unit": "ZB02",
                **in_dimensions("88", "85.5", "90", "86", "92"),
                "basis": "听汇报、查资料",
            },
            {"unit": "ZB04", "style": "80", "basis": "问卷调查", "comment": "窗口服务规范"},
        ]
    },
    bad_header={"rater_name": "张三", "rated_on": dt.date(2025, 10, 22)},
    bad_rows={
        "ratings": [
            {"service": 101, "efficiency": -1, "quality": "好", "basis": "听说"},
            {"basis": "查资料"},
            {"service": 90},
            {"unit": "查无此支部", "service": 90, "basis": "查资料"},
            {"unit": "局机关第二党支部", "service": 90, "basis": "查资料"},
        ]
    },
    problems=[
        ("互评打分", "B5", "person.unknown"),
        ("互评打分", "B6", "cell.outside_period"),
        ("互评打分", "B8", "cell.too_high"),
        ("互评打分", "C8", "cell.too_low"),
        ("互评打分", "D8", "cell.not_a_number"),
        ("互评打分", "G8", "cell.not_a_choice"),
        ("互评打分", "B9", "rule.one_of"),
        ("互评打分", "G10", "cell.blank"),
        ("互评打分", "A11", "cell.unit_unknown"),
        ("互评打分", "A12", "cell.not_unique"),
    ],
)

SPOT = Golden(
    form="spot_check",
    unit="党办",
    header={
        "record_number": "cc-2026-05",
        "checked_by": "效能办",
        "checked_on": "2026.9.16",
        "manner": "暗访、查看服务窗口和基层站点",
        "place": "婚姻登记处办事大厅",
        "checkers": "市效能办江处长等三人",
    },
    rows={
        "findings": [
            {
                "unit": "DW01",
                "person": "苏晚晴",
                "dimension": "效率",
                "kinds": ["通报批评", "慢作为"],
                "matter": "一件低保申请超期六个工作日未办结",
                "criticised": "单位和个人",
                "document": "示效〔2026〕9号",
                "published_on": dt.date(2026, 9, 25),
                "due_on": dt.date(2026, 10, 15),
                "rectification_number": "dw01-006",
            },
            {"unit": "DW02", "dimension": "服务", "kinds": "其他", "matter": "未放置一次性告知单"},
        ]
    },
    read={
        "findings": [
            {
                "record_number": "CC-2026-05",
                "checked_by": "效能办",
                "checked_on": "2026-09-16",
                "manner": "暗访、查看服务窗口和基层站点",
                "place": "婚姻登记处办事大厅",
                "checkers": "市效能办江处长等三人",
            },
            {
                "unit": "DW01",
                "person": "苏晚晴",
                "dimension": "效率",
                "kinds": "慢作为、通报批评",
                "matter": "一件低保申请超期六个工作日未办结",
                "criticised": "单位和个人",
                "document": "示效〔2026〕9号",
                "published_on": "2026-09-25",
                "due_on": "2026-10-15",
                "rectification_number": "DW01-006",
            },
            {"unit": "DW02", "dimension": "服务", "kinds": "其他", "matter": "未放置一次性告知单"},
        ]
    },
    bad_header={"checked_by": "纪委", "checked_on": "9月31日", "manner": None},
    bad_rows={
        "findings": [
            {
                "unit": "DW01",
                "dimension": "效率",
                "kinds": "慢作为、通报批评",
                "matter": "超期办件",
            },
            {
                "unit": "DW01",
                "dimension": "态度",
                "kinds": "不作为",
                "matter": "推诿群众",
                "criticised": "个人",
            },
            {
                "unit": "DW02",
                "dimension": "服务",
                "kinds": "通报批评",
                "matter": "离岗",
                "criticised": "单位",
                "document": "示效〔2026〕9号",
                "published_on": dt.date(2026, 9, 25),
                "due_on": dt.date(2026, 9, 15),
            },
            {"unit": "DW03", "dimension": "服务", "kinds": "其他", "matter": "标牌缺失"},
            {"unit": "DW03", "dimension": "形象", "kinds": "其他", "matter": "标牌缺失"},
        ]
    },
    problems=[
        ("抽查情况", "B5", "cell.not_a_choice"),
        ("抽查情况", "B6", "cell.not_a_date"),
        ("抽查情况", "B7", "header.missing"),
        ("抽查情况", "F13", "rule.required_if"),
        ("抽查情况", "G13", "rule.required_if"),
        ("抽查情况", "H13", "rule.required_if"),
        ("抽查情况", "B14", "rule.required_if"),
        ("抽查情况", "C14", "cell.not_a_choice"),
        ("抽查情况", "E15", "cell.too_short"),
        ("抽查情况", "I15", "rule.order"),
        ("抽查情况", "A17", "rule.distinct"),
    ],
)

SOCIAL = Golden(
    form="social_evaluation",
    unit="DW01",
    period="2026",
    header={"reporter": "林知夏", "feedback": "整改情况已在办事大厅公示"},
    rows={
        "activities": [
            {
                "kind": "服务对象座谈会",
                "held_on": dt.date(2026, 10, 16),
                "people": 18,
                "opinions": 7,
                "fixed": 5,
            }
        ],
        "batches": [{"issued": 4}, {}, {}, {"issued": "30张"}],
        "ballots": [
            {"group": "服务对象", **in_dimensions("满意", "基本满意", "不满意", "不了解", None)},
            {"group": "服务对象", **in_dimensions(["满意", "不满意"], "√满意", "满意", "满意")},
            {"group": "党代表", "suggestion": "希望增加周末预约服务"},
        ],
    },
    read={
        "activities": [
            {"reporter": "林知夏", "feedback": "整改情况已在办事大厅公示"},
            {
                "kind": "服务对象座谈会",
                "held_on": "2026-10-16",
                "people": "18",
                "opinions": "7",
                "fixed": "5",
            },
        ],
        "batches": [{}, {"group": "党代表", "issued": "4"}, {"group": "服务对象", "issued": "30"}],
        "ballots": [
            {},
            {"group": "服务对象", **in_dimensions("满意", "基本满意", "不满意", "不了解")},
            {"group": "服务对象", **in_dimensions("满意、不满意", "满意", "满意", "满意")},
            {"group": "党代表", "suggestion": "希望增加周末预约服务"},
        ],
    },
    bad_rows={
        "activities": [
            {
                "kind": "茶话会",
                "held_on": dt.date(2025, 10, 16),
                "people": 0,
                "opinions": 3,
                "fixed": 5,
            }
        ],
        "batches": [{"group": "人大代表", "issued": 1.5}, {"issued": -3}],
        "ballots": [{"service": "满意"}, {"group": "群众", "service": "很满意"}],
    },
    problems=[
        ("评议活动", "A9", "cell.not_a_choice"),
        ("评议活动", "B9", "cell.outside_period"),
        ("评议活动", "D9", "cell.too_low"),
        ("评议活动", "F9", "rule.not_more"),
        ("发放情况", "B8", "cell.not_whole"),
        ("发放情况", "A9", "cell.not_unique"),
        ("发放情况", "B9", "cell.too_low"),
        ("测评票", "A6", "cell.blank"),
        ("测评票", "A7", "cell.not_a_choice"),
        ("测评票", "B7", "cell.not_a_choice"),
    ],
)

PUBLIC = Golden(
    form="public_ballots",
    unit="党办",
    number=3,
    header={
        "batch": "MC-2026-01",
        "held_on": dt.date(2026, 10, 20),
        "manner": "会议测评",
        "counters": "林知夏，苏晚晴",
    },
    rows={
        "batches": [{"unit": "ZB02", "group": "服务对象", "issued": 2}],
        "ballots": [
            {"unit": "局机关第二党支部", "group": "服务对象", **in_dimensions(*["满意"] * 5)},
            {"unit": "ZB02", "group": "服务对象"},
            {"unit": "ZB03", "group": "民营企业", "quality": "满意/不满意", "image": "不了解"},
        ],
    },
    read={
        "batches": [
            {
                "batch": "MC-2026-01",
                "held_on": "2026-10-20",
                "manner": "会议测评",
                "counters": "林知夏、苏晚晴",
            },
            {"unit": "ZB02", "group": "服务对象", "issued": "2"},
        ],
        "ballots": [
            {},
            {"unit": "ZB02", "group": "服务对象", **in_dimensions(*["满意"] * 5)},
            {"unit": "ZB02", "group": "服务对象"},
            {"unit": "ZB03", "group": "民营企业", "quality": "满意、不满意", "image": "不了解"},
        ],
    },
    bad_header={"batch": None, "held_on": "下周", "manner": "口头"},
    bad_rows={
        "batches": [
            {"unit": "ZB02", "group": "服务对象", "issued": 0},
            {"unit": "ZB02", "group": "服务对象", "issued": 5},
            {"unit": "ZB02", "group": "服务对象", "issued": 6},
            {"unit": "ZB02", "issued": 6},
        ],
        "ballots": [
            {"unit": "某局", "group": "服务对象", "service": "满意"},
            {"unit": "ZB02", "group": "网民", "service": "优", "suggestion": "好" * 501},
        ],
    },
    problems=[
        ("发放情况", "B6", "header.missing"),
        ("发放情况", "B7", "cell.not_a_date"),
        ("发放情况", "B8", "cell.not_a_choice"),
        ("发放情况", "C12", "cell.too_low"),
        ("发放情况", "A13", "rule.distinct"),
        ("发放情况", "A14", "rule.distinct"),
        ("发放情况", "B15", "cell.blank"),
        ("测评票", "A5", "cell.unit_unknown"),
        ("测评票", "B6", "cell.not_a_choice"),
        ("测评票", "C6", "cell.not_a_choice"),
        ("测评票", "H6", "cell.too_long"),
    ],
)
