"""Lists the sheets and columns from which evidence is collected, and finds forms that lack one.

Evidence is collected by these keys. A form that a bureau does not use feeds nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.definitions.applicability import INSPECTIONS, PUBLIC, RATINGS, SELF, SOCIAL, SPOT
from campaign.definitions.errors import Fault
from campaign.definitions.form import Field, FieldType, Form, PlanList
from campaign.definitions.plan import Plan
from campaign.problems.definition_faults import FormFault
from campaign.validation.faults import form_fault


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceSource:
    """What is collected from one sheet: labelled cells, columns, columns by dimension.

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

_PLAN_LISTS: dict[str, PlanList] = {
    "dimension": "dimensions",
    "group": "groups",
    "tier": "tiers",
    "kinds": "spot_deductions",
    "link": "ladder_links",
}
"""The lists of the plan whose names collected columns hold, by the columns' keys."""


def check_evidence_sources(plan: Plan, forms: Iterable[Form]) -> Iterator[Fault]:
    """Return a fault for each sheet and column that a form lacks and evidence is collected from."""
    dimensions = tuple(dimension.key for dimension in plan.appraisal.dimensions)
    for form in forms:
        for source in EVIDENCE_SOURCES:
            if source.form == form.key:
                for path, message in _missing_parts(source, form, dimensions):
                    yield form_fault(form.key, path, message)


def _missing_parts(
    source: EvidenceSource, form: Form, dimensions: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    sheet = form.sheet(source.sheet)
    if sheet is None:
        yield "sheets", FormFault.EVIDENCE_SHEET_MISSING.format(sheet=source.sheet)
        return
    path = f"sheets[{form.sheets.index(sheet)}]"
    by_dimension = dimensions if source.by_dimension else ()
    for part, fields, keys in (
        ("header", sheet.header, source.header),
        ("columns", sheet.columns, (*source.columns, *by_dimension)),
    ):
        present = {field.key for field in fields}
        if missing := [key for key in keys if key not in present]:
            message = FormFault.EVIDENCE_COLUMNS_MISSING.format(keys="”“".join(missing))
            yield f"{path}.{part}", message
    for index, column in enumerate(sheet.columns):
        for key, message in (
            *_list_faults(column, source),
            *_dimension_faults(column, source, dimensions),
        ):
            yield f"{path}.columns[{index}].{key}", message


def _list_faults(column: Field, source: EvidenceSource) -> Iterator[tuple[str, str]]:
    of_plan = _PLAN_LISTS.get(column.key) if column.key in source.columns else None
    if of_plan and column.of_plan != of_plan:
        facts = {"heading": column.heading, "of_plan": of_plan}
        yield "of_plan", FormFault.EVIDENCE_OF_PLAN.format(**facts)


def _dimension_faults(
    column: Field, source: EvidenceSource, dimensions: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Find columns of dimensions that are of another type, and those of no dimension."""
    kind = source.by_dimension
    if column.key not in dimensions:
        if kind and _is_like_dimension(column, kind):
            facts = {"heading": column.heading, "keys": "、".join(dimensions)}
            yield "key", FormFault.NOT_A_DIMENSION.format(**facts)
    elif kind and not _is_like_dimension(column, kind):
        of_marks = kind is FieldType.CHOICES
        fault = FormFault.DIMENSION_TYPE_OF_MARKS if of_marks else FormFault.DIMENSION_TYPE
        yield "type", fault.format(heading=column.heading, type=kind)


def _is_like_dimension(column: Field, kind: FieldType) -> bool:
    return column.type is kind and (kind is not FieldType.CHOICES or column.of_plan == "marks")
