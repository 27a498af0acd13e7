"""Reads days and months plainly and slowly, written and numbered."""

import datetime as dt

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from campaign.values.periods import Period
from tests.support.independent_reader.words import (
    squeeze,
)

Answer = str | Code
"""The canonical value, or what is wrong."""

DIGITS = "〇一二三四五六七八九"
TENS = ("", "十", "二十", "三十")
DAY_NAMES = {
    TENS[number // 10] + (DIGITS[number % 10] if number % 10 else ""): number
    for number in range(1, 32)
}


class Days:
    """Reads days of one workbook, whose year and period it knows."""

    def __init__(self, year: int, period: Period | None) -> None:
        self.year, self.period = year, period

    def as_date(self, field: Field, value: object) -> Answer:
        day = value.date() if isinstance(value, dt.datetime) else value
        if isinstance(value, float) and not isinstance(value, bool):
            day = self.numbered_day(value)
        if isinstance(day, str):
            day = self.written_day(day, field)
        near = isinstance(day, dt.date) and self.year - 30 <= day.year <= self.year + 10
        return day.isoformat() if near and isinstance(day, dt.date) else Code.CELL_NOT_A_DATE

    def numbered_day(self, value: float) -> dt.date | None:
        if value > 19_000_000:
            return self.day(str(int(value))[:4], str(int(value))[4:6], str(int(value))[6:])
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(value)) if 0 < value < 99_999 else None

    def dated(self, field: Field, day: dt.date | None) -> dt.date | None:
        """Return a day whose year was not written, if that can be no other."""
        if not day or not self.period or field.type != "date" or field.within_period:
            return day
        return day if self.period.first <= day <= self.period.last else None

    def written_day(self, text: str, field: Field) -> dt.date | None:
        text = squeeze(text).replace("\n", " ")
        for name in sorted(DAY_NAMES, key=len, reverse=True):
            for behind in "月日号":
                text = text.replace(name + behind, f"{DAY_NAMES[name]}{behind}")
        for at, digit in enumerate(DIGITS):
            text = text.replace(digit, str(at)) if "年" in text else text
        for end in ("(星期", "(周", " 星期", "星期", "上午", "下午", "T"):
            text = text.split(end)[0]
        if ":" in text:
            text = text.rpartition(" ")[0]
        parts = "".join(c if c.isdigit() else " " for c in text).split()
        between = "".join(c for c in text if not c.isdigit() and c != " ")
        if any(c not in "-./年月日号、" for c in between):
            return None
        if len(parts) == 1 and len(parts[0]) == 8:
            return self.day(parts[0][:4], parts[0][4:6], parts[0][6:])
        if len(parts) == 2 and between and len(parts[0]) < 3 and "年" not in between:
            return self.dated(field, self.day(str(self.year), *parts))
        if len(parts) != 3 or len(parts[1]) > 2 or len(parts[2]) > 2:
            return None
        near = [str(year) for year in (self.year - 1, self.year, self.year + 1)]
        full = [parts[0]] if len(parts[0]) == 4 else [y for y in near if y[2:] == parts[0]]
        return self.day(full[0], parts[1], parts[2]) if full else None

    def day(self, *numbers: str) -> dt.date | None:
        year, month, day = map(int, numbers)
        days = {d for n in range(366) if (d := dt.date(year, 1, 1) + dt.timedelta(n)).year == year}
        return next((d for d in days if (d.month, d.day) == (month, day)), None)

    def as_month(self, field: Field, value: object) -> Answer:
        if isinstance(value, float) and value in range(1, 13):
            return f"{self.year}-{int(value):02d}"
        text = squeeze(value) if isinstance(value, str) else ""
        parts = "".join(c if c.isdigit() else " " for c in text).split()
        if len(parts) == 2 and len(parts[0]) == 4 and not text.strip("0123456789-./年月份 "):
            value = f"{parts[0]}-{parts[1]}-1"
        answer = self.as_date(field, value)
        return answer if isinstance(answer, Code) else answer[:7]
