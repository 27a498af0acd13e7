"""Which sheets and columns scores and lists are gathered from; a form that lacks one is faulty.

Evidence is gathered by these keys. A form that a bureau does not have feeds nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.definitions.applicability import INSPECTIONS, PUBLIC, RATINGS, SELF, SOCIAL, SPOT
from campaign.definitions.errors import Fault
from campaign.definitions.form import Field, FieldType, Form, PlanList
from campaign.definitions.plan import Plan
from campaign.validation.form_checks import form_file


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceSource:
    """What is gathered from one sheet: values above its table, columns, columns by dimension.

    ``by_dimension`` is the type of the columns whose keys are those of the plan's dimensions.
    """

    form: str
    sheet: str
    header: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    by_dimension: FieldType | None = None


EVIDENCE_SOURCES = (
    EvidenceSource(form=SELF, sheet="scores", columns=("dimension", "score")),
    EvidenceSource(form=RATINGS, sheet="ratings", columns=("unit",), by_dimension=FieldType.SCORE),
    EvidenceSource(
        form=INSPECTIONS,
        sheet="items",
        header=("inspected_on",),
        columns=("dimension", "possible", "got"),
    ),
    EvidenceSource(form=INSPECTIONS, sheet="bonus", columns=("dimension", "got")),
    EvidenceSource(form=INSPECTIONS, sheet="red_flags", columns=("flag", "found", "facts")),
    EvidenceSource(
        form=SPOT,
        sheet="findings",
        header=("checked_on",),
        columns=("unit", "person", "dimension", "kinds", "criticised", "document", "published_on"),
    ),
    EvidenceSource(form=SOCIAL, sheet="batches", columns=("group", "issued")),
    EvidenceSource(
        form=SOCIAL, sheet="ballots", columns=("group",), by_dimension=FieldType.CHOICES
    ),
    EvidenceSource(form=PUBLIC, sheet="batches", columns=("unit", "group", "issued")),
    EvidenceSource(
        form=PUBLIC, sheet="ballots", columns=("unit", "group"), by_dimension=FieldType.CHOICES
    ),
    EvidenceSource(
        form="decision",
        sheet="matters",
        header=("document", "issued_on"),
        columns=("kind", "unit", "person", "tier", "basis", "outcome", "figure", "content"),
    ),
    EvidenceSource(
        form="complaint",
        sheet="case",
        header=("case_number", "received_on"),
        columns=("person", "unit", "link", "result", "decided_on"),
    ),
    EvidenceSource(form="nomination", sheet="nominees", header=("award",), columns=("person",)),
    EvidenceSource(
        form="waiver",
        sheet="waivers",
        columns=("unit", "obligation", "period", "expires_on"),
    ),
    EvidenceSource(form="study", sheet="sessions", columns=("session", "held_on")),
    EvidenceSource(form="study", sheet="attendance", columns=("session", "person", "status")),
    EvidenceSource(form="rectification", sheet="ledger", columns=("number", "person", "status")),
)

_LISTS: dict[str, PlanList] = {
    "dimension": "dimensions",
    "group": "groups",
    "tier": "tiers",
    "kinds": "spot_deductions",
    "link": "ladder_links",
}
"""The lists of the plan by which the values of gathered columns are understood."""


def check_evidence_sources(plan: Plan, forms: Iterable[Form]) -> Iterator[Fault]:
    """Return a fault for everything that is gathered from a form and that it does not have."""
    keys = tuple(dimension.key for dimension in plan.appraisal.dimensions)
    for form in forms:
        for feed in EVIDENCE_SOURCES:
            if feed.form == form.key:
                for path, message in _lacking(feed, form, keys):
                    yield Fault(source=form_file(form.key), path=path, message=message)


def _lacking(feed: EvidenceSource, form: Form, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    sheet = form.sheet(feed.sheet)
    if sheet is None:
        yield "sheets", f"缺少key为“{feed.sheet}”的工作表，考评数据由此采集"
        return
    at = f"sheets[{form.sheets.index(sheet)}]"
    of_dimensions = keys if feed.by_dimension else ()
    for part, fields, wanted in (
        ("header", sheet.header, feed.header),
        ("columns", sheet.columns, (*feed.columns, *of_dimensions)),
    ):
        there = {field.key for field in fields}
        if missing := [key for key in wanted if key not in there]:
            yield f"{at}.{part}", f"缺少key为“{'”“'.join(missing)}”的栏目，考评数据由此采集"
    for index, column in enumerate(sheet.columns):
        for key, message in (*_unlisted(column, feed), *_of_dimension(column, feed, keys)):
            yield f"{at}.columns[{index}].{key}", message


def _unlisted(column: Field, feed: EvidenceSource) -> Iterator[tuple[str, str]]:
    wanted = _LISTS.get(column.key) if column.key in feed.columns else None
    if wanted and column.of_plan != wanted:
        yield "of_plan", f"“{column.heading}”应写of_plan = '{wanted}'，以便与方案核对"


def _of_dimension(
    column: Field, feed: EvidenceSource, keys: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Find columns of dimensions that are of another type, and those of no dimension."""
    wanted = feed.by_dimension
    if column.key not in keys:
        if wanted and _looks_like(column, wanted):
            yield "key", f"“{column.heading}”不是方案的五比之一，key应为{'、'.join(keys)}之一"
    elif wanted and not _looks_like(column, wanted):
        more = "、of_plan = 'marks'" if wanted is FieldType.CHOICES else ""
        yield "type", f"“{column.heading}”应写type = '{wanted}'{more}"


def _looks_like(column: Field, wanted: FieldType) -> bool:
    return column.type is wanted and (wanted is not FieldType.CHOICES or column.of_plan == "marks")
