"""What the leading group is asked in the Prefect UI, and what its answer does.

The same acts as ``zuofeng result approve`` and ``return``, by a one-time code. A refusal is said
and asked again; it never fails a run.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.store.engine import reading
from adapters.store.results.register import Result
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import STATE_NAMES, ResultAct, ResultState
from campaign.values.text import day_text
from services.context import AppContext
from services.errors import WrongActError
from services.results.approval.codes import Signature, WrongCodeError, prove
from services.results.lifecycle.transitions import NoteNeededError, approve_result, return_result
from services.results.objections.objections import reasons_for_note
from services.results.register.register import find_result

_REASONS = "须写明意见的情形"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalAnswer:
    """What a member of the leading group answers: agreed or not, who, by which code, and why."""

    agreed: bool
    member: str
    code: str = field(repr=False)
    note: str = ""


def act_on_answer(context: AppContext, id_: str, answer: ApprovalAnswer, now: dt.datetime) -> str:
    """Approve or return a result as answered; return what came of it, in a sentence."""
    signature = Signature(
        member=answer.member, code=answer.code, why=answer.note.strip(), one_time=True
    )
    try:
        if not answer.agreed and not signature.why:
            return "没有办理：请写明退回的理由"
        # spent first: what was typed has been stored where others may read it
        prove(
            context, id_, ResultAct.APPROVE if answer.agreed else ResultAct.RETURN, signature, now
        )
        if answer.agreed:
            notice = approve_result(context, id_, signature, now)
            return f"{answer.member}已批准，公示期{day_text(notice.first)}至{day_text(notice.last)}"
        return_result(context, id_, signature, now)
    except NoteNeededError:
        return f"没有办理：有“{_REASONS}”所列的情形，批准须写明意见"
    except (WrongActError, WrongCodeError) as error:
        return f"没有办理：{error}"
    return f"{answer.member}已退回"


def question(context: AppContext, id_: str, said: str = "") -> str:
    """Return in Markdown what is to be decided; "" where it does not wait for approval any more.

    ``said`` is what came of the answer before. Names units, which are going to be published, and
    no person.
    """
    with reading(context.engine) as connection:
        result = find_result(connection, id_)
        if result.state != ResultState.SUBMITTED:
            return ""
        document = read_document(result.document)
        reasons = reasons_for_note(connection, document, people=False)
    return "\n".join(_lines(document, result, reasons, said))


def state_line(context: AppContext, id_: str) -> str:
    """Say where a result stands."""
    with reading(context.engine) as connection:
        return STATE_NAMES[ResultState(find_result(connection, id_).state)]


def _lines(
    document: ResultDocument, result: Result, reasons: tuple[str, ...], said: str
) -> Iterator[str]:
    campaign = document["campaign"]
    if said:
        yield f"**{said}**\n"
    yield f"# 审批{campaign['year']}年{campaign['name']}考评成果\n"
    as_of = day_text(result.as_of)
    yield f"计分截至{as_of}，成果编号{result.id[:12]}。\n"
    yield "## 推荐名单\n"
    scores = {score["unit"]: score for score in document["scores"]}
    for each in document["shortlist"]:
        score = scores[each["unit"]]
        provisional = "（暂定）" if score["provisional"] else ""
        points = document["shown_totals"][each["unit"]]
        name = document["units"][each["unit"]]
        yield f"- {each['class']}第{score['final_rank']}名　{name}　{points}分{provisional}"
    if not document["shortlist"]:
        yield "没有单位列入。"
    yield f"\n推荐个人{len(document['people']['nominees'])}名，名单见党办呈送的送审稿。\n"
    if reasons:
        yield f"## {_REASONS}\n"
        yield from (f"- {each}" for each in reasons)
    yield (
        "\n由领导小组成员本人办理：选择决定，填写姓名、意见和一次性审批码"
        "（凭本人审批码用`zuofeng code --once --by 姓名`领取），再点“Submit”。"
        "**不要填写本人的审批码。**也可以用`zuofeng result approve`办理。"
    )
