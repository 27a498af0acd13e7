"""Prints results: the list of all, and one with its entries, objections and history."""

from collections.abc import Iterator, Sequence

from campaign.results.document import ResultFacts
from campaign.tables import Audience
from campaign.tables.reckoned.results import result_table, result_tables
from cli.options import out
from cli.render.table import print_table


def print_results(results: Sequence[ResultFacts]) -> None:
    """Print the list of results."""
    if results:
        print_table(result_table(results).for_audience(Audience.OFFICE), out)
    else:
        out.print("还没有成果，用zuofeng result draft起草。")


def print_result(result: ResultFacts) -> None:
    """Print one result: its state, its nominees, its history."""
    for line in _head(result):
        out.print(line, soft_wrap=True, markup=False, highlight=False)
    out.print()
    for table in result_tables(result):
        print_table(table.for_audience(Audience.OFFICE), out)


def _head(result: ResultFacts) -> Iterator[str]:
    in_force = "（现行）" if result["in_force"] else ""
    counted = f"计分截至{result['as_of']}　报表{result['submissions']}份"
    yield result["id"]
    yield f"{result['state_name']}{in_force}　{counted}"
    if result["notice_last"]:
        yield f"公示期：{result['notice_first']}至{result['notice_last']}（含首尾两日）"
    for key, words in (("supersedes", "取代"), ("successor", "由下列成果接替")):
        if result[key]:
            yield f"{words}：{result[key]}"
    if unresolved := result["unresolved"]:
        yield f"有{unresolved}处记录归不到单位、个人，没有计入，请先核对（zuofeng scores列出）"
    if result["roster_changed"]:
        yield "名册在起草以后改动过，审批以现在的名册为准"
    for reason in result["note_reasons"]:
        yield f"批准须写明理由：{reason}"
