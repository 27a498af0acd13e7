"""What is decided in a rehearsed year, and who is nominated: as the office registers it."""

from collections.abc import Iterator

from campaign.definitions.roster import Person
from rehearsal.content.form_contents import FormRow, FormTables
from rehearsal.simulation.clerks import Participants
from rehearsal.simulation.simulated_bureau import FilledWorkbook, SimulatedBureau

COMMENDATION, KEY_RECTIFICATION = "示民〔{year}〕18号", "示民〔{year}〕31号"
OBJECTION = "示民〔{year}〕40号"

DecisionContent = tuple[str, str, FormTables, FormRow]
"""The form, the unit that it is about or that files it, rows and labelled cells."""


def number(text: str, bureau: SimulatedBureau) -> str:
    """Return a document's number of the campaign's year."""
    return text.format(year=bureau.context.definitions.plan.campaign.year)


def commendation_decision(
    bureau: SimulatedBureau, participants: Participants
) -> Iterator[DecisionContent]:
    """Commend the best branch, which earns it a bonus."""
    rows: list[FormRow] = [
        {
            "kind": "表彰",
            "unit": participants.parts.winners["支部"],
            "tier": "局级",
            "content": "授予年度窗口服务先进称号",
        }
    ]
    yield _decision(bureau, COMMENDATION, "关于表彰窗口服务先进单位的决定", rows)


def key_rectification(
    bureau: SimulatedBureau, participants: Participants
) -> Iterator[DecisionContent]:
    """Single out the worst unit, and register the city's own figure."""
    rows: list[FormRow] = [
        {
            "kind": "重点整改",
            "unit": participants.parts.key_rectified,
            "content": "窗口服务长期得不到改进，确定为重点整改单位",
        },
        {"kind": "上级文件", "figure": "95.3%", "content": "全市满意度测评结果"},
    ]
    yield _decision(bureau, KEY_RECTIFICATION, "关于确定重点整改单位的决定", rows)


def objection(bureau: SimulatedBureau, person: Person) -> FilledWorkbook:
    """Return the register's sheet of an objection to a nominee that was upheld."""
    rows: list[FormRow] = [
        {
            "kind": "异议",
            "person": person.name,
            "outcome": "成立",
            "content": "反映的事迹与事实不符，经核实情况属实",
        }
    ]
    form, unit, tables, header = _decision(bureau, OBJECTION, "关于异议核查情况的报告", rows)
    return FilledWorkbook(issue=bureau.issue(form, unit), rows=tables, header=header)


def _decision(
    bureau: SimulatedBureau, document: str, title: str, rows: list[FormRow]
) -> DecisionContent:
    campaign = bureau.context.definitions.plan.campaign
    header: FormRow = {
        "document": number(document, bureau),
        "title": title,
        "issuer": campaign.issuer,
        "issued_on": bureau.now.date(),
    }
    return "decision", campaign.office, {"matters": rows}, header


def nominations(bureau: SimulatedBureau, participants: Participants) -> Iterator[DecisionContent]:
    """One who will be objected to, with a colleague; and one who was criticised."""
    parts = participants.parts
    staff = bureau.staff(parts.winners["支部"])
    others = [person for person in staff if person.code != parts.objected.code]
    nominated = {
        parts.winners["支部"]: (parts.objected, others[0]),
        parts.criticised.branch: (parts.criticised,),
    }
    for unit, people in nominated.items():
        rows: list[FormRow] = [
            {"person": person.name, "deeds": "全年接待群众一千二百余人次，无一投诉"}
            for person in people
        ]
        header: FormRow = {"award": "十佳标兵", "branch_opinion": "经支部评议，同意推荐"}
        yield "nomination", unit, {"nominees": rows}, header
