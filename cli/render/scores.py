"""Prints scores: a table per class with what must be read with it, the raters, the people."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Evidence
from campaign.tables import Audience, Table
from campaign.tables.analysis.tables import analysis_tables
from campaign.tables.rater_analysis import rater_tables
from campaign.tables.reckoned.class_scores import class_tables
from campaign.tables.reckoned.people import assessed_people_tables
from campaign.tables.reckoned.scores import unresolved_table
from cli.render.table import Style, print_notes, print_table
from services.texts.analysis import analysis_wordings
from services.texts.reports import report_sentences

_STYLE = Style(
    under={"marks": "unit_name"},
    strong=("total",),
    words={"推荐": "green", "否决": "bold red", "末位": "red", "质询": "red", "暂定": "magenta"},
)


def print_scores(assessment: Assessment, out: Console) -> None:
    """Print everything that is shown of an assessment's scores."""
    tables = class_tables(assessment)
    _print(tables, out, _STYLE)
    texts = report_sentences().scores
    interval = texts.joint_interval if assessment.joint_intervals else texts.interval
    out.print(texts.columns + interval if tables else texts.nobody)
    print_notes(_city_figures(assessment), out)
    if not _anything(assessment.collected.evidence):
        out.print(texts.nothing_yet)
    if assessment.unresolved:
        out.print()
        _print([unresolved_table(assessment)], out)


def print_analysis(assessment: Assessment, last: ResultDocument | None, out: Console) -> None:
    """Print what can be asked of the ranking beside its rules, and beside the year before."""
    texts = report_sentences().scores
    out.print(Text(texts.analysis, style="bold"))
    out.print()
    _print(analysis_tables(assessment, analysis_wordings(), last), out)
    if last is None:
        out.print(texts.no_last_year)


def print_raters(assessment: Assessment, out: Console) -> None:
    """Print how the raters rated, how far they agree, and who gave each other high scores."""
    tables = rater_tables(assessment)
    _print(tables, out, Style(words={"是": "bold red"}))
    if not tables:
        out.print(report_sentences().scores.no_ratings)


def print_people(assessment: Assessment, out: Console) -> None:
    """Print what is proposed about people, and the nominees by unit."""
    tables = assessed_people_tables(assessment)
    out.print(Text(report_sentences().scores.people, style="bold"))
    out.print()
    _print(tables, out)
    if not tables:
        out.print(report_sentences().scores.no_people)


def _print(tables: Iterable[Table], out: Console, style: Style | None = None) -> None:
    for table in tables:
        print_table(table.for_audience(Audience.OFFICE), out, style or Style())


def _anything(evidence: Evidence) -> bool:
    return any(
        (
            evidence.self_scores,
            evidence.ratings,
            evidence.inspections,
            evidence.findings,
            evidence.ballots,
        )
    )


def _city_figures(assessment: Assessment) -> list[str]:
    texts = report_sentences().scores
    return [
        texts.city.format(
            unit=assessment.name(figure.unit) if figure.unit else texts.whole_bureau,
            percent=figure.percent,
            day=figure.on,
            document=figure.document,
        )
        for figure in assessment.collected.city_figures
    ]
