"""The command line zuofeng: its commands, and the end of a command that cannot go on.

Exit code 0: done; 1: a finding (problems, differences) or a failure of disk, database or network;
2: wrong use or broken configuration.
"""

import io
import os
import sys

import typer

from cli.framework.deferred import DeferredCommand, DeferredGroup

COMMANDS = {
    name: DeferredCommand(name, place, short_help)
    for name, place, short_help in (
        ("accept", "cli.manual:accept", "人工接收：由党办指明单位、报表和期间，内容照常检查。"),
        (
            "backup",
            "cli.backup:backup",
            "备份：登记、原件、密钥和设置存进一个文件。",
        ),
        ("check", "cli.check:check", "核对全部设置，列出每一处错误。"),
        ("code", "cli.results.code:code", "生成审批码的加密值，填入名册。"),
        ("explain", "cli.scores:explain", "逐格说明一个单位的成绩是怎样算出来的。"),
        ("forms", "cli.forms:forms", "写出应当发放的空白报表。"),
        ("intake", "cli.intake:intake", "收一次表：检查收件箱，逐份回执，发出邮件。"),
        ("password", "cli.up:password", "显示界面的登录口令。"),
        ("rehearse", "cli.rehearse:rehearse", "演练一整年，核对结果。"),
        ("remind", "cli.remind:remind_", "当日提醒：只提醒尚未报送的单位。"),
        ("restore", "cli.backup:restore", "恢复：把备份恢复到空文件夹，随后核验。"),
        ("scores", "cli.scores:scores", "列出成绩、名次和名次的可信程度。"),
        ("status", "cli.status:status", "各项任务应报、已报、未报各多少，谁还没有报。"),
        ("up", "cli.up:up", "启动全部服务：界面、定时任务、收件箱监视；按Ctrl-C停止。"),
        ("verify", "cli.verify:verify_", "核验记录、答复、登记、邮件和存档是否完好。"),
        (
            "withdraw",
            "cli.manual:withdraw",
            "撤回：使误报的报表不再作数，此前的一版恢复有效，原件仍存档。",
        ),
        ("outbox", "cli.outbox:app", "发件箱：查看各状态的邮件，发送待发的，放行第一次群发。"),
        (
            "result",
            "cli.results.result:app",
            "考评成果：起草、提交、批准、公示、公布，每一步记明何人、何故。",
        ),
    )
}
"""Every command by its name, in the order of the list: where it is, and the list's line."""


class _Commands(DeferredGroup):
    deferred = tuple(COMMANDS.values())


app = typer.Typer(
    name="zuofeng",
    cls=_Commands,
    help="机关作风建设年活动：发表、收表、检查、回执、核验。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.callback()(lambda: None)  # makes it a group, though no command is registered the usual way


_OTHERS = 0o027
"""The mode bits that nothing we write has: none for others, no writing for the group."""


def main() -> None:
    """Run the command line; what is wrong outside of it ends in words, not in a traceback."""
    os.umask(os.umask(0) | _OTHERS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a GBK terminal lacks some signs
    try:
        app()
    except Exception as error:
        if (code := _exit_code(error)) is None:
            raise
        sys.exit(code)


def _exit_code(error: Exception) -> int | None:
    """Say what ended the command; None where that is a fault of the software."""
    from campaign.definitions.errors import DefinitionError  # with pydantic: 0.1 s of CPU
    from cli.framework.failures import failure_text
    from services.texts.failures import failure_wordings

    if isinstance(error, DefinitionError):
        for fault in error.faults:
            _complain(str(fault), style="red")
        _complain(f"共{len(error.faults)}处错误，改正后再运行。")
        return 2
    text = None if os.environ.get("ZUOFENG_DEBUG") else failure_text(error)
    if text is None:
        return None
    _complain(text, style="red")
    _complain(failure_wordings().command.details, style="dim")
    return 1


def _complain(text: str, style: str = "") -> None:
    from cli.options import err

    err.print(text, style=style or None, markup=False, highlight=False, soft_wrap=True)
