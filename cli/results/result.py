"""zuofeng result: the life of a result, each act with who and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.store.engine import open_store, reading
from adapters.store.timestamps import now_in
from campaign.results.lifecycle import STATE_NAMES, ResultAct
from campaign.values.acts import Actor
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from cli.render.results import print_result, print_results
from cli.results.code import ask_code
from services.context import AppContext, open_context
from services.errors import WrongActError
from services.results.approval.codes import Signature, WrongCodeError
from services.results.lifecycle import transitions
from services.results.lifecycle.views import result_list, result_view
from services.results.objections import objections
from services.results.register.register import (
    UnknownResultError,
    draft_result,
    find_result,
    require_possible,
)
from services.results.register.reproduction import Reproduction
from services.results.register.reproduction import reproduce_result as derive_again
from services.texts.results import result_wordings

app = typer.Typer(
    help="考评成果：起草、提交、批准、公示、公布，每一步记明何人、何故。", no_args_is_help=True
)


def _require_text(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("不能为空")
    return text.strip()


class Decision(StrEnum):
    """The decision of the leading group on an objection."""

    UPHELD = "成立"
    REJECTED = "不成立"


IdArgument = Annotated[str, typer.Argument(metavar="ID", help="成果编号，可只写开头几位")]
WhyOption = Annotated[str, typer.Option("--why", help="理由，记入事件记录", callback=_require_text)]
ByOption = Annotated[str, typer.Option("--by", help="经办人", callback=_require_text)]
MemberOption = Annotated[str, typer.Option("--by", help="领导小组成员姓名", callback=_require_text)]


@app.command()
def draft(
    by: ByOption,
    why: WhyOption,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="计分截至哪一天，默认今天"),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """起草：按现行方案和已接收的报表算出成果，存为草稿；数据没有变化的不另存。"""
    context, now = _open(home)
    with _refusals():
        day = as_of.date() if as_of else now.date()
        drafted = draft_result(context, day, Actor(name=by, reason=why), now)
    if as_json:
        print_json({**asdict(drafted), "as_of": day})
        return
    status = "已起草" if drafted.new else f"已有同样的成果，现为“{STATE_NAMES[drafted.state]}”"
    out.print(f"{status}：{drafted.id}", soft_wrap=True, highlight=False)


@app.command()
def submit(
    result: IdArgument,
    by: ByOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """提交领导小组审批；退回的可以再次提交。"""
    context, now = _open(home)
    with _refusals():
        transitions.submit_result(context, result, Actor(name=by, reason=why), now)
    _print_state(context, result, as_json)


@app.command()
def approve(
    result: IdArgument,
    by: MemberOption,
    note: Annotated[str, typer.Option("--note", help="批准意见；难分高下、暂定的须写明")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """批准：由领导小组成员凭审批码办理，次日起公示。"""
    context, now = _open(home)
    with _refusals():
        transitions.require_approvable(context, result, note)
        signature = _sign(by, note)
        transitions.approve_result(context, result, signature, now)
    _print_state(context, result, as_json)


@app.command("return")
def return_(
    result: IdArgument,
    by: MemberOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """退回：由领导小组成员凭审批码办理，写明理由。"""
    context, now = _open(home)
    with _refusals():
        _require(context, result, ResultAct.RETURN)
        transitions.return_result(context, result, _sign(by, why), now)
    _print_state(context, result, as_json)


@app.command("object")
def object_(
    result: IdArgument,
    unit: Annotated[str, typer.Option("--unit", help="单位代码、名称或者别名")],
    by: Annotated[
        str, typer.Option("--by", help="经办人；认定时为领导小组成员", callback=_require_text)
    ],
    why: WhyOption,
    person: Annotated[str, typer.Option("--person", help="该单位推荐的人员，姓名或者编号")] = "",
    document: Annotated[str, typer.Option("--document", help="文号")] = "",
    decide: Annotated[
        Decision | None, typer.Option("--decide", help="认定已登记的异议，凭审批码")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """异议：公示期内登记；加--decide的由领导小组成员认定，成立的移出名单，重新公示。"""
    context, now = _open(home)
    about = objections.ObjectionSubject(unit=unit, person=person, document=document)
    with _refusals():
        if decide is None:
            objections.raise_objection(context, result, about, Actor(name=by, reason=why), now)
        else:
            upheld = decide is Decision.UPHELD
            _require(context, result, ResultAct.UPHOLD if upheld else ResultAct.REJECT)
            signature = _sign(by, why)
            result = objections.decide_objection(context, result, about, upheld, signature, now)
    _print_state(context, result, as_json)


@app.command()
def publish(
    result: IdArgument,
    by: ByOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """公布：公示期满、没有未办异议的，写入outputs/reports/results/。"""
    context, now = _open(home)
    with _refusals():
        path = transitions.publish_approved(context, result, Actor(name=by, reason=why), now)
    _print_state(context, result, as_json, path)


@app.command()
def reopen(
    result: IdArgument,
    by: ByOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """重新办理：写明理由，另行起草；已公布的在新成果公布前继续有效。"""
    context, now = _open(home)
    with _refusals():
        transitions.reopen_result(context, result, Actor(name=by, reason=why), now)
    _print_state(context, result, as_json)


@app.command()
def reproduce(result: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """复算：按当时的报表和设置重新计算，逐字节比较；有不同的，退出码为1。"""
    opened = open_home(home)
    with _refusals():
        reproduction = derive_again(open_store(opened), opened, result)
    if as_json:
        print_json({**asdict(reproduction), "equal": reproduction.equal})
    else:
        _print_reproduction(reproduction)
    if not reproduction.equal:
        raise typer.Exit(1)


@app.command("list")
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """列出全部成果及其状态，注明现行的一份。"""
    context, _ = _open(home)
    with reading(context.engine) as connection:
        results = result_list(connection)
    if as_json:
        print_json(results)
    else:
        print_results(results)


@app.command()
def show(result: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """查看一份成果：状态、名单、公示日期、异议和办理经过。"""
    context, _ = _open(home)
    with _refusals():
        _print_state(context, result, as_json)


def _open(home: Path | None) -> tuple[AppContext, datetime]:
    context = open_context(open_home(home))
    return context, now_in(context.definitions.plan.campaign.time_zone)


@contextmanager
def _refusals() -> Iterator[None]:
    """Print the message of a refused act and exit with 2, as wrong use."""
    refused = (
        UnknownResultError,
        WrongActError,
        WrongCodeError,
        transitions.NoteNeededError,
    )
    try:
        yield
    except refused as error:
        err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def _require(context: AppContext, id_: str, act: ResultAct) -> None:
    """Check that an act is possible, before a member is asked for a code."""
    with reading(context.engine) as connection:
        require_possible(find_result(connection, id_), act)


def _sign(member: str, why: str) -> Signature:
    return Signature(member=member, code=ask_code(f"{member}的审批码"), why=why.strip())


def _print_state(context: AppContext, id_: str, as_json: bool, path: Path | None = None) -> None:
    """Print the present state of a result."""
    with reading(context.engine) as connection:
        facts = result_view(connection, find_result(connection, id_), context.definitions)
    if as_json:
        print_json({**facts, **({"file": path} if path else {})})
        return
    print_result(facts)
    if path:
        out.print(f"已写入：{path}", soft_wrap=True, markup=False, highlight=False)


def _print_reproduction(reproduction: Reproduction) -> None:
    then, now = reproduction.software_then, reproduction.software_now
    if then != now:
        out.print(f"当时由{then or '（不详）'}版算出，现为{now}版。", highlight=False)
    if receipts := "、".join(reproduction.destroyed):
        wording, count = result_wordings().reproduction.destroyed, len(reproduction.destroyed)
        out.print(wording.format(count=count, receipts=receipts), soft_wrap=True, highlight=False)
    if reproduction.equal:
        out.print(f"复算一致，逐字节相同：{reproduction.id}", style="green", soft_wrap=True)
        return
    for difference in reproduction.differences:
        values = (
            ""
            if difference.then is None and difference.now is None
            else f"：{difference.then} → {difference.now}"
        )
        line = f"{difference.path}　{difference.why}{values}"
        out.print(line, soft_wrap=True, markup=False, highlight=False)
    out.print(f"共{len(reproduction.differences)}处不同。", style="red", highlight=False)
