"""Ties matters of one form to numbers that the same unit has reported in another.

An opinion becomes a problem, a problem stays open at the year's end: the numbers lead from one to
the other. What cannot be found is only asked about, because the other form may come later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.definitions.form import Form
from campaign.definitions.rules import ReportedIn
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.submission import ReadSheet


@dataclass(frozen=True, kw_only=True, slots=True)
class RowLink:
    """A number in a cell that another form must have reported; ``title`` is that form's."""

    form: str
    title: str
    number: str
    heading: str
    sheet: str
    row: int
    column: int


def find_links(
    form: Form, sheets: Iterable[ReadSheet], forms: Mapping[str, Form]
) -> Iterator[RowLink]:
    """Return what a submission refers to by number in other forms, row by row.

    Numbers of a form that the bureau does not use lead nowhere and are left alone.
    """
    by_key = {sheet.key: sheet for sheet in sheets}
    for rule in form.rules:
        if not isinstance(rule, ReportedIn):
            continue
        read, other = by_key.get(rule.sheet), forms.get(rule.form)
        if read and other:
            yield from _links(form, rule, read, other.title)


def _links(form: Form, rule: ReportedIn, read: ReadSheet, title: str) -> Iterator[RowLink]:
    sheet = form.sheet(rule.sheet)
    field = sheet.column(rule.column) if sheet else None
    assert field is not None, "the form's own validation has made sure of it"
    for row in read.rows:
        number = row.values.get(rule.column, "")
        if number and (not rule.when or row.values.get(rule.when) in rule.equals):
            yield RowLink(
                form=rule.form,
                title=title,
                number=number,
                heading=field.heading,
                sheet=read.name,
                row=row.number,
                column=read.columns[rule.column],
            )


def check_links(loose: Iterable[RowLink]) -> Iterator[Problem]:
    """Return a remark for each number that the other form does not have."""
    for link in loose:
        at, facts = (link.row, link.column), {"heading": link.heading, "form": link.title}
        yield make_problem(
            Code.HISTORY_LINK_UNKNOWN, sheet=link.sheet, at=at, value=link.number, **facts
        )
