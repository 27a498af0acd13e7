"""Reads single cells plainly and slowly, to hold the fast reading against; shares no code with it.

Written from the handbook for staff: which spellings are understood, and what is refused.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from campaign.definitions.form import Field
from campaign.definitions.roster import Roster
from campaign.problems.codes import Code
from campaign.values.periods import Period
from tests.support.independent_reader.days import Answer, Days
from tests.support.independent_reader.words import (
    bare,
    lines_of,
    name_only,
    squeeze,
    ticked,
    unlettered,
)
from tests.support.samples.definitions import form, plan

MARKS = "-/\\—–―─"


def is_blank(value: object) -> bool:
    """Return whether nothing at all is there."""
    return value is None or (isinstance(value, str) and not squeeze(value))


def is_mark(value: object) -> bool:
    """Return whether only strokes stand where nothing is to be said."""
    text = squeeze(value)
    return isinstance(value, str) and 0 < len(text) < 7 and all(c in MARKS for c in text)


def says_nothing(value: object) -> bool:
    """Return whether a cell is blank, a stroke, or one of the words for nothing."""
    return is_blank(value) or is_mark(value) or (isinstance(value, str) and is_nothing(value))


def is_nothing(text: str) -> bool:
    """Return whether a word means that there is nothing."""
    return squeeze(text) in ("无", "没有", "暂无", "不适用", "N/A", "n/a")


def means_blank(field: Field, value: object) -> bool:
    """Return whether a cell of this field counts as not filled in."""
    if is_blank(value) or is_mark(value):
        return True
    if not isinstance(value, str) or field.type == "text" or squeeze(value) in field.choices:
        return False
    return is_nothing(value) and not (field.type == "yes_no" and squeeze(value) in ("无", "没有"))


LIKE_DAYS = {f"{month}.{tens}" for month in range(1, 13) for tens in (1, 2, 3)}
"""What 6.30 becomes, which is a day, when it is taken for a number."""


class Values(Days):
    """Reads the cells of one workbook."""

    def __init__(self, roster: Roster, unit: str, year: int, period: Period | None) -> None:
        super().__init__(year, period)
        self.roster, self.own = roster, unit

    def read(self, field: Field, value: object) -> tuple[str, Code | None]:
        """Return what a filled cell says, and what is wrong or doubtful."""
        answer = getattr(self, f"as_{field.type.value}")(field, value)
        if isinstance(answer, Code):
            return "", answer
        wrong = self.bounds(field, answer) or self.doubt(field, value)
        if wrong is Code.CELL_CONVERTED:
            return answer, wrong
        if wrong in (Code.CELL_LOOKS_LIKE_FORMULA, Code.PERSON_OTHER_UNIT, Code.PERSON_AWAY):
            return answer, wrong
        return ("" if wrong else answer), wrong

    def bounds(self, field: Field, answer: str) -> Code | None:
        kind = field.type.value
        if kind in ("whole", "number", "score", "percent"):
            least, most = field.bounds
            if least is not None and Decimal(answer) < least:
                return Code.CELL_TOO_LOW
            return Code.CELL_TOO_HIGH if most is not None and Decimal(answer) > most else None
        if kind == "date" and field.within_period and self.period:
            day = dt.date.fromisoformat(answer)
            inside = self.period.first <= day <= self.period.last
            return None if inside else Code.CELL_OUTSIDE_PERIOD
        if kind in ("text", "code", "phone", "people"):
            if len(answer) > field.max_length:
                return Code.CELL_TOO_LONG
            if len(answer) < field.min_length:
                return Code.CELL_BAD_PATTERN if kind == "code" else Code.CELL_TOO_SHORT
        if kind == "text" and answer[0] in "=@":
            return Code.CELL_LOOKS_LIKE_FORMULA
        own = field.own_unit and kind in ("person", "people")
        if own and not all(self.is_own(name) for name in answer.split("、")):
            return Code.PERSON_OTHER_UNIT
        return None

    def as_text(self, _field: Field, value: object) -> Answer:
        text = lines_of(value) if isinstance(value, str) else squeeze(value)
        if isinstance(value, dt.time):
            text = f"{value.hour}:{value.minute:02d}"
        if isinstance(value, float) and value >= 1e15:
            text = str(int(float(f"{value:.14e}")))
            text = text[:15] + "0" * (len(text) - 15)
        return Code.CELL_ERROR_VALUE if text in ("#REF!", "#N/A") else text

    def doubt(self, field: Field, value: object) -> Code | None:
        """Return whether a text may have been another one before it was a day, a time, a number."""
        if field.type != "text" or isinstance(value, str):
            return None
        month_and_day = isinstance(value, float) and str(value) in LIKE_DAYS
        plain = isinstance(value, float) and value < 1e15 and not month_and_day
        return None if plain else Code.CELL_CONVERTED

    def as_code(self, field: Field, value: object) -> Answer:
        if not isinstance(value, str | float) or isinstance(value, bool):
            return Code.CELL_BAD_PATTERN
        text = "".join(squeeze(value).upper().split())
        for dash in "—–―─":
            text = text.replace(dash, "-")
        while "--" in text and "--" not in str(value):
            text = text.replace("--", "-")
        if field.digits and not (text.isdigit() and len(text) == field.digits):
            lost = isinstance(value, float) and len(text) < field.digits
            return Code.CELL_LOST_ZEROS if lost else Code.CELL_BAD_PATTERN
        return text

    def as_phone(self, _field: Field, value: object) -> Answer:
        text = squeeze(value).replace("—", "-")
        enough = sum(c.isdigit() for c in text) >= 5
        return (
            text
            if enough and all(c in "0123456789+-() 转" for c in text)
            else Code.CELL_BAD_PATTERN
        )

    def as_number(self, field: Field, value: object) -> Answer:
        share = field.type == "percent"
        if isinstance(value, str):
            digits = "".join(c for c in squeeze(value).replace(",", "") if c in "0123456789.-")
            unit = squeeze(value).replace(",", "").replace(digits, "", 1).strip()
            known = unit in ("", "分", "人", "个", "次", "篇", "条", "项") or (
                unit == "%" and share
            )
            if not digits or not known or digits.count(".") > 1 or "-" in digits[1:]:
                return Code.CELL_NOT_A_NUMBER
            exact, share = Decimal(digits), share and not unit
        elif isinstance(value, float) and not isinstance(value, bool):
            exact = Decimal(repr(value))
        else:
            return Code.CELL_NOT_A_NUMBER
        if share and 0 < exact <= 1:
            exact *= 100
        exact = exact.quantize(Decimal("0.000001"))
        if field.type == "whole" and exact % 1:
            return Code.CELL_NOT_WHOLE
        return f"{exact.normalize():f}" if exact else "0"

    as_whole = as_score = as_percent = as_number

    def as_yes_no(self, _field: Field, value: object) -> Answer:
        text = squeeze(value).lower()
        if text in ("是", "√", "✓", "✔", "☑", "有", "对", "y", "yes", "true", "1", "v"):
            return "是"
        if text in ("否", "×", "✗", "✘", "x", "无", "没有", "不是", "n", "no", "false", "0"):
            return "否"
        return Code.CELL_NOT_A_CHOICE

    def as_choice(self, field: Field, value: object) -> Answer:
        ticks = ticked(value)
        if ticks is not None:
            value = ticks[0] if len(ticks) == 1 else "?"
        found = [c for c in field.choices if self.same(c, squeeze(value), field.choices)]
        return found[0] if len(found) == 1 else Code.CELL_NOT_A_CHOICE

    def same(self, choice: str, text: str, choices: Iterable[str]) -> bool:
        text, name = bare(unlettered(text)), bare(squeeze(choice))
        if text == name or text == f"({name})":
            return True
        remark = text.removeprefix(name)
        inside = remark[1:-1]
        others = [bare(squeeze(other)) for other in choices]
        return remark == f"({inside})" and text != remark and inside not in others

    def as_choices(self, field: Field, value: object) -> Answer:
        text = "、".join(ticked(value) or [squeeze(value)])
        for separator in ",;/\n":
            text = text.replace(separator, "、")
        parts = [self.as_choice(field, part) for part in text.split("、") if part.strip()]
        if not parts or Code.CELL_NOT_A_CHOICE in parts:
            return Code.CELL_NOT_A_CHOICE
        return "、".join(choice for choice in field.choices if choice in parts)

    def as_person(self, _field: Field, value: object) -> Answer:
        return self.known(squeeze(value)) or Code.PERSON_UNKNOWN

    def as_people(self, _field: Field, value: object) -> Answer:
        text = squeeze(value)
        for separator in ",;/\n":
            text = text.replace(separator, "、")
        names = [self.known(part) for part in text.split("、") if part.strip()]
        return "、".join(dict.fromkeys(names)) if all(names) else Code.PERSON_UNKNOWN

    def known(self, text: str) -> str:
        for name in (text, text.partition("(")[0]):
            for person in self.roster.people:
                if name_only(person.name) == name_only(name):
                    return person.name
        return ""

    def is_own(self, name: str) -> bool:
        return any(p.name == name and self.own in (p.unit, p.branch) for p in self.roster.people)

    def as_unit(self, _field: Field, value: object) -> Answer:
        return self.unit_named(squeeze(value)) or Code.CELL_UNIT_UNKNOWN

    def as_obligation(self, _field: Field, value: object) -> Answer:
        for item in plan().obligations:
            names = (item.key, item.name, form(item.form).title)
            if item.periods and squeeze(value).replace(" ", "") in names:
                return item.key
        return Code.CELL_OBLIGATION_UNKNOWN

    def as_period(self, _field: Field, value: object) -> Answer:
        day = isinstance(value, dt.date)
        text = squeeze(value).replace(" ", "") if not day else f"{value:%Y年%m月}"
        text = text if "年" in text or text[:2] == "20" else f"{self.year}年{text}"
        known = {str(period) for item in plan().obligations for period in item.periods}
        ways = {str(self.year): str(self.year), f"{self.year}年": str(self.year)}
        for month in range(1, 13):
            for name in (f"年{month}月", f"年{month:02d}月", f"-{month:02d}", f"年{month}月份"):
                ways[f"{self.year}{name}"] = f"{self.year}-{month:02d}"
        for quarter, spoken in enumerate("一二三四", start=1):
            for name in (f"年第{spoken}季度", f"年{spoken}季度", f"-Q{quarter}"):
                ways[f"{self.year}{name}"] = f"{self.year}-Q{quarter}"
        if text not in ways:
            return Code.CELL_NOT_A_PERIOD
        return ways[text] if ways[text] in known else Code.CELL_PERIOD_UNKNOWN

    def unit_named(self, text: str) -> str:
        """Return the code of the unit of that code, name or alias."""
        for unit in self.roster.units:
            if name_only(text) in map(name_only, (unit.code, unit.name, *unit.aliases)):
                return unit.code
        return ""
