"""What is decided in a rehearsed year, and who is nominated: as the office registers it."""

from collections.abc import Iterator

from campaign.definitions.roster import Person
from rehearsal.content.form_contents import Row, Tables
from rehearsal.simulation.clerks import Troupe
from rehearsal.simulation.simulated_bureau import Bureau, Paper

COMMENDATION, KEY_RECTIFICATION = "示民〔{year}〕18号", "示民〔{year}〕31号"
OBJECTION = "示民〔{year}〕40号"

Given = tuple[str, str, Tables, Row]
"""The form, the unit that it is about or that files it, rows and labelled cells."""


def number(text: str, bureau: Bureau) -> str:
    """Return a document's number of the campaign's year."""
    return text.format(year=bureau.office.definitions.plan.campaign.year)


def commendation(bureau: Bureau, troupe: Troupe) -> Iterator[Given]:
    """Commend the best branch, which earns it a bonus."""
    rows: list[Row] = [
        {
            "kind": "表彰",
            "unit": troupe.parts.winners["支部"],
            "tier": "局级",
            "content": "授予年度窗口服务先进称号",
        }
    ]
    yield _decision(bureau, COMMENDATION, "关于表彰窗口服务先进单位的决定", rows)


def key_rectification(bureau: Bureau, troupe: Troupe) -> Iterator[Given]:
    """Single out the worst unit, and register the city's own figure."""
    rows: list[Row] = [
        {
            "kind": "重点整改",
            "unit": troupe.parts.key_rectified,
            "content": "窗口服务长期得不到改进，确定为重点整改单位",
        },
        {"kind": "上级文件", "figure": "95.3%", "content": "全市满意度测评结果"},
    ]
    yield _decision(bureau, KEY_RECTIFICATION, "关于确定重点整改单位的决定", rows)


def objection(bureau: Bureau, person: Person) -> Paper:
    """Return the register's sheet of an objection to a nominee that was upheld."""
    rows: list[Row] = [
        {
            "kind": "异议",
            "person": person.name,
            "outcome": "成立",
            "content": "反映的事迹与事实不符，经核实情况属实",
        }
    ]
    form, unit, tables, header = _decision(bureau, OBJECTION, "关于异议核查情况的报告", rows)
    return Paper(issue=bureau.issue(form, unit), rows=tables, header=header)


def _decision(bureau: Bureau, document: str, title: str, rows: list[Row]) -> Given:
    campaign = bureau.office.definitions.plan.campaign
    header: Row = {
        "document": number(document, bureau),
        "title": title,
        "issuer": campaign.issuer,
        "issued_on": bureau.now.date(),
    }
    return "decision", campaign.office, {"matters": rows}, header


def nominations(bureau: Bureau, troupe: Troupe) -> Iterator[Given]:
    """One who will be objected to, with a colleague; and one who was criticised."""
    parts = troupe.parts
    staff = bureau.staff(parts.winners["支部"])
    others = [person for person in staff if person.code != parts.objected.code]
    nominated = {
        parts.winners["支部"]: (parts.objected, others[0]),
        parts.criticised.branch: (parts.criticised,),
    }
    for unit, people in nominated.items():
        rows: list[Row] = [
            {"person": person.name, "deeds": "全年接待群众一千二百余人次，无一投诉"}
            for person in people
        ]
        header: Row = {"award": "十佳标兵", "branch_opinion": "经支部评议，同意推荐"}
        yield "nomination", unit, {"nominees": rows}, header
