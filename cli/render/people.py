"""What the office alone is shown in a terminal: how raters rated, and what follows for people."""

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.score_facts import people_facts
from campaign.scoring.explain.unit_facts import JsonFacts
from cli.render.scores import NOTHING, PLAIN, rounded_figure


def print_raters(found: Assessment, out: Console) -> None:
    """Print the raters' severity, agreement, sameness, and the pairs who rated each other high."""
    report = found.raters
    if not report.raters:
        out.print("还没有支部互评的评分。")
        return
    out.print("互评评分情况（仅供党办掌握，不改变成绩）", style="bold")
    table = _table("评分方", "评分项数>", "偏严>", "全部相同", "五项同分的单位数>")
    for rater in report.raters:
        table.add_row(
            Text(found.name(rater.unit)),
            str(rater.ratings),
            NOTHING if rater.severity is None else f"{rater.severity:+}",
            Text("是", style="bold red") if rater.all_equal else "",
            f"{rater.flat_units}/{rater.rated_units}",
        )
    out.print(table)
    out.print()
    names = {dimension.key: dimension.name for dimension in found.appraisal.dimensions}
    alphas = "　".join(
        f"{names[k]} {NOTHING if a is None else a}" for k, a in report.agreement.items()
    )
    out.print(f"评分一致程度（1为完全一致，0相当于碰巧）：{alphas}", highlight=False)
    for pair in report.high_pairs:
        one, other = found.name(pair.one), found.name(pair.other)
        gave, got = (
            rounded_figure(pair.one_gave_over_others),
            rounded_figure(pair.other_gave_over_others),
        )
        line = f"互打高分：{one}给{other}比别家高{gave}分，{other}给{one}比别家高{got}分。"
        out.print(Text(line))


def print_people(found: Assessment, out: Console) -> None:
    """Print the ladder's proposals, what follows from criticism, and the nominees by unit."""
    facts = people_facts(found)
    out.print("涉及个人的处理建议和推荐人选（由党办确认，不得外传）", style="bold")
    _print_ladder(facts, out)
    _print_consequences(facts, found, out)
    _print_nominees("推荐人选（按单位列出，不排名次）", facts["nominees"], found, out)
    _print_nominees("不得推荐（被通报批评）", facts["excluded"], found, out)
    for each in facts["units"]:
        veto = "，已被否决，不得推荐" if each["vetoed"] else ""
        out.print(Text(f"推荐单位：{found.name(each['unit'])}（{each['award']}）{veto}"))
    if not any(facts.values()):
        out.print("目前没有。")


def _print_ladder(facts: JsonFacts, out: Console) -> None:
    if not facts["ladder"]:
        return
    out.print("举报投诉查实后的处理建议")
    table = _table("人员", "次数>", "案件", "认定日期", "建议")
    for step in facts["ladder"]:
        cells = (step["case"], step["decided_on"], step["consequence"])
        table.add_row(Text(step["name"]), str(step["count"]), *map(Text, cells))
    out.print(table)
    out.print()


def _print_consequences(facts: JsonFacts, found: Assessment, out: Console) -> None:
    if not facts["consequences"]:
        return
    out.print("被通报批评的个人：不得评先评优")
    table = _table("人员", "单位", "年度考核", "文号", "日期")
    for each in facts["consequences"]:
        cells = (each["yearly_grade"], each["document"], each["on"])
        table.add_row(Text(each["name"]), Text(found.name(each["unit"])), *map(Text, cells))
    out.print(table)
    out.print()


def _print_nominees(title: str, nominees: list[JsonFacts], found: Assessment, out: Console) -> None:
    if not nominees:
        return
    out.print(title)
    table = _table("单位", "人员", "记载")
    for each in nominees:
        recorded = "；".join(f"{fact['what']}{fact['value']}" for fact in each["facts"])
        table.add_row(Text(found.name(each["unit"])), Text(each["name"]), Text(recorded or "无"))
    out.print(table)
    out.print()


def _table(*names: str) -> Table:
    """Return a table without lines; a name that ends with > stands over figures."""
    columns = (
        Column(n.rstrip(">"), justify="right" if n.endswith(">") else "left", overflow="fold")
        for n in names
    )
    return Table(*columns, **PLAIN)
