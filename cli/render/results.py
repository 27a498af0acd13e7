"""Prints results: the list of all, and one with its entries, objections and history."""

from collections.abc import Iterator, Sequence

from campaign.results.document import ResultFacts
from campaign.tables import Audience
from campaign.tables.reckoned.results import result_table, result_tables
from cli.options import out
from cli.render.table import print_table
from services.results.register.reproduction import Reproduction
from services.texts.results import result_wordings
from services.texts.sentences import command_sentences


def print_results(results: Sequence[ResultFacts]) -> None:
    """Print the list of results."""
    if results:
        print_table(result_table(results).for_audience(Audience.OFFICE), out)
    else:
        out.print(command_sentences().result.none)


def print_result(result: ResultFacts) -> None:
    """Print one result: its state, its nominees, its history."""
    for line in _head(result):
        out.print(line, soft_wrap=True, markup=False, highlight=False)
    out.print()
    for table in result_tables(result):
        print_table(table.for_audience(Audience.OFFICE), out)


def _head(result: ResultFacts) -> Iterator[str]:
    texts = command_sentences().result
    yield result["id"]
    yield texts.head.format(
        state=result["state_name"],
        in_force=texts.in_force if result["in_force"] else "",
        day=result["as_of"],
        count=result["submissions"],
    )
    if result["notice_last"]:
        yield texts.notice.format(first=result["notice_first"], last=result["notice_last"])
    if result["supersedes"]:
        yield texts.supersedes.format(id=result["supersedes"])
    if result["successor"]:
        yield texts.successor.format(id=result["successor"])
    if unresolved := result["unresolved"]:
        yield texts.unresolved.format(count=unresolved)
    if result["roster_changed"]:
        yield texts.roster_changed
    for reason in result["note_reasons"]:
        yield texts.note_reason.format(reason=reason)


def print_reproduction(reproduction: Reproduction) -> None:
    """Print whether a result is the same when it is derived again, else each difference."""
    texts = command_sentences().result
    then, now = reproduction.software_then, reproduction.software_now
    if then != now:
        software = texts.software.format(then=then or texts.unknown_software, now=now)
        out.print(software, highlight=False)
    if receipts := "、".join(reproduction.destroyed):
        wording, count = result_wordings().reproduction.destroyed, len(reproduction.destroyed)
        out.print(wording.format(count=count, receipts=receipts), soft_wrap=True, highlight=False)
    if reproduction.equal:
        out.print(texts.equal.format(id=reproduction.id), style="green", soft_wrap=True)
        return
    for difference in reproduction.differences:
        values = (
            ""
            if difference.then is None and difference.now is None
            else f"：{difference.then} → {difference.now}"
        )
        line = f"{difference.path}　{difference.why}{values}"
        out.print(line, soft_wrap=True, markup=False, highlight=False)
    total = texts.differences.format(count=len(reproduction.differences))
    out.print(total, style="red", highlight=False)
