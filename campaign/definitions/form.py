"""The forms: one definition drives the blank workbook, the reader, the checks and the labels."""

import re
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
from campaign.values.periods import PeriodKind

DefinitionKey = Annotated[str, Setting(pattern=r"^[a-z][a-z0-9_]*$")]


class FieldType(StrEnum):
    """What a cell may hold; the vocabulary is closed."""

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


NUMERIC = frozenset({FieldType.WHOLE, FieldType.NUMBER, FieldType.SCORE, FieldType.PERCENT})

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
    ``unique`` holds within the sheet; ``number`` marks the row's own number, which stays with
    the matter for the whole campaign and belongs to one unit; ``carried`` that every later period
    reports it again. ``of_plan`` names the list of the
    plan that the choices repeat, so that the two cannot drift apart. ``private`` values are
    stored encrypted apart and appear nowhere else.
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
    own_unit: bool = False
    example: str = ""
    help: str = ""
    width: float | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Field":
        choosing = self.type in (FieldType.CHOICE, FieldType.CHOICES)
        if choosing != bool(self.choices):
            raise ValueError("choices只用于choice、choices类型，且不能为空")
        if self.of_plan and not choosing:
            raise ValueError("of_plan只用于choice、choices类型")
        if self.within_period and self.type is not FieldType.DATE:
            raise ValueError("within_period只用于date类型")
        if self.digits and self.type is not FieldType.CODE:
            raise ValueError("digits只用于code类型")
        if self.own_unit and self.type not in (FieldType.PERSON, FieldType.PEOPLE):
            raise ValueError("own_unit只用于person、people类型")
        if self.carried and not self.number:
            raise ValueError("carried只用于编号栏（number = true）")
        return self

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and greatest number allowed; scores and percentages default to 0 to 100."""
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
    nothing else is filled in says nothing. ``optional`` allows an empty table.
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

    @model_validator(mode="after")
    def _lists_units(self) -> "Sheet":
        if self.prefill_units and (self.prefill or self.unit_column is None):
            raise ValueError("prefill_units用于有一栏unit类型的表，且不能与prefill同时使用")
        return self

    @model_validator(mode="after")
    def _consistent(self) -> "Sheet":
        names = [name for f in self.columns for name in (f.heading, *f.aliases)]
        names_header = [name for f in self.header for name in (f.heading, *f.aliases)]
        for group, what in (
            ([f.key for f in (*self.header, *self.columns)], "key"),
            ([heading_key(name) for name in names], "heading或aliases"),
            ([heading_key(name) for name in names_header], "heading或aliases"),
        ):
            if twice := [name for name, count in Counter(group).items() if count > 1]:
                raise ValueError(f"{what}重复：{'、'.join(twice)}")
        if not self.columns and not self.header:
            raise ValueError("header和columns至少有一项")
        if any(len(row) > len(self.columns) for row in self.prefill):
            raise ValueError("prefill的列数多于columns")
        return self

    def column(self, key: str) -> Field | None:
        """Return the column of that key."""
        return next((column for column in self.columns if column.key == key), None)

    @property
    def unit_column(self) -> Field | None:
        """The first column that holds units; ``prefill_units`` are listed in it."""
        return next((each for each in self.columns if each.type is FieldType.UNIT), None)


class Form(Definition):
    """A form: who files it, how often, and its sheets with their rules.

    ``code`` begins its serial numbers; ``filed_by`` is ``unit`` (each unit that the plan names)
    or ``office`` (the office, about a unit). ``event_key`` names the header field of the first
    sheet that tells one event from another; without it every workbook of an event form is an
    event of its own. ``sources`` are the obligations it carries. ``exports`` say how questionnaire
    services' exports are read as it.
    """

    key: DefinitionKey
    code: Annotated[str, Setting(pattern=r"^[A-Z]{2,3}$")]
    title: str
    version: int = Setting(gt=0)
    filed_by: Literal["unit", "office"]
    period: PeriodKind
    confidential: bool = False
    nil_return: bool = False
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
                raise ValueError("工作表的key、name不能重复")
        if any(sheet.name in ("_form", "_lists", "修改意见") for sheet in sheets):
            raise ValueError("工作表名_form、_lists、修改意见由系统使用")
        return sheets

    @model_validator(mode="after")
    def _consistent(self) -> "Form":
        if self.event_key and self.period is not PeriodKind.EVENT:
            raise ValueError("event_key只用于event类报表")
        if self.event_key and self.event_key not in {f.key for f in self.sheets[0].header}:
            raise ValueError(f"event_key“{self.event_key}”不是第一张工作表header中的项")
        if self.nil_return and self.period is PeriodKind.EVENT:
            raise ValueError("event类报表没有零报告")
        private = any(f.private for s in self.sheets for f in (*s.header, *s.columns))
        if private and not self.confidential:
            raise ValueError("有private栏目的报表必须是confidential")
        for index, rule in enumerate(self.rules):
            for problem in self._unknown(rule):
                raise ValueError(f"rules[{index}]：{problem}")
        return self

    def _unknown(self, rule: Rule) -> Iterator[str]:
        for sheet_key, column_key in rule.references:
            sheet = self.sheet(sheet_key)
            if sheet is None:
                yield f"没有工作表“{sheet_key}”"
            elif sheet.column(column_key) is None:
                yield f"工作表“{sheet_key}”没有栏目“{column_key}”"

    @property
    def numbered(self) -> bool:
        """Whether any of its rows bear numbers of their own."""
        return any(column.number for sheet in self.sheets for column in sheet.columns)

    def sheet(self, key: str) -> Sheet | None:
        """Return the sheet of that key."""
        return next((sheet for sheet in self.sheets if sheet.key == key), None)


NIL = Field(key="nil", heading="本期无（零报告）", type=FieldType.YES_NO, help="本期无事项时填“是”")
NIL_REASON = Field(key="nil_reason", heading="零报告原因", help="填“是”时必须说明原因")


def header_fields(form: Form, sheet: Sheet) -> tuple[Field, ...]:
    """Return the sheet's labelled cells, with those of the nil return on the first sheet."""
    nil = (NIL, NIL_REASON) if form.nil_return and sheet is form.sheets[0] else ()
    return (*sheet.header, *nil)


def parse_form(text: str, source: str) -> Form:
    """Read a form's TOML; raises DefinitionError naming every faulty key."""
    return parse_toml(text, Form, source)


_DECORATION = re.compile(r"[\s*＊:：、,，.。]|[（(][^（()）]*[)）]")


def heading_key(text: str) -> str:
    """Reduce a heading to what tells it from others: no spaces, stars or remarks in brackets."""
    return _DECORATION.sub("", text).casefold() or text.strip()
