"""How clerks write what belongs into a cell: as it should be, in another way, or wrongly."""

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from campaign.definitions.form import NUMERIC, Field
from campaign.definitions.roster import Roster
from campaign.values.periods import Period, find_period
from tests.support.samples.definitions import form, plan

WORDS = "学习传达落实上级会议精神走访服务对象查摆问题建立台账按期整改群众反映良好" * 40
DIGITS = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")

Ways = Sequence[object]


class Spellings:
    """Values for the fields of one workbook."""

    def __init__(self, roster: Roster, unit: str, year: int, period: Period | None) -> None:
        self.roster, self.unit, self.year, self.period = roster, unit, year, period
        self.own = [p.name for p in roster.people if unit in (p.unit, p.branch)]
        self.everybody = [p.name for p in roster.people]

    def any(self, field: Field, random: Random, wrong: float, number: int = 1) -> object:
        """Return a value in some way, with this chance a wrong or a blank one."""
        if random.random() < wrong:
            return random.choice((*self.wrong(field, random), None, "/", "无", "  "))
        return self.in_some_way(field, self.plain(field, random, number), random)

    def in_some_way(self, field: Field, value: object, random: Random) -> object:
        """Return a plain value in another way, or as it is."""
        if field.choices and random.random() < 0.15:
            return ticked(field, str(value), random)
        return value if random.random() < 0.6 else random.choice(WAYS[field.type.value](value))

    def plain(self, field: Field, random: Random, number: int) -> object:
        """Return a value as it should be written; ``number`` tells rows apart."""
        if field.unique and (given := self.distinct(field)):
            return given[(number - 1) % len(given)]
        if field.type in NUMERIC:
            return float(self._number(field, random, number))
        if field.type.value in ("date", "month"):
            day = self._day(field, random)
            return day if field.type == "date" else f"{day:%Y-%m}"
        if field.choices:
            return self._chosen(field, random)
        if field.type.value in ("person", "people", "unit", "yes_no", "phone"):
            return self._known(field, random)
        if field.type.value in ("obligation", "period"):
            obligation = random.choice([item for item in plan().obligations if item.periods])
            period = random.choice(obligation.periods).label
            return obligation.name if field.type == "obligation" else period
        if field.type == "code":
            code = str(number).zfill(field.digits)
            return code if field.digits else f"{self.unit}-{number:03d}"[-field.max_length :]
        length = max(field.min_length, 4) + random.randint(0, 6)
        return WORDS[number : number + min(field.max_length, length)]

    def _chosen(self, field: Field, random: Random) -> str:
        if field.type == "choice":
            return random.choice(field.choices)
        chosen = random.sample(field.choices, random.randint(1, len(field.choices)))
        return "、".join(choice for choice in field.choices if choice in chosen)

    def _known(self, field: Field, random: Random) -> str:
        known = {
            "person": self.own,
            "unit": [unit.name for unit in self.roster.units],
            "yes_no": ["是", "否"],
            "phone": ["0599-5550101", "13900000000"],
        }
        if field.type == "people":
            return "、".join(random.sample(self.own, min(3, len(self.own))))
        return random.choice(known[field.type.value])

    def distinct(self, field: Field) -> Sequence[str]:
        """Return all values that there are, empty where they are endless."""
        branches = [unit.name for unit in self.roster.units if unit.unit_class == "支部"]
        known = {"person": self.own, "choice": field.choices, "unit": branches}
        return known.get(field.type.value, ())

    def wrong(self, field: Field, random: Random) -> Ways:
        """Return values that are refused, or taken with a warning."""
        other = random.choice(self.everybody)
        choices = (*field.choices, "是")
        given: dict[str, Ways] = {
            "number": ("多", "约10", 1.25, -1.0, 1e5, True, "12公里", "1.2.3", dt.date(2026, 6, 1)),
            "date": (
                *(f"{self.year}年2月30日", "6月31日", "待定", "6/7/26", 6.3, 12.0, True, "月底"),
                *(dt.date(self.year, 1, 2), f"{self.year + 20}-06-01", dt.time(9, 30)),
            ),
            "choice": ("不在其中", "？", 7.0, f"{choices[0]}（{choices[-1]}）"),
            "person": ("查无此人", "老张", 3.0, other, "、".join(self.everybody[:30:9])),
            "unit": ("查无此科", 3.0),
            "obligation": ("举报投诉登记", "郊游", 3.0, True),
            "period": ("下一期", "2026年1月", 3.5, True, "2026年下半年", dt.date(2026, 1, 1)),
            "phone": ("办公室", True, "12", dt.date(2026, 6, 1)),
            "code": (dt.date(2026, 6, 1), True, 1.0, "A" * (field.max_length + 1)),
            "text": (
                *("短", "长" * (field.max_length + 1), "=1+1", "@甲", "#REF!", 12.0, "#N/A"),
                *(dt.date(self.year, 9, 3), dt.time(9, 30), True, 6.3, 350423198001011234.0),
            ),
        }
        same = {"month": "date", "yes_no": "choice", "choices": "choice", "people": "person"}
        kind = "number" if field.type in NUMERIC else field.type.value
        return given[same.get(kind, kind)]

    def _day(self, field: Field, random: Random) -> dt.date:
        first, last = dt.date(self.year, 4, 1), dt.date(self.year, 12, 20)
        if self.period and (field.within_period or random.random() < 0.7):
            first, last = self.period.first, self.period.last
        return first + dt.timedelta(days=random.randint(0, (last - first).days))

    def _number(self, field: Field, random: Random, number: int) -> int:
        least, most = field.bounds
        low = 2 if field.type == "percent" else int(least or 0) + bool(least and least % 1)
        high = low + 30 if most is None else min(int(most), low + 30)
        return min(low + number - 1, high) if field.unique else random.randint(low, high)


def dates(day: Any) -> Ways:
    """Return the ways in which staff write a date."""
    y, m, d = day.year, day.month, day.day
    spoken = "".join(DIGITS[int(digit)] for digit in str(y))
    return (
        day.isoformat(),
        f"{y}.{m}.{d}",
        f"{y}/{m:02d}/{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y} 年 {m} 月 {d} 日",
        f"{y}年{m}月{d}日（星期{'一二三四五六日'[day.weekday()]}）",
        f"{y}-{m}-{d} 9:30",
        f"{y}-{m:02d}-{d:02d} 00:00:00",
        f"{y}{m:02d}{d:02d}",
        float(f"{y}{m:02d}{d:02d}"),
        f"{y % 100}.{m}.{d}",
        f"{m}月{d}日",
        f"{m}.{d}",
        f"{m}月{d}号",
        f"{y}.{m}.{d}".translate(WIDE),
        f"{spoken}年{_small(m)}月{_small(d)}日",
        f" {y}-{m}-{d}\n",
        float((day - dt.date(1899, 12, 30)).days),
        dt.datetime.combine(day, dt.time(9, 30)),
    )


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return ten + (DIGITS[ones] if ones else "")


def months(text: Any) -> Ways:
    """Return the ways in which staff write a month."""
    year, month = text.split("-")
    return (f"{year}年{int(month)}月", f"{year}年{int(month)}月份", f"{year}.{int(month)}.1")


def numbers(value: Any) -> Ways:
    """Return the ways in which staff write a whole number."""
    text = str(int(value))
    return (int(value), text, f" {text}", text.translate(WIDE), f"{text}个", f"{text}.0")


def percentages(value: Any) -> Ways:
    """Return the ways in which staff write a percentage above 1."""
    return (f"{value:g}%", f"{value:g}％", value / 100, *numbers(value))


def texts(text: Any) -> Ways:
    """Return the same text with what spreadsheets and web pages add to it."""
    middle = len(text) // 2
    return (f"　　{text}", f"{text} ", f"{text[:middle]}\u200b{text[middle:]}", f"{text}_x000D_")


def codes(code: Any) -> Ways:
    """Return the ways in which staff write a code."""
    return (code.lower(), code.replace("-", "—"), f" {code}", code.translate(WIDE))


def phones(number: Any) -> Ways:
    """Return the ways in which staff write a telephone number."""
    return (number.translate(WIDE), f" {number}", number.replace("-", "—"))


def choices(choice: Any) -> Ways:
    """Return the ways in which staff write a choice."""
    marked = (f"（{choice}）", f"√{choice}", f"{choice}（见附件）", f"A.{choice}", f"②{choice}")
    return (f" {choice}", f"{choice}\u3000", f"{choice[:1]} {choice[1:]}", *marked)


def ticked(field: Field, chosen: str, random: Random) -> str:
    """Return all options of a field as a paper form prints them, those that are meant ticked."""
    before, behind, empty, between = random.choice(
        (
            ("√", "", "", " "),
            ("", "（√）", "（）", "、"),
            ("☑", "", "□", " "),
            ("", "■", "□", "\n"),
        )
    )
    return between.join(
        f"{before}{choice}{behind}"
        if choice in chosen.split("、")
        else f"{empty if before else ''}{choice}{empty if behind else ''}"
        for choice in field.choices
    )


def several(chosen: Any) -> Ways:
    """Return the ways in which staff write several choices."""
    backwards = chosen.split("、")[::-1]
    return tuple(separator.join(backwards) for separator in ("，", ";", "\n", "/", "、 "))


def answers(answer: Any) -> Ways:
    """Return the ways in which staff say yes and no."""
    return ("√", "是 ", True, "有", "Y") if answer == "是" else ("×", "x", False, "没有", "无")


def names(joined: Any) -> Ways:
    """Return the ways in which staff write names."""
    names = joined.split("、")
    return (
        "、".join(f"{name[:1]}　{name[1:]}" for name in names),
        "，".join(f"{name}（组员）" for name in names),
        f" {joined}",
        joined.replace("·", "•"),
        ";".join(names),
    )


def duties(name: Any) -> Ways:
    """Return the ways in which staff name an obligation."""
    obligation = next(item for item in plan().obligations if item.name == name)
    return (obligation.key, form(obligation.form).title, f" {name}", f"{name[:2]} {name[2:]}")


def periods(label: Any) -> Ways:
    """Return the ways in which staff name a period."""
    period = find_period(label)
    assert period
    return (str(period), f" {label}", label.translate(WIDE), label.removeprefix("2026年") or 2026.0)


WAYS: dict[str, Callable[[Any], Ways]] = {
    "text": texts,
    "code": codes,
    "whole": numbers,
    "number": numbers,
    "score": numbers,
    "percent": percentages,
    "date": dates,
    "month": months,
    "choice": choices,
    "choices": several,
    "yes_no": answers,
    "person": names,
    "people": names,
    "unit": texts,
    "phone": phones,
    "obligation": duties,
    "period": periods,
}
