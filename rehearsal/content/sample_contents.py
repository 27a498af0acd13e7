"""What made-up clerks write into the first five forms: plausible, invented, the same by seed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

from adapters.workbooks.filler import CellValue
from campaign.definitions.form import Form
from campaign.definitions.roster import Person
from campaign.values.periods import Period

SampleRow = dict[str, CellValue]
People = Sequence[Person]

_STUDIES = (
    ("集中学习", "学习文件原文，围绕窗口服务中的推诿现象逐人发言，明确首问责任"),
    ("专题讲座", "邀请辅导人讲解作风建设的内涵要求，结合本单位三个案例讨论"),
    ("上党课", "支部书记讲党课，对照服务承诺查找本单位在办事效率上的差距"),
)
_REASONS = ("下乡走访低保户", "参加市里业务培训", "病假", "陪同服务对象办理手续")
_PROBLEMS = (
    (
        "办事效率",
        "低保申请材料一次性告知不到位，群众反映往返两次以上",
        "印制一次性告知单，实行首问负责",
    ),
    ("服务态度", "窗口个别人员解释政策不耐心，语气生硬", "开展服务礼仪轮训，设立评价器"),
    ("为民意识", "下基层走访次数偏少，对困难群众底数掌握不清", "建立联系户制度，每月走访两户"),
    ("工作作风", "会议多、短会少，布置工作重复填表", "合并例会，统一由办公室归口收表"),
    ("依法行政", "个别救助档案签字不全，审批时限记录缺失", "档案集中补正，增加复核环节"),
)
_BASIS = (
    "设立党员先锋岗，推行预约上门服务，全年走访服务对象两百余人次",
    "压缩办理环节两个，承诺时限内办结率百分之百",
    "业务档案抽查合格，资金发放未出现差错",
    "每月开展集中学习，整改台账逐项销号",
    "政务公开栏按月更新，办公场所整洁有序",
)
_OWN_FAULTS = ("接待来访群众不够耐心", "下基层调研不够深入", "业务学习时紧时松", "回访不够及时")


def study_rows(people: People, period: Period, random: Random) -> dict[str, list[SampleRow]]:
    """Return two sessions of a month and who attended; one who was absent studies later."""
    sessions: list[SampleRow] = []
    attendance: list[SampleRow] = []
    topics = random.sample(
        ("《廉洁从政若干准则》", "领导重要讲话精神", "《来自身边的警示》", "上级重要会议精神"), 2
    )
    for number, (topic, (kind, summary)) in enumerate(
        zip(topics, random.sample(_STUDIES, 2), strict=True), start=1
    ):
        away = random.choice(people)
        sessions.append(
            {
                "session": number,
                "held_on": period.first + dt.timedelta(days=2 + number * random.randint(2, 5)),
                "kind": kind,
                "topic": topic,
                "summary": summary,
                "place": "三楼会议室",
                "host": people[0].name,
                "lecturer": "" if kind == "集中学习" else "市委党校江教授",
                "hours": random.choice((2, 2.5, 3)),
                "expected": len(people),
                "attended": len(people) - 1,
                "absent": 1,
            }
        )
        attendance += [
            {"session": number, "person": person.name, "status": "出勤", "essays": 1}
            if person is not away
            else {
                "session": number,
                "person": person.name,
                "status": "请假",
                "reason": random.choice(_REASONS),
            }
            for person in people
        ]
    return {"sessions": sessions, "attendance": attendance}


def rectification_rows(
    unit: str, people: People, period: Period, random: Random
) -> dict[str, list[SampleRow]]:
    """Return a ledger: one problem closed, one under way, one just entered."""
    found = period.first + dt.timedelta(days=random.randint(3, 8))
    responsible, reviewer = people[0].name, people[1].name
    ledger: list[SampleRow] = []
    for number, (status, (category, content, measure)) in enumerate(
        zip(("销号", "整改中", "登记"), random.sample(_PROBLEMS, 3), strict=True), start=1
    ):
        row: SampleRow = {
            "number": f"{unit}-{number:03d}",
            "category": category,
            "source": random.choice(("自评", "检查", "其他")),
            "content": content,
            "found_on": found,
            "status": status,
        }
        if status != "登记":
            row |= {
                "measure": measure,
                "office": "综合科",
                "person": responsible,
                "due_on": found + dt.timedelta(days=40),
                "progress": "措施已落实，正在巩固",
            }
        if status == "销号":
            row |= {
                "done_on": found + dt.timedelta(days=20),
                "reviewer": reviewer,
                "reviewed_on": found + dt.timedelta(days=25),
                "review": "现场查看属实，同意销号",
                "feedback_how": "公示栏",
                "feedback_on": found + dt.timedelta(days=30),
                "feedback": "公示五个工作日，无异议",
            }
        ledger.append(row)
    return {"ledger": ledger}


def self_evaluation_rows(
    people: People, day: dt.date, random: Random
) -> dict[str, list[SampleRow]]:
    """Return a branch's five scores, its two meetings and its members' own ratings."""
    scores: list[SampleRow] = [
        {
            "score": random.randint(160, 190) / 2,
            "basis": basis,
            "shortfall": random.choice(_OWN_FAULTS),
        }
        for basis in _BASIS
    ]
    meetings: list[SampleRow] = [
        {
            "kind": kind,
            "held_on": day - dt.timedelta(days=days),
            "host": people[0].name,
            "expected": len(people),
            "attended": len(people) - random.randint(0, 1),
            "opinions": random.randint(4, 12),
            "problems": "调查研究不够深入，对服务对象的诉求回应不够及时",
            "measures": "班子成员每人联系一个基层站点，每季度走访一次",
        }
        for kind, days in (("班子民主生活会", 5), ("党员组织生活会", 3))
    ]
    members: list[SampleRow] = [
        {
            "person": person.name,
            "self_criticism": True,
            "grade": random.choice(("优秀", "良好", "良好", "合格")),
            "problems": random.choice(_OWN_FAULTS),
            "measure": "每周到窗口值班半天，主动听取意见",
        }
        for person in people
        if person.category == "党员干部"
    ]
    return {"scores": scores, "meetings": meetings, "members": members}


def inspection_rows(form: Form, random: Random) -> dict[str, list[SampleRow]]:
    """Return an inspector's marks for the items that the form prints; some points are lost."""
    items: list[SampleRow] = []
    for printed in _printed(form, "items"):
        lost = random.choice((0, 0, 0, 0.5, 1))
        got = float(printed["possible"]) - lost
        items.append({"got": got, "reason": "个别台账登记不全" if lost else None})
    bonus: list[SampleRow] = [{} for _ in _printed(form, "bonus")]
    bonus[0] = {"got": 1, "document": "示民〔2026〕18号"}
    flags: list[SampleRow] = [{"found": False} for _ in _printed(form, "red_flags")]
    return {"items": items, "bonus": bonus, "red_flags": flags}


def _printed(form: Form, sheet_key: str) -> list[Mapping[str, str]]:
    sheet = form.sheet(sheet_key)
    assert sheet is not None, "the sample inspects by the form of inputs/forms"
    keys = [column.key for column in sheet.columns]
    return [dict(zip(keys, row, strict=False)) for row in sheet.prefill]


def complaint_header(handler: str, received: dt.date) -> SampleRow:
    """Return the upper part of a case: who complained stands only here."""
    return {
        "case_number": f"TS-{received.year}-001",
        "received_on": received,
        "channel": "电话",
        "complainant": "甄一鸣",
        "complainant_phone": "0590-5550199",
        "complainant_address": "示例区示例路1号",
        "content": "反映办理救助手续时未一次性告知材料，往返三次",
        "office": "局办公室",
        "handler": handler,
        "due_on": received + dt.timedelta(days=42),
    }


def complaint_rows(person: Person) -> dict[str, list[SampleRow]]:
    """Return the person complained of, the case still open."""
    return {
        "case": [
            {
                "person": person.name,
                "unit": person.unit,
                "post": person.post,
                "link": "审批",
                "matter": "未一次性告知所需材料",
                "result": "办理中",
            }
        ]
    }
