"""zuofeng scores and explain: scores and ranks of all units, the derivation of one unit's score."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from adapters.files.home import Home
from adapters.store.engine import open_store
from adapters.store.sql.timestamps import now_in
from campaign.definitions.definitions import Definitions
from campaign.definitions.roster import Unit
from campaign.results.document import ResultDocument
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.score_facts import (
    explain_to_office,
    explain_to_unit,
    people_facts,
    rater_facts,
    score_facts,
)
from campaign.tables import Table
from campaign.tables.analysis.facts import analysis_facts
from campaign.tables.analysis.tables import analysis_tables
from campaign.tables.rater_analysis import rater_tables
from campaign.tables.reckoned.people import assessed_people_tables
from campaign.tables.reckoned.scores import score_tables
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, find_unit, open_home, out, print_json
from cli.render import explanation
from cli.render.scores import print_analysis, print_people, print_raters, print_scores
from cli.render.table_files import OutOption, write_tables
from services.assessment import assess_day
from services.definitions.loading import load_definitions
from services.scoring.last_year import NotLastYearError, find_last_year, read_last_year
from services.texts.analysis import analysis_wordings
from services.texts.sentences import command_sentences


class ClassChoice(StrEnum):
    """The classes within which units are ranked."""

    BRANCH = "支部"
    UNIT = "单位"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Subject:
    """The lists that the command offers."""

    facts: Callable[[Assessment], object]
    show: Callable[[Assessment, Console], None]
    tables: Callable[[Assessment], Sequence[Table]]


_SUBJECTS: Mapping[str, _Subject] = {
    "scores": _Subject(facts=score_facts, show=print_scores, tables=score_tables),
    "raters": _Subject(facts=rater_facts, show=print_raters, tables=rater_tables),
    "people": _Subject(facts=people_facts, show=print_people, tables=assessed_people_tables),
}

LastYearOption = Annotated[
    Path | None,
    typer.Option(
        "--last-year",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help=help_text("scores.last_year"),
    ),
]


def _analysis(last: ResultDocument | None) -> _Subject:
    """Return the analyses as a list, beside the result of the year before if there is one."""
    return _Subject(
        facts=lambda assessment: analysis_facts(assessment, last),
        show=lambda assessment, console: print_analysis(assessment, last, console),
        tables=lambda assessment: analysis_tables(assessment, analysis_wordings(), last),
    )


AsOfOption = Annotated[str, typer.Option("--as-of", help=help_text("scores.as_of"))]


def scores(
    as_of: AsOfOption = "",
    only: Annotated[
        ClassChoice | None, typer.Option("--class", help=help_text("scores.only"))
    ] = None,
    raters: Annotated[bool, typer.Option("--raters", help=help_text("scores.raters"))] = False,
    people: Annotated[bool, typer.Option("--people", help=help_text("scores.people"))] = False,
    analysis: Annotated[
        bool, typer.Option("--analysis", help=help_text("scores.analysis"))
    ] = False,
    last_year: LastYearOption = None,
    path: OutOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List scores and ranks, or what is behind them.

    Raises typer.BadParameter for wrong use.
    """
    chosen = {"raters": raters, "people": people, "analysis": analysis}
    if sum(chosen.values()) > 1:
        raise typer.BadParameter(command_sentences().scores.one_list, param_hint="--people")
    if last_year and not analysis:
        raise typer.BadParameter(command_sentences().scores.with_analysis, param_hint="--last-year")
    opened = open_home(home)
    definitions = load_definitions(opened)
    assessment = _assess(opened, definitions, chosen_day(as_of, definitions))
    assessment = _of_class(assessment, only) if only else assessment
    if analysis:
        subject = _analysis(_last_year(opened, definitions, last_year))
    else:
        subject = _SUBJECTS[
            next((name for name, is_chosen in chosen.items() if is_chosen), "scores")
        ]
    if as_json:
        print_json(subject.facts(assessment))
    elif path:
        issuer = definitions.plan.campaign.issuer
        write_tables(path, subject.tables(assessment), issuer, assessment.day)
    else:
        subject.show(assessment, out)


def explain(
    unit: Annotated[str, typer.Argument(help=help_text("explain.unit"))],
    as_of: AsOfOption = "",
    for_unit: Annotated[
        bool, typer.Option("--for-unit", help=help_text("explain.for_unit"))
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain each cell of a unit's score, down to file, sheet and row.

    Raises typer.BadParameter for wrong use.
    """
    opened = open_home(home)
    definitions = load_definitions(opened)
    day = chosen_day(as_of, definitions)
    if for_unit and day > now_in(definitions.plan.campaign.time_zone).date():
        message = command_sentences().scores.day_for_unit.format(day=day)
        raise typer.BadParameter(message, param_hint="--as-of")
    code = _scored(definitions, unit, day).code
    assessment = _assess(opened, definitions, day)
    if as_json:
        print_json((explain_to_unit if for_unit else explain_to_office)(assessment, code))
    elif for_unit:
        explanation.print_to_unit(assessment, code, out)
    else:
        explanation.print_to_office(assessment, code, out)


def chosen_day(text: str, definitions: Definitions) -> dt.date:
    """Return the requested day, or today; raises BadParameter before the campaign's first day."""
    campaign, texts = definitions.plan.campaign, command_sentences().scores
    try:
        day = dt.date.fromisoformat(text) if text else now_in(campaign.time_zone).date()
    except ValueError as error:
        message = texts.no_day.format(text=text, last=campaign.last)
        raise typer.BadParameter(message, param_hint="--as-of") from error
    if day > now_in(campaign.time_zone).date():
        err.print(texts.day_to_come.format(day=day), highlight=False)
    if day < campaign.first:
        message = texts.day_before.format(day=day, first=campaign.first)
        raise typer.BadParameter(message, param_hint="--as-of")
    return day


def _assess(home: Home, definitions: Definitions, day: dt.date) -> Assessment:
    with err.status(command_sentences().scores.computing):
        return assess_day(open_store(home), definitions, day)


def _last_year(home: Home, definitions: Definitions, path: Path | None) -> ResultDocument | None:
    campaign = definitions.plan.campaign
    if path is None:
        return find_last_year(open_store(home), campaign)
    try:
        return read_last_year(path.read_bytes(), campaign)
    except (OSError, NotLastYearError) as error:
        texts = command_sentences().scores
        message = texts.not_last_year.format(path=path, year=campaign.year - 1)
        raise typer.BadParameter(message, param_hint="--last-year") from error


def _scored(definitions: Definitions, name: str, day: dt.date) -> Unit:
    scored = find_unit(definitions.roster, name, "UNIT")
    if scored.unit_class == "办公室" or not scored.active_on(day):
        message = command_sentences().scores.not_scored.format(unit=scored.name, day=day)
        raise typer.BadParameter(message, param_hint="UNIT")
    return scored


def _of_class(assessment: Assessment, only: ClassChoice) -> Assessment:
    """Keep the units of one class; what was computed over all stays as it is."""
    units = tuple(unit for unit in assessment.units if unit.unit_class == only)
    return replace(
        assessment,
        units=units,
        scores=tuple(score for score in assessment.scores if score.unit_class == only),
        ranks=tuple(rank for rank in assessment.ranks if rank.unit_class == only),
        close_calls=tuple(call for call in assessment.close_calls if call.unit_class == only),
    )
