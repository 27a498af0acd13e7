"""The command zuofeng: one module per command, and how every command ends.

Exit code 0: done; 1: a finding (problems, differences); 2: wrong use or broken configuration.
"""

import io
import sys

import typer

from campaign.definitions import DefinitionError
from cli import check, forms, hand, intake, outbox, up, verify
from cli.options import err

app = typer.Typer(
    name="zuofeng",
    help="机关作风建设年活动：发表、收表、检查、回执、核验。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("accept")(hand.accept)
app.command("check")(check.check)
app.command("forms")(forms.forms)
app.command("intake")(intake.intake)
app.add_typer(outbox.app, name="outbox")
app.command("up")(up.up)
app.command("verify", short_help="核验记录、答复、登记、邮件和存档是否完好。")(verify.verify_)
app.command("withdraw")(hand.withdraw)


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
