"""Render messages: a letter's facts become a subject, a text and an HTML body.

A letter's kind is the name of its template below templates/mail/, ``<kind>.md.j2``: the subject,
the heading, then the body in Markdown, of which both bodies are made, each in its frame.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateRuntimeError,
    select_autoescape,
)
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from markupsafe import Markup

from adapters.mail.markdown import html_of, line_of, read, text_of
from adapters.markdown_templates import TEMPLATES, fill, render_outline
from campaign.values.message import Letterhead, Message
from campaign.values.text import day_text

_HEAD = re.compile("主题：(?P<subject>.*)\n标题：(?P<title>.*)\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter without its addressee: the kind, and the facts that its template uses by name.

    ``attachments`` are paths relative to the home; the template knows their names as ``files``.
    """

    kind: str
    facts: Mapping[str, object] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()


def render_message(letter: Letter, letterhead: Letterhead, templates: Path = TEMPLATES) -> Message:
    """Render a letter's template; raises jinja2's errors if a fact that it uses is missing."""
    files = [PurePosixPath(path).name for path in letter.attachments]
    facts = {"letterhead": letterhead, "files": files, **letter.facts}
    outline = render_outline(f"mail/{letter.kind}.md.j2", facts, templates)
    form = _form_letter(outline.markdown)
    escaped = tuple(map(escapeHtml, outline.values))
    frames = _frames(templates)
    framed = frames.get_template("letter.html.j2").render(
        title=fill(form.title, outline.values),
        body=Markup(fill(form.html, escaped)),  # noqa: S704 - every value in it is escaped
        letterhead=letterhead,
    )
    body = text_of(form.tokens, lambda text: fill(text, outline.values))
    text = frames.get_template("letter.txt.j2").render(body=body, letterhead=letterhead)
    return Message(
        subject=fill(form.subject, outline.values),
        text=f"{text}\n",
        html="".join(line.strip() for line in framed.splitlines()),
    )


@dataclass(frozen=True, slots=True)
class _FormLetter:
    """What is made of an outline once: subject and title as text, the body as tokens and HTML."""

    subject: str
    title: str
    tokens: tuple[Token, ...]
    html: str


@lru_cache(maxsize=256)
def _form_letter(markdown: str) -> _FormLetter:
    head = _HEAD.match(markdown)
    if not head:
        raise TemplateRuntimeError("前两行须是“主题：”和“标题：”")
    tokens = read(markdown[head.end() :])
    return _FormLetter(
        line_of(head["subject"]), line_of(head["title"]), tuple(tokens), html_of(tokens)
    )


def page(message: Message) -> str:
    """Return the message as an HTML document of its own, for the receipt file on the share."""
    html = Markup(message.html)  # noqa: S704 - from ``render_message``
    frame = _frames(TEMPLATES).get_template("page.html.j2")
    return f"{frame.render(subject=message.subject, html=html)}\n"


@cache
def _frames(templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates / "mail"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters["day"] = day_text
    return environment
