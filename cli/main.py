"""The command zuofeng: one module per command, and how every command ends.

Exit code 0: done; 1: a finding (problems, differences); 2: wrong use or broken configuration.
"""

import io
import sys

import typer

from campaign.definitions.errors import DefinitionError
from cli import (
    check,
    code,
    forms,
    intake,
    manual,
    outbox,
    rehearse,
    remind,
    result,
    scores,
    status,
    up,
    verify,
)
from cli.options import err

app = typer.Typer(
    name="zuofeng",
    help="机关作风建设年活动：发表、收表、检查、回执、核验。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("accept")(manual.accept)
app.command("check")(check.check)
app.command("code", short_help="生成审批码的加密值，填入名册。")(code.code)
app.command("explain", short_help="逐格说明一个单位的成绩是怎样算出来的。")(scores.explain)
app.command("forms")(forms.forms)
app.command("intake")(intake.intake)
app.add_typer(outbox.app, name="outbox")
app.command("rehearse", short_help="演练一整年，核对结果。")(rehearse.rehearse)
app.command("remind", short_help="当日提醒：只提醒尚未报送的单位。")(remind.remind_)
app.add_typer(result.app, name="result")
app.command("scores", short_help="列出成绩、名次和名次的可信程度。")(scores.scores)
app.command("status", short_help="各项任务应报、已报、未报各多少，谁还没有报。")(status.status)
app.command("up")(up.up)
app.command("verify", short_help="核验记录、答复、登记、邮件和存档是否完好。")(verify.verify_)
app.command("withdraw")(manual.withdraw)


def main() -> None:
    """Run the command line; broken definitions end with their faults, not with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a GBK terminal lacks some signs
    try:
        app()
    except DefinitionError as error:
        for fault in error.faults:
            err.print(str(fault), style="red", markup=False, highlight=False, soft_wrap=True)
        err.print(f"共{len(error.faults)}处错误，改正后再运行。", highlight=False)
        sys.exit(2)
