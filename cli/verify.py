"""zuofeng verify: events, answers, results, mail and originals checked against the record."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Column, Table
from rich.text import Text

from adapters.files.chain_key import Head
from adapters.files.home import Home
from adapters.store.engine import open_store
from adapters.store.timestamps import now_in
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from services.audit.chain import parse_head
from services.audit.verify import AuditFinding, verify
from services.definitions.loading import load_definitions


def verify_(
    home: HomeOption = None,
    against: Annotated[
        str, typer.Option(help="每日情况邮件末尾的链头：核对当时的记录都还在、没有重写")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """核验：事件记录、收文答复、报表登记、邮件和原件存档是否齐全、未被改动。"""
    findings = _run(open_home(home), _head(against) if against else None)
    if as_json:
        print_json({"ok": not findings, "findings": [asdict(finding) for finding in findings]})
    else:
        _print(findings)
    if findings:
        raise typer.Exit(1)


def _head(text: str) -> Head:
    try:
        return parse_head(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--against") from error


def _run(home: Home, against: Head | None) -> list[AuditFinding]:
    now = now_in(load_definitions(home).plan.campaign.time_zone)
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("核验原件", total=None)
        return verify(
            open_store(home),
            home,
            now,
            lambda count, total: progress.update(bar, completed=count, total=total),
            against,
        )


def _print(findings: Sequence[AuditFinding]) -> None:
    if not findings:
        out.print("核验无误。", style="green")
        return
    table = Table("项目", *(Column(name, overflow="fold") for name in ("对象", "情况", "处理")))
    for finding in findings:
        table.add_row(finding.check, Text(finding.subject), Text(finding.what), Text(finding.mend))
    out.print(table)
    counts = Counter(finding.check for finding in findings)
    summary = "，".join(f"{check}{count}处" for check, count in counts.items())
    out.print(f"共{len(findings)}处：{summary}。", highlight=False)
