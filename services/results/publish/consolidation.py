"""Consolidates the year (S49, S50): drafts its result, submits it, tells the office what to do."""

import datetime as dt

from sqlalchemy import select

from adapters.mail.messages import render
from adapters.store.engine import reading
from adapters.store.tables import results
from adapters.workbooks.report_tables import table_workbook
from campaign.deadlines.agenda import Work
from campaign.results.document import Document, read_document
from campaign.results.lifecycle import STATE_NAMES, State
from campaign.values.acts import SOFTWARE, Hand
from campaign.values.text import day_text
from services.agenda.action import Done, Paper
from services.context import Office
from services.publishing.circulars import Circular, letterhead, to_office
from services.publishing.drafts import OWN_FOLDER
from services.results.lifecycle.transitions import submit
from services.results.objections.objections import reasons_for_note
from services.results.publish.result_tables import people_tables, ranking_tables
from services.results.register.register import Drafted, draft, find

KIND = "circular"
_SHORT = 12
_UNDER_WAY = (State.SUBMITTED, State.RETURNED, State.NOTICE, State.PUBLISHED)


def consolidate(office: Office, work: Work, now: dt.datetime) -> Done:
    """Draft the result as of the work's day and submit it, unless one is under way already."""
    if now.date() < work.day:
        return Done(note=f"{day_text(work.day)}才汇总全年成绩，到时再办", put_off=True)
    if state := _under_way(office, work):
        return Done(note=f"已有考评成果，现为“{state}”，不另行起草")
    why = f"方案规定{day_text(work.day)}汇总全年成绩，提请领导小组审批"
    drafted = _submitted(office, draft(office, work.day, Hand(by=SOFTWARE, why=why), now), why, now)
    with reading(office.engine) as connection:
        document = read_document(find(connection, drafted.id).document)
    plan = office.definitions.plan
    tables = [
        *ranking_tables(document, plan, "", draft=True),
        *people_tables(document, office.definitions.roster),
    ]
    paper = Paper(
        name=f"{OWN_FOLDER}/{work.day} 考评成绩（送审稿）.xlsx",
        data=table_workbook(tables, plan.campaign.issuer, work.day),
    )
    message = render(KIND, _facts(office, document, drafted.id, paper, now))
    post = to_office(office, work, KIND, message, [paper])
    note = f"已起草成果{drafted.id[:12]}并提交领导小组审批"
    return Done(note=note, papers=(paper,), posts=(post,), facts={"result": drafted.id})


def _under_way(office: Office, work: Work) -> str:
    """Say in which state a result is that others have brought on its way; "" if none is.

    A draft that this work itself has submitted before it was interrupted is none of others'.
    """
    r = results.c
    query = select(r.state, r.as_of).where(r.state.in_(_UNDER_WAY))
    with reading(office.engine) as connection:
        found = connection.execute(query).all()
    others = [row for row in found if (row.state, row.as_of) != (State.SUBMITTED, str(work.day))]
    return STATE_NAMES[State(others[0].state)] if others else ""


def _submitted(office: Office, drafted: Drafted, why: str, now: dt.datetime) -> Drafted:
    if drafted.state is State.DRAFT:
        submit(office, drafted.id, Hand(by=SOFTWARE, why=why), now)
    return drafted


def _facts(
    office: Office, document: Document, id_: str, paper: Paper, now: dt.datetime
) -> Circular:
    definitions = office.definitions
    year = document["campaign"]["year"]
    reasons = _reasons(office, document)
    unresolved = len(document["unresolved"])
    members = "、".join(m.name for m in definitions.roster.leading_group if m.code_hash)
    return Circular(
        letterhead=letterhead(definitions, definitions.plan.campaign.office, now),
        sort="提请审批",
        title=f"{year}年考评成绩已汇总，请报领导小组审批",
        lines=(
            f"{year}年考评成绩已汇总（计分截至{day_text(dt.date.fromisoformat(document['as_of']))}），已提交活动领导小组审批，"
            f"成果编号{id_[:_SHORT]}。成绩表（送审稿）见附件，请呈送领导小组成员，不得外传。",
            _shortlist(document),
            *(("以下情形，批准时须写明意见：" + "；".join(reasons) + "。",) if reasons else ()),
            *(
                (f"有{unresolved}行内容归不到单位或者个人，没有计入，请用zuofeng scores核对。",)
                if unresolved
                else ()
            ),
            f"审批由领导小组成员本人（已设审批码的：{members or '无'}）办理，任选一种："
            + _ways(id_),
            "批准后自动公示，次日起计公示期；公示期满没有未办异议的，自动公布。",
        ),
        papers=(paper.name.rpartition("/")[2],),
    )


def _ways(id_: str) -> str:
    short = id_[:_SHORT]
    return (
        f"一是在系统界面打开名为“审批考评成果-{id_[:8]}”的运行，点“Resume”，选择“同意”或者"
        "“退回”，填写姓名、意见和一次性审批码（先用“zuofeng code --once --by 姓名”领取）；"
        f"二是在服务器上运行“zuofeng result approve {short} --by 姓名 --note 意见”，退回的运行"
        f"“zuofeng result return {short} --by 姓名 --why 理由”。"
    )


def _reasons(office: Office, document: Document) -> tuple[str, ...]:
    with reading(office.engine) as connection:
        return reasons_for_note(connection, document)


def _shortlist(document: Document) -> str:
    names = "、".join(document["units"][each["unit"]] for each in document["shortlist"])
    nominees = len(document["people"]["nominees"])
    return f"拟推荐单位{len(document['shortlist'])}个（{names or '无'}），拟推荐个人{nominees}名。"
