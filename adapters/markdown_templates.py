"""Fills in the Markdown below templates/: for mail, and for what people read in Prefect.

Whatever a template prints is made inert: no sign of a value takes effect as Markdown, HTML or link.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateRuntimeError
from markupsafe import Markup

from adapters.files.home import CHECKOUT
from campaign.deadlines.owed_text import owed_lines, state_text
from campaign.definitions.definitions import period_label
from campaign.definitions.roster import Roster
from campaign.documents.meetings import meeting_time
from campaign.documents.study_bulletin import sessions_in_words
from campaign.problems.template_faults import TemplateFault
from campaign.values.text import day_text

TEMPLATES = CHECKOUT / "templates"
_STRUCTURAL = re.compile(r"(?!(?<=\d)\.\d)[!-/:-@\[-`{-~]|^ | $")
"""ASCII punctuation but for decimal points, and a space at an end."""

_BREAKS = re.compile(r"[ \t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_FIRST_SLOT = 0xF0000
_SLOT = re.compile("[\U000f0000-\U000ffffd]")
"""Characters of a private plane, each of which stands for a value in an outline."""

_NUMBER = re.compile("^( *)([\U000f0000-\U000ffffd])(?=[.)] )", re.MULTILINE)
_slots: ContextVar[list[str] | None] = ContextVar("_slots", default=None)


@dataclass(frozen=True, slots=True)
class Outline:
    """A template filled in with slots in place of the values that it prints, and those values.

    Letters of a kind share few outlines, whatever they say: what is made of one can be kept.
    """

    markdown: str
    values: tuple[str, ...]


def render_outline(name: str, facts: Mapping[str, object], templates: Path = TEMPLATES) -> Outline:
    """Return a template below templates/ filled in, as an outline; ``fill`` puts the values in.

    A number that begins a line and numbers an item is no slot: it is a part of the structure.
    Raises jinja2's errors where it asks for what is not among the facts, or prints a None.
    """
    values: list[str] = []
    token = _slots.set(values)
    try:
        markdown = markdown_environment(templates).get_template(name).render(facts)
    finally:
        _slots.reset(token)

    def numbered(match: re.Match[str]) -> str:
        value = values[ord(match[2]) - _FIRST_SLOT]
        return f"{match[1]}{value}" if value.isdecimal() else match[0]

    return Outline(_NUMBER.sub(numbered, markdown), tuple(values))


def fill(text: str, values: Sequence[str]) -> str:
    """Return text with each slot replaced by its value."""
    return _SLOT.sub(lambda slot: values[ord(slot[0]) - _FIRST_SLOT], text)


def render_markdown(name: str, facts: Mapping[str, object], templates: Path = TEMPLATES) -> str:
    """Return a template below templates/ filled in, as Markdown.

    Raises jinja2's errors where it asks for what is not among the facts, or prints a None.
    """
    return markdown_environment(templates).get_template(name).render(facts)


def inert(value: object) -> Markup:
    """Return a value as Markdown that reads as that value and as nothing else.

    Every sign that may stand for structure becomes a character reference, which never does
    (CommonMark 0.31, 2.5); line breaks become spaces. Raises TemplateRuntimeError for None.
    """
    if value is None:
        raise TemplateRuntimeError(TemplateFault.VALUE_MISSING)
    if isinstance(value, Markup):
        return value
    text = _BREAKS.sub(" ", str(value))
    slots = _slots.get()
    if slots is not None and text:
        slots.append(text.replace("\0", "\ufffd"))
        return Markup(chr(_FIRST_SLOT + len(slots) - 1))  # noqa: S704 - a character of no meaning
    return Markup(_STRUCTURAL.sub(lambda sign: f"&#{ord(sign[0])};", text))  # noqa: S704 - inert now


@cache
def markdown_environment(templates: Path = TEMPLATES) -> Environment:
    """Return the environment of Markdown templates, with the ways of writing that they may use."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        finalize=inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "day": day_text,
        "month_day": _month_day,
        "weekday": _weekday,
        "moment": _moment,
        "meeting_time": meeting_time,
        "sessions": sessions_in_words,
        "owed_lines": owed_lines,
        "state": state_text,
        "names": _names,
        "period": period_label,
    }
    return environment


def _names(codes: Iterable[str], roster: Roster) -> str:
    return "、".join(map(roster.name_of, codes))


def _month_day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def _weekday(day: dt.date) -> str:
    return f"{day_text(day)}（星期{'一二三四五六日'[day.weekday()]}）"


def _moment(moment: dt.datetime) -> str:
    return f"{day_text(moment)}{moment:%H:%M}"
