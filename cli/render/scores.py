"""Prints scores: a table per class with what must be read with it, the raters, the people."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Evidence
from campaign.tables import Audience, Table
from campaign.tables.class_scores import LEGEND, class_tables
from campaign.tables.people import assessed_people_tables
from campaign.tables.rater_analysis import rater_tables
from campaign.tables.scores import unresolved_table
from cli.render.table import Style, print_notes, print_table

_STYLE = Style(
    under={"marks": "unit_name"},
    strong=("total",),
    words={"推荐": "green", "否决": "bold red", "末位": "red", "质询": "red", "暂定": "magenta"},
)


def print_scores(assessment: Assessment, out: Console) -> None:
    """Print everything that is shown of an assessment's scores."""
    tables = class_tables(assessment)
    _print(tables, out, _STYLE)
    out.print(LEGEND if tables else "没有参加考评的单位。")
    print_notes(_city_figures(assessment), out)
    if not _anything(assessment.collected.evidence):
        out.print("尚未收到任何计分材料；抽查没有发现问题的按100分计，权重不足的不排名。")
    if assessment.unresolved:
        out.print()
        _print([unresolved_table(assessment)], out)


def print_raters(assessment: Assessment, out: Console) -> None:
    """Print how the raters rated, how far they agree, and who gave each other high scores."""
    tables = rater_tables(assessment)
    _print(tables, out, Style(words={"是": "bold red"}))
    if not tables:
        out.print("还没有支部互评的评分。")


def print_people(assessment: Assessment, out: Console) -> None:
    """Print what is proposed about people, and the nominees by unit."""
    tables = assessed_people_tables(assessment)
    out.print(Text("涉及个人的处理建议和推荐人选（由党办确认，不得外传）", style="bold"))
    out.print()
    _print(tables, out)
    if not tables:
        out.print("目前没有。")


def _print(tables: Iterable[Table], out: Console, style: Style | None = None) -> None:
    for table in tables:
        print_table(table.for_audience(Audience.OFFICE), out, style or Style())


def _anything(evidence: Evidence) -> bool:
    of = evidence
    return bool(of.self_scores or of.ratings or of.inspections or of.findings or of.ballots)


def _city_figures(assessment: Assessment) -> list[str]:
    return [
        "市里的满意度（只列示，不计分）："
        f"{assessment.name(figure.unit) if figure.unit else '全局'}"
        f" {figure.percent}%，{figure.on}，{figure.document}。"
        for figure in assessment.collected.city_figures
    ]
