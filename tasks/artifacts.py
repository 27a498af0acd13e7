"""Show tables and lists of a run in the Prefect UI, without file names and values."""

from collections.abc import Sequence
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)

from campaign.deadlines.agenda import LABELS, Action
from campaign.definitions.errors import Fault
from campaign.definitions.roster import Roster
from campaign.tables import Column, ColumnType, TableValue, TableView, cell_text
from services.intake.answering.receipt import Receipt, table_of, totals

RECEIPTS, PROGRESS, FAULTS = "intake-receipts", "intake-progress", "definition-faults"
ACTIONS = "agenda"
_MOST_ROWS = 1_000
"""In one table: beyond that the store is the place to look things up."""


async def show_receipts(receipts: Sequence[Receipt], roster: Roster) -> None:
    """Show the disposition of each drop of a sweep."""
    rows = table_of(receipts, roster)
    more = f"；只列出前{_MOST_ROWS}份" if len(rows) > _MOST_ROWS else ""
    await acreate_table_artifact(
        key=RECEIPTS,
        table=rows[:_MOST_ROWS],
        description=f"本次收表{len(rows)}份：{totals(receipts)}{more}。",
    )


async def show_faults(faults: Sequence[Fault]) -> None:
    """Show the faults that stop intake, each with its file and key."""
    lines = [f"1. `{fault.source}` {fault.path}：{fault.message}" for fault in faults]
    text = f"# 设置文件有{len(faults)}处错误，已停止收表\n\n" + "\n".join(lines)
    advice = "\n\n收件箱中的文件没有丢失；改正后自动继续办理。可用`zuofeng check`核对。\n"
    await acreate_markdown_artifact(
        key=FAULTS, markdown=text + advice, description="方案、名册、报表定义中的错误"
    )


async def start_progress(total: int) -> UUID:
    """Show that a long sweep has begun."""
    return await acreate_progress_artifact(
        progress=0.0, key=PROGRESS, description=f"本次收表共{total}份，已办理"
    )


async def show_progress(artifact: UUID, share: float) -> None:
    """Show which share of a long sweep is done."""
    await aupdate_progress_artifact(artifact_id=artifact, progress=100 * share)


async def show_table(view: TableView, key: str) -> None:
    """Show a table, if it has rows, with its title and captions."""
    view = view.printed()
    headings = [column.heading for column in view.columns]
    rows = [
        dict(zip(headings, map(_cell_value, row, view.columns), strict=True)) for row in view.rows()
    ]
    if rows:
        more = f"，只列出前{_MOST_ROWS}行" if len(rows) > _MOST_ROWS else ""
        words = f"{view.title}{more}{'。'.join(('', *view.captions))}"
        await acreate_table_artifact(key=key, table=rows[:_MOST_ROWS], description=words)


def _cell_value(cell: TableValue, column: Column) -> str | int:
    """Return counts as numbers, by which the table can be sorted, and the rest as text."""
    if column.type is ColumnType.INTEGER and isinstance(cell, int):
        return cell
    return cell_text(cell, column)


async def show_actions(notes: Sequence[tuple[Action, str]]) -> None:
    """Show the actions that a run carried out, each with its note."""
    rows = [
        {"日期": str(action.day), "事项": LABELS[action.kind], "办理情况": note}
        for action, note in notes
    ]
    await acreate_table_artifact(
        key=ACTIONS, table=rows, description=f"本次办理{len(rows)}件事项。"
    )
