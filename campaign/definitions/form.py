"""Holds a form: one definition from which blanks are made and submissions are read and checked."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from campaign.definitions.errors import Definition, parse_toml
from campaign.definitions.plan import UnitClass
from campaign.definitions.questionnaire_mapping import QuestionnaireMapping
from campaign.definitions.rules import Rule
from campaign.definitions.table_words import Audience, Summary
from campaign.problems.definition_faults import FormFault, RuleFault
from campaign.values.periods import PeriodKind
from campaign.values.text import clean_name

DefinitionKey = Annotated[str, Setting(pattern=r"^[a-z][a-z0-9_]*$")]


class FieldType(StrEnum):
    """What a cell may hold; the list is closed."""

    SEQUENCE = "sequence"
    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    NUMBER = "number"
    SCORE = "score"
    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PERSON = "person"
    PEOPLE = "people"
    UNIT = "unit"
    PHONE = "phone"
    OBLIGATION = "obligation"
    PERIOD = "period"


class DateMeaning(StrEnum):
    """What a date says, by which days out of all reason are found; the list is closed.

    ``happened``: something of the campaign has happened, by the day of receipt. ``since``: it has,
    perhaps long ago. ``filed``: the paper was written, perhaps dated a few days ahead. ``due``: a
    deadline, which may lie ahead.
    """

    HAPPENED = "happened"
    SINCE = "since"
    FILED = "filed"
    DUE = "due"


NUMERIC = frozenset({FieldType.WHOLE, FieldType.NUMBER, FieldType.SCORE, FieldType.PERCENT})
"""The types whose values are numbers."""

PlanList = Literal[
    "topics",
    "dimensions",
    "grades",
    "marks",
    "groups",
    "tiers",
    "spot_deductions",
    "ladder_links",
    "ladder_results",
]
"""The lists of the plan whose names a form's choices may have to repeat."""


class Field(Definition):
    """A column of a table, or a labelled cell above it.

    ``min`` and ``max`` bound numbers (a score is 0 to 100, a percentage 0 to 100 of a hundred);
    lengths count characters; ``digits`` is the fixed length of a code whose leading zeros count.
    ``unique`` holds within the sheet; ``number`` marks the row's own number, which identifies its
    item for the whole campaign and belongs to one unit; ``carried`` that every later period
    reports it again. ``within_period`` dates must lie in the workbook's period; what a date
    ``means`` bounds it, too. ``own_unit`` people belong to its unit. ``of_plan`` names the list of
    the plan that the choices repeat, so that the two cannot drift apart. ``private`` values are
    stored encrypted apart and appear nowhere else. ``audience`` and ``summary`` say how it comes
    out in tables; None leaves it to its sheet and its type.
    """

    key: DefinitionKey
    heading: str
    type: FieldType = FieldType.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    of_plan: PlanList | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int = 0
    max_length: int = 500
    digits: int = 0
    unique: bool = False
    number: bool = False
    carried: bool = False
    private: bool = False
    within_period: bool = False
    means: DateMeaning | None = None
    own_unit: bool = False
    audience: Audience | None = None
    summary: Summary | None = None
    example: str = ""
    help: str = ""
    width: float | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Field":
        choosing = self.type in (FieldType.CHOICE, FieldType.CHOICES)
        if choosing != bool(self.choices):
            raise ValueError(FormFault.CHOICES_OF_TYPE)
        if self.of_plan and not choosing:
            raise ValueError(FormFault.OF_PLAN_OF_TYPE)
        if self.within_period and self.type is not FieldType.DATE:
            raise ValueError(FormFault.WITHIN_PERIOD_OF_TYPE)
        if self.means and self.type is not FieldType.DATE:
            raise ValueError(FormFault.MEANS_OF_TYPE)
        if self.digits and self.type is not FieldType.CODE:
            raise ValueError(FormFault.DIGITS_OF_TYPE)
        if self.own_unit and self.type not in (FieldType.PERSON, FieldType.PEOPLE):
            raise ValueError(FormFault.OWN_UNIT_OF_TYPE)
        if self.carried and not self.number:
            raise ValueError(FormFault.CARRIED_OF_TYPE)
        return self

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and greatest number allowed, None for no bound.

        Scores and percentages default to 0 to 100, whole numbers to 0 and above.
        """
        if self.type in (FieldType.SCORE, FieldType.PERCENT):
            return self.min or Decimal(0), Decimal(100) if self.max is None else self.max
        if self.type is FieldType.WHOLE and self.min is None:
            return Decimal(0), self.max
        return self.min, self.max


class Sheet(Definition):
    """One worksheet: labelled cells on top, then a table (or only the labelled cells).

    ``usual_rows`` is how many rows the blank workbook offers and how many are normal;
    ``prefill`` gives the first columns' values row by row; ``prefill_units`` names the classes
    whose units the blank workbook lists instead, save the one that files it: a row in which
    nothing else is filled in is no data. ``optional`` allows an empty table. ``group_by`` are the
    columns by which its rows are summed up, before class and unit.
    """

    key: DefinitionKey
    name: Annotated[str, Setting(min_length=1, max_length=31, pattern=r"^[^\\/?*\[\]:']+$")]
    help: str
    header: tuple[Field, ...] = ()
    columns: tuple[Field, ...] = ()
    usual_rows: int = Setting(default=20, gt=0)
    optional: bool = False
    prefill: tuple[tuple[str, ...], ...] = ()
    prefill_units: tuple[UnitClass, ...] = ()
    audience: Audience | None = None
    group_by: tuple[DefinitionKey, ...] = ()

    @model_validator(mode="after")
    def _lists_units(self) -> "Sheet":
        if self.prefill_units and (self.prefill or self.unit_column is None):
            raise ValueError(FormFault.PREFILL_UNITS)
        return self

    @model_validator(mode="after")
    def _consistent(self) -> "Sheet":
        for fault, names in (
            (FormFault.KEYS_REPEATED, [field.key for field in (*self.header, *self.columns)]),
            (FormFault.HEADINGS_REPEATED, _heading_keys(self.columns)),
            (FormFault.HEADINGS_REPEATED, _heading_keys(self.header)),
        ):
            if repeated := [name for name, count in Counter(names).items() if count > 1]:
                raise ValueError(fault.format(names="、".join(repeated)))
        if not self.columns and not self.header:
            raise ValueError(FormFault.SHEET_EMPTY)
        if any(len(row) > len(self.columns) for row in self.prefill):
            raise ValueError(FormFault.PREFILL_TOO_WIDE)
        return self

    def column(self, key: str) -> Field | None:
        """Return the column of that key, None if there is none."""
        return next((column for column in self.columns if column.key == key), None)

    @property
    def unit_column(self) -> Field | None:
        """The first column that holds units, in which ``prefill_units`` are listed."""
        return next((column for column in self.columns if column.type is FieldType.UNIT), None)


def _heading_keys(fields: tuple[Field, ...]) -> list[str]:
    return [heading_key(name) for field in fields for name in (field.heading, *field.aliases)]


class Form(Definition):
    """A form: its filer, its period, and its sheets with their rules.

    ``code`` begins its serial numbers; ``filed_by`` is ``unit`` (each unit that the plan names)
    or ``office`` (the office, about a unit). ``event_key`` names the header field of the first
    sheet that tells one event from another; without it every workbook of an event form is an
    event of its own. ``sources`` are the obligations (S1 to S65) that it carries. ``exports`` map
    the exports of questionnaire services to it. ``audience`` is who may see what was filed.
    """

    key: DefinitionKey
    code: Annotated[str, Setting(pattern=r"^[A-Z]{2,3}$")]
    title: str
    version: int = Setting(gt=0)
    filed_by: Literal["unit", "office"]
    period: PeriodKind
    confidential: bool = False
    nil_return: bool = False
    audience: Audience | None = None
    event_key: str = ""
    help: str
    sources: tuple[Annotated[str, Setting(pattern=r"^S\d{1,2}$")], ...] = ()
    sheets: tuple[Sheet, ...] = Setting(min_length=1)
    rules: tuple[Rule, ...] = ()
    exports: tuple[QuestionnaireMapping, ...] = ()

    @field_validator("sheets")
    @classmethod
    def _distinct(cls, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
        for names in ([sheet.key for sheet in sheets], [sheet.name for sheet in sheets]):
            if len(set(names)) < len(names):
                raise ValueError(FormFault.SHEETS_REPEATED)
        if any(sheet.name in ("_form", "_lists", "修改意见") for sheet in sheets):
            raise ValueError(FormFault.SHEET_RESERVED)
        return sheets

    @model_validator(mode="after")
    def _consistent(self) -> "Form":
        if self.event_key and self.period is not PeriodKind.EVENT:
            raise ValueError(FormFault.EVENT_KEY_OF_PERIOD)
        if self.event_key and self.event_key not in {f.key for f in self.sheets[0].header}:
            raise ValueError(FormFault.EVENT_KEY_UNKNOWN.format(key=self.event_key))
        if self.nil_return and self.period is PeriodKind.EVENT:
            raise ValueError(FormFault.NIL_OF_EVENT)
        private = any(f.private for s in self.sheets for f in (*s.header, *s.columns))
        if private and not self.confidential:
            raise ValueError(FormFault.PRIVATE_NOT_CONFIDENTIAL)
        for index, rule in enumerate(self.rules):
            for fault in self._unknown_references(rule):
                raise ValueError(RuleFault.IN_RULE.format(index=index, fault=fault))
        return self

    def _unknown_references(self, rule: Rule) -> Iterator[str]:
        for sheet_key, column_key in rule.references:
            sheet = self.sheet(sheet_key)
            if sheet is None:
                yield RuleFault.SHEET_UNKNOWN.format(sheet=sheet_key)
            elif sheet.column(column_key) is None:
                yield RuleFault.COLUMN_UNKNOWN.format(sheet=sheet_key, column=column_key)

    @property
    def numbered(self) -> bool:
        """Whether a table of it has a column of row numbers."""
        return any(column.number for sheet in self.sheets for column in sheet.columns)

    def sheet(self, key: str) -> Sheet | None:
        """Return the sheet of that key, None if there is none."""
        return next((sheet for sheet in self.sheets if sheet.key == key), None)


NIL = Field(key="nil", heading="本期无（零报告）", type=FieldType.YES_NO, help="本期无事项时填“是”")
NIL_REASON = Field(key="nil_reason", heading="零报告原因", help="填“是”时必须说明原因")


def header_fields(form: Form, sheet: Sheet) -> tuple[Field, ...]:
    """Return a sheet's labelled cells; those of the nil return stand on the first sheet."""
    nil = (NIL, NIL_REASON) if form.nil_return and sheet is form.sheets[0] else ()
    return (*sheet.header, *nil)


def parse_form(text: str, source: str) -> Form:
    """Read a form's TOML. Raises DefinitionError, which names every faulty key."""
    return parse_toml(text, Form, source)


_DECORATION = re.compile(r"[\s*:、,.。]|[(][^()]*[)]")


def heading_key(text: str) -> str:
    """Reduce a heading to its key: width, spaces, stars and remarks in brackets do not count."""
    shown = unicodedata.normalize("NFKC", clean_name(text))
    return _DECORATION.sub("", shown).casefold() or shown
