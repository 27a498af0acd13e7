"""Maps the exports of questionnaire services to a form, as the form's author writes it down."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Setting
from pydantic import field_validator, model_validator

from campaign.definitions.errors import Definition
from campaign.problems.definition_faults import QuestionnaireFault

NonEmptyText = Annotated[str, Setting(min_length=1)]


class MappedQuestion(Definition):
    """The question that feeds a column of the form.

    ``says`` are words of the question, or of its row in a matrix; numbers before questions do not
    count. ``values`` translates answers, such as an option's number, into the form's words.
    ``optional`` questions may be missing; ``always`` is the column's value in a questionnaire that
    does not ask for it.
    """

    column: str
    says: tuple[NonEmptyText, ...] = ()
    values: Mapping[str, str] = {}
    optional: bool = False
    always: str = ""

    @model_validator(mode="after")
    def _fits(self) -> "MappedQuestion":
        if bool(self.says) == bool(self.always):
            raise ValueError(QuestionnaireFault.SAYS_OR_ALWAYS)
        return self


class QuestionnaireMapping(Definition):
    """How one service exports answer sheets, one per row, and the sheet that they become.

    ``headings`` tell its exports from other workbooks; they and ``never`` are of the service or
    of the respondents and feed no column. ``number_in_name`` are patterns of which the first that
    occurs in a file's name gives the questionnaire's number; ``letter`` stands before it in the
    serial number. A mapping limited to ``only`` some questionnaires goes before one for all.
    ``header`` gives values of the first sheet's labelled cells; ``last_day`` names those that are
    the day of the last answer, and the heading under which the service puts its time.
    """

    service: NonEmptyText
    letter: Annotated[str, Setting(pattern=r"^[A-DF-PR-Z]$")]
    number_in_name: tuple[NonEmptyText, ...] = Setting(min_length=1)
    only: tuple[Annotated[str, Setting(pattern=r"^\d{5,12}$")], ...] = ()
    headings: tuple[NonEmptyText, ...] = Setting(min_length=2)
    never: tuple[NonEmptyText, ...] = ()
    blanks: tuple[NonEmptyText, ...] = ()
    separator: str = ""
    sheet: str
    header: Mapping[str, str] = {}
    last_day: Mapping[str, str] = {}
    questions: tuple[MappedQuestion, ...] = Setting(min_length=1)

    @field_validator("number_in_name")
    @classmethod
    def _patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                groups = re.compile(pattern).groups
            except re.error as error:
                fault = QuestionnaireFault.NOT_A_PATTERN.format(pattern=pattern, error=error)
                raise ValueError(fault) from error
            if groups != 1:
                raise ValueError(QuestionnaireFault.PATTERN_GROUPS.format(pattern=pattern))
        return patterns
