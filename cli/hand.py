"""zuofeng accept and zuofeng withdraw: the office's hand, always with a reason."""

import getpass
from dataclasses import asdict
from typing import Annotated

import typer

from campaign.cells.text import narrow
from campaign.form import Form
from campaign.periods import PeriodKind, find_period
from campaign.roster import Unit
from campaign.seal import Identity, find_serial, make_serial
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from tasks import hand
from tasks.answering import ACCEPTED, OUTCOME_NAMES
from tasks.clock import now_in
from tasks.examining import Hand
from tasks.recording import Office
from tasks.sweep import open_office

WhyOption = Annotated[str, typer.Option("--why", help="理由，记入事件记录并告知报送单位")]
ByOption = Annotated[str, typer.Option("--by", help="经办人", default_factory=getpass.getuser)]


def accept(
    file: Annotated[str, typer.Argument(help="退回或者待处理文件的回执号，或者文件路径")],
    unit: Annotated[str, typer.Option("--unit", help="单位代码、名称或者别名")],
    form: Annotated[str, typer.Option("--form", help="报表的key或者名称")],
    why: WhyOption,
    by: ByOption,
    period: Annotated[
        str, typer.Option("--period", help="期间，如2026-06；随时报送的表填填报码")
    ] = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """人工接收：由党办指明单位、报表和期间，内容照常检查。"""
    office = open_office(open_home(home))
    identity = _identity(office, unit, form, period)
    now = now_in(office.definitions.plan.campaign.time_zone)
    try:
        reply = hand.accept(office, file, identity, Hand(by=by, why=why), now)
    except hand.UnknownFileError as error:
        raise typer.BadParameter(str(error)) from error
    if json:
        print_json(asdict(reply))
    else:
        reasons = f"：{'、'.join(reply.reasons)}" if reply.reasons else ""
        out.print(f"{reply.receipt}　{OUTCOME_NAMES[reply.outcome]}{reasons}", highlight=False)
    if reply.outcome not in ACCEPTED:
        err.print("内容有误，未能接收，修改意见见outputs/returned/。", style="yellow")
        raise typer.Exit(1)


def withdraw(
    submission: Annotated[str, typer.Argument(help="已接收报表的回执号")],
    why: WhyOption,
    by: ByOption,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """撤回：使误报的报表不再作数，此前的一版恢复有效，原件仍存档。"""
    office = open_office(open_home(home))
    now = now_in(office.definitions.plan.campaign.time_zone)
    try:
        version, in_force = hand.withdraw(office, submission, Hand(by=by, why=why), now)
    except hand.UnknownFileError as error:
        raise typer.BadParameter(str(error)) from error
    if json:
        print_json({"receipt": submission, "withdrawn": version, "in_force": in_force or None})
        return
    state = f"现以第{in_force}版为准" if in_force else "目前没有现行版本"
    out.print(f"{submission}　第{version}版已撤回，{state}。", highlight=False)


def _identity(office: Office, unit: str, form: str, period: str) -> Identity:
    bureau = office.desk.bureau
    found_unit = bureau.roster.unit(unit)
    named = [f for f in bureau.forms.values() if form in (f.key, f.title)]
    if found_unit is None:
        raise typer.BadParameter(f"名册中没有单位“{unit}”", param_hint="--unit")
    if not named:
        keys = "、".join(bureau.forms)
        raise typer.BadParameter(f"没有报表“{form}”，可选：{keys}", param_hint="--form")
    year = bureau.plan.campaign.year
    if named[0].period is PeriodKind.EVENT:
        serial, stated = _event_serial(office, found_unit, named[0], period), ""
    else:
        found = find_period(period or str(year))
        if found is None or found.kind is not named[0].period:
            raise typer.BadParameter(f"“{period}”不是这张表的期间", param_hint="--period")
        stated = str(found)
        serial = make_serial(
            bureau.key,
            form_code=named[0].code,
            year=found.first.year,
            unit=found_unit.code,
            slot=found.slot,
        )
    return Identity(
        form=named[0].key,
        version=named[0].version,
        unit=found_unit.code,
        period=stated,
        serial=serial,
    )


def _event_serial(office: Office, unit: Unit, form: Form, stated: str) -> str:
    """Return the serial number under which the office has issued this form to this unit."""
    bureau, hint = office.desk.bureau, "--period"
    text = narrow(stated).strip().upper()
    if not text:
        raise typer.BadParameter("随时报送的表请用--period写明填报码", param_hint=hint)
    serial = find_serial(bureau.key, text)
    if serial is None or serial.text != text:
        raise typer.BadParameter(f"填报码“{stated}”有误，请照表上印的填写", param_hint=hint)
    if serial.form_code != form.code:
        raise typer.BadParameter(f"填报码“{stated}”不是《{form.title}》的", param_hint=hint)
    holder = bureau.roster.unit(serial.unit)
    if holder is None or holder.code != unit.code:
        raise typer.BadParameter(f"填报码“{stated}”不是{unit.name}的", param_hint=hint)
    return serial.text
