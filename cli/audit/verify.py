"""zuofeng verify: events, answers, results, mail and originals checked against the record."""

import datetime as dt
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
from adapters.store.sql.timestamps import now_in
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from services.audit.chain import parse_head
from services.audit.checkpoint import (
    Checkpoint,
    ForgedCheckpointError,
    keep_checkpoint,
    load_checkpoint,
)
from services.audit.verify import (
    AuditFinding,
    Verification,
    since_day,
    verify_all,
    verify_since,
)
from services.definitions.loading import load_definitions
from services.texts.verify import verify_texts


def verify_(
    home: HomeOption = None,
    against: Annotated[str, typer.Option(help=help_text("verify.against"))] = "",
    since: Annotated[str, typer.Option(help=help_text("verify.since"), metavar="日期")] = "",
    since_last: Annotated[
        bool, typer.Option("--since-last", help=help_text("verify.since_last"))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify the store and the files against the record.

    Raises typer.BadParameter for wrong use, typer.Exit 1 if anything disagrees.
    """
    if since and since_last:
        raise typer.BadParameter(verify_texts().subjects.one_since, param_hint="--since")
    opened, head = open_home(home), _head(against) if against else None
    verification = _run(opened, _begin(opened, since, since_last), head)
    findings = verification.findings
    if as_json:
        rows = [asdict(finding) for finding in findings]
        print_json({"ok": not findings, "compared": asdict(verification.extent), "findings": rows})
    else:
        _print(findings)
        extent = verify_texts().report.extent.format(**asdict(verification.extent))
        out.print(extent, highlight=False)
    if findings:
        raise typer.Exit(1)
    if not since:
        keep_checkpoint(opened, verification.checkpoint)


def _head(text: str) -> Head:
    try:
        return parse_head(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--against") from error


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = verify_texts().subjects.day_wanted.format(text=text)
        raise typer.BadParameter(message, param_hint="--since") from error


def _begin(home: Home, since: str, since_last: bool) -> Checkpoint | None:
    """Return where to begin, None for everything: the first time, too."""
    if since_last:
        try:
            return load_checkpoint(home)
        except ForgedCheckpointError:
            err.print(verify_texts().findings.checkpoint_forged)
    return since_day(open_store(home), _day(since)) if since else None


def _run(home: Home, since: Checkpoint | None, against: Head | None) -> Verification:
    now, store = now_in(load_definitions(home).plan.campaign.time_zone), open_store(home)
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("核验", total=None)

        def report(count: int, total: int) -> None:
            progress.update(bar, description="核验原件", completed=count, total=total)

        if since:
            return verify_since(store, home, since, report, against)
        return verify_all(store, home, now, report, against)


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
