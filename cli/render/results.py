"""How results are printed: the list of all, and one with its entries and its history."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Column, Table
from rich.text import Text

from cli.options import out

ResultFacts = Mapping[str, Any]
_SHORT = 12


def print_results(found: Sequence[ResultFacts]) -> None:
    """Print the list of results."""
    if not found:
        out.print("还没有成果，用zuofeng result draft起草。")
        return
    table = Table("编号", "计分截至", "状态", "公示至", "取代", "起草时间")
    for each in found:
        table.add_row(
            each["id"][:_SHORT],
            str(each["as_of"]),
            each["state_name"] + ("（现行）" if each["standing"] else ""),
            str(each["notice_last"] or ""),
            (each["supersedes"] or "")[:_SHORT],
            _minute(each["created_at"]),
        )
    out.print(table)


def print_result(facts: ResultFacts) -> None:
    """Print one result: where it stands, what it announces, what was done to it."""
    standing = "（现行）" if facts["standing"] else ""
    _line(f"{facts['id']}")
    _line(
        f"{facts['state_name']}{standing}　计分截至{facts['as_of']}　报表{facts['submissions']}份"
    )
    if facts["notice_last"]:
        _line(f"公示期：{facts['notice_first']}至{facts['notice_last']}（含首尾两日）")
    for key, words in (("supersedes", "取代"), ("successor", "由下列成果接替")):
        if facts[key]:
            _line(f"{words}：{facts[key]}")
    if facts["unresolved"]:
        _line(
            f"有{facts['unresolved']}处记录归不到单位、个人，没有计入，请先核对（文件的unresolved）"
        )
    if facts["roster_changed"]:
        _line("名册在起草以后改动过，审批以现在的名册为准")
    for reason in facts["note_reasons"]:
        _line(f"批准须写明理由：{reason}")
    _print_entries(facts)
    _print_objections(facts)
    _print_history(facts["history"])


def _print_entries(facts: ResultFacts) -> None:
    table = Table("推荐名单", "类别", "名次", "总分")
    for each in facts["shortlist"]:
        total = f"{each['total']}{'（暂定）' if each['provisional'] else ''}"
        named = f"{each['name']}（{each['unit']}）"
        table.add_row(Text(named), each["class"], str(each["final_rank"]), total)
    out.print(table)
    if facts["nominees"]:
        names = "、".join(f"{each['name']}（{each['unit']}）" for each in facts["nominees"])
        _line(f"推荐个人：{names}")
    for each in facts["removed"]:
        about = " ".join(filter(None, (each["unit"], each["person"], each["document"])))
        _line(f"已移出：{about}，{each['on']}，{each['why']}")


def _print_objections(facts: ResultFacts) -> None:
    for each in facts["objections"]:
        about = " ".join(filter(None, (each["unit"], each["person"], each["document"])))
        decided = {None: "未认定", True: "成立", False: "不成立"}[each["upheld"]]
        _line(f"异议：{about}（{each['why']}），{decided}")


def _print_history(history: Sequence[ResultFacts]) -> None:
    table = Table("时间", "事项", "经办", Column("理由、意见", overflow="fold"))
    for each in history:
        about = " ".join(each[key] for key in ("unit", "person", "document") if each.get(key))
        codes = "、".join(each.get("codes_changed", ()))
        changed = f"起草以后审批码改动过的：{codes}" if codes else ""
        said = "　".join(part for part in (about, each.get("why", ""), changed) if part)
        table.add_row(_minute(each["at"]), each["act"], each["actor"], Text(said))
    out.print(table)


def _line(text: str) -> None:
    out.print(text, soft_wrap=True, markup=False, highlight=False)


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
