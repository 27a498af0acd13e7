"""Fills in the Markdown below templates/: for mail, and for what people read in Prefect.

Whatever a template prints is made inert: no sign of a value takes effect as Markdown, HTML or link.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
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
from campaign.values.text import day_text

TEMPLATES = CHECKOUT / "templates"
_STRUCTURAL = re.compile(r"(?!(?<=\d)\.\d)[!-/:-@\[-`{-~]|^ | $")
"""ASCII punctuation but for decimal points, and a space at an end."""

_BREAKS = re.compile(r"[ \t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")


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
        raise TemplateRuntimeError("没有内容的项目（None）不能直接打印")
    if isinstance(value, Markup):
        return value
    text = _BREAKS.sub(" ", str(value))
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
