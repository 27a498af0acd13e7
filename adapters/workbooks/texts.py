"""The texts that workbooks print for people, from the catalogues in templates/workbooks.

Words by which a returned workbook is recognized stay in code: nothing may change them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from adapters.text_catalogues import facts, read_catalogue
from campaign.definitions.errors import Definition
from campaign.problems.codes import Severity


class TopTexts(Definition):
    """What stands above the table of an issued workbook."""

    required: str
    due_day: Annotated[str, facts("year", "month", "day")]
    any_time: str


class NameTexts(Definition):
    """What an issued workbook's file is called: by its day, or filed at any time."""

    due: Annotated[str, facts("month", "day", "form", "period", "unit")]
    any_time: Annotated[str, facts("form", "number", "unit")]


class PageTexts(Definition):
    """What is printed in the margins of an issued workbook's pages."""

    confidential: str
    serial: Annotated[str, facts("serial")]
    number: str


class ExpectedTexts(Definition):
    """What a cell expects, for the error that a spreadsheet program shows."""

    title: str
    error: Annotated[str, facts("heading", "expected")]
    list: str
    own_people: str
    month: Annotated[str, facts("year")]
    date: Annotated[str, facts("year")]
    date_between: Annotated[str, facts("first", "last")]
    whole: Annotated[str, facts("bounds")]
    number: Annotated[str, facts("bounds")]
    between: Annotated[str, facts("least", "most")]
    at_least: Annotated[str, facts("least")]
    at_most: Annotated[str, facts("most")]
    digits: Annotated[str, facts("digits")]
    length_between: Annotated[str, facts("least", "most")]
    length_at_most: Annotated[str, facts("most")]


class PromptTexts(Definition):
    """What a cell says when it is selected."""

    choices: Annotated[str, facts("choices")]
    people: str
    percent: str
    unique: str
    example: Annotated[str, facts("example")]


class BlankTexts(Definition):
    """The texts of issued workbooks."""

    top: TopTexts
    name: NameTexts
    page: PageTexts
    expected: ExpectedTexts
    prompt: PromptTexts


class LevelTexts(Definition):
    """The names of the severities."""

    error: str
    warning: str


class MarkedCopyTexts(Definition):
    """The texts of returned copies: their comments and their list of problems."""

    author: str
    comment: Annotated[str, facts("level", "problem", "remedy")]
    numbered: Annotated[str, facts("number", "line")]
    counts: Annotated[str, facts("all", "errors", "warnings")]
    advice: str
    values_only: str
    places: Annotated[str, facts("places", "number")]
    link: str
    page_number: str
    levels: LevelTexts

    def level(self, severity: Severity) -> str:
        """Return the name of a severity."""
        return self.levels.error if severity is Severity.ERROR else self.levels.warning


class RosterTexts(Definition):
    """The texts of the roster's workbook."""

    title: str
    wrong_choice: str
    choose: str
    guide_sheet: str
    guide: tuple[str, ...]


class TitleTexts(Definition):
    """The titles of tables of reports, by the names of their schemas."""

    coverage: Annotated[str, facts("period", "obligation", "day")]
    mobilized_units: str
    published_pieces: Annotated[str, facts("day")]
    study_units: Annotated[str, facts("month")]
    study_people: Annotated[str, facts("month")]
    study_missed: Annotated[str, facts("month")]
    study_made_up: Annotated[str, facts("month")]
    study_topics: Annotated[str, facts("month")]
    inspection_ranking: Annotated[str, facts("quarter")]
    inspection_findings: Annotated[str, facts("quarter")]


class SummaryTexts(Definition):
    """The names and titles of the workbooks that sum up a form, and of their sheets."""

    file: Annotated[str, facts("form", "period")]
    summary: Annotated[str, facts("form", "period")]
    group: Annotated[str, facts("form", "sheet", "period")]
    shares: Annotated[str, facts("form", "period")]
    header: Annotated[str, facts("form", "period")]
    rows: Annotated[str, facts("form", "sheet", "period")]
    one_sheet: str
    sheet: Annotated[str, facts("sheet")]
    missing: Annotated[str, facts("form", "period")]
    doubts: Annotated[str, facts("form", "period")]
    none_missing: str
    nobody_owes: str
    no_doubts: str
    confidential: str


class TableTexts(Definition):
    """The texts of tables of reports."""

    page_number: str
    titles: TitleTexts
    summary: SummaryTexts

    def titles_by_schema(self) -> dict[str, str]:
        """Return the titles by the names of schemas, as ``campaign.tables`` takes them."""
        return dict(self.titles)


CATALOGUES: Mapping[str, type[Definition]] = {
    "workbooks/blank.toml": BlankTexts,
    "workbooks/marked_copy.toml": MarkedCopyTexts,
    "workbooks/report.toml": TableTexts,
    "workbooks/roster.toml": RosterTexts,
}
"""The model of each catalogue, by its path below templates/."""


@cache
def blank_texts() -> BlankTexts:
    """Return the texts of issued workbooks. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue("workbooks/blank.toml", BlankTexts)


@cache
def marked_copy_texts() -> MarkedCopyTexts:
    """Return the texts of returned copies. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue("workbooks/marked_copy.toml", MarkedCopyTexts)


@cache
def report_texts() -> TableTexts:
    """Return the texts of reports' tables. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue("workbooks/report.toml", TableTexts)


@cache
def roster_texts() -> RosterTexts:
    """Return the texts of the roster. Raises DefinitionError if the catalogue is broken."""
    return read_catalogue("workbooks/roster.toml", RosterTexts)
