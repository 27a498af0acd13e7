"""The words of messages: facts become a subject, a text and an HTML body by templates/mail/.

A message's kind is the name of its template, ``<kind>.md.j2``: the subject, the heading, then the
body in Markdown, of which the text and the HTML are made. What is confidential is taken out of the
facts before any template sees them.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import Field, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateRuntimeError,
    select_autoescape,
)
from markupsafe import Markup

from adapters.files.home import CHECKOUT, RETURNED_IN_CONFIDENTIAL, Home
from adapters.mail.markdown import html_of, inert, line_of, read, text_of
from campaign.problems.codes import Problem, Severity
from campaign.problems.messages import (
    ProblemLine,
    group_problems,
    problem_text,
    reason_text,
    redact_problem,
    remedy_text,
)
from campaign.values.message import Letterhead, Message

MOST_HINTS = 50
"""In one message; the marked copy lists all of them."""

_CONFIDENTIAL_INBOX = Home(Path()).confidential_inbox.as_posix()
_COPIES_OF_CONFIDENTIAL = f"{_CONFIDENTIAL_INBOX}/{RETURNED_IN_CONFIDENTIAL}/（文件名以回执号开头）"
_LONGEST_PLACE = 80
_HEAD = re.compile("主题：(?P<subject>.*)\n标题：(?P<title>.*)\n")
_TEMPLATES = CHECKOUT / "templates" / "mail"


class MailFacts(Protocol):
    """A frozen dataclass whose fields the templates of its kind use by name."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def letterhead(self) -> Letterhead:
        """Every kind has one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetRead:
    """How many rows were read from one sheet."""

    name: str
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """One finding in words; ``cells`` counts the places where it was found.

    ``open`` is what may be said of it where the drop is confidential.
    """

    where: str = ""
    what: str = ""
    why: str = ""
    mend: str = ""
    cells: int = 1
    open: "Hint | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """A report that the unit still has to file."""

    form: str
    period: str
    due: dt.date
    days_late: int = 0
    """Since the due date; 0 while it still counts as on time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptFacts:
    """The facts of the answer to one drop; what does not apply keeps its default and is not shown.

    Kinds: ``receipt``, ``returned``, ``duplicate``, ``attachment``, ``quarantined`` (to the
    office), and ``accepted``, ``withdrawn`` by the office's hand. ``unit``, ``form`` and ``period``
    are names as staff read them.
    """

    letterhead: Letterhead
    receipt: str
    """The receipt's number, or the case's number."""
    received_at: dt.datetime
    estimated: bool = False
    """Whether the time of receipt is the file's own time, because nothing was running."""
    confidential: bool = False
    file_name: str = ""
    unit: str = ""
    form: str = ""
    period: str = ""
    serial: str = ""
    timeliness: str = ""
    """按期, 逾期 or what else obligations say; "" for event forms."""
    version: int = 0
    """The version now in force; 0: none."""
    filed_as: int = 0
    """The version as which it is only kept, because the one in force was received later."""
    nil: bool = False
    sheets: tuple[SheetRead, ...] = ()
    normalised: tuple[tuple[str, int], ...] = ()
    """What was tolerated in reading, and how often."""
    errors: tuple[Hint, ...] = ()
    """Why it is returned; from ``hints_of``."""
    warnings: tuple[Hint, ...] = ()
    """What is worth a look and blocks nothing; from ``hints_of``."""
    owed: tuple[Owed, ...] = ()
    earlier_receipt: str = ""
    """The same bytes were answered before under this number."""
    earlier_version: int = 0
    """The version that those bytes were accepted as."""
    receipt_in_force: str = ""
    """The receipt of the version now in force, where that is another one."""
    marked_copy: str = ""
    """Where the marked copy lies, as a clerk finds it on the share."""
    unmarked: bool = False
    """Whether that copy is the original as it came, because it could not be read."""
    cells_marked: bool = False
    """Whether that copy has cells marked that are to be mended."""
    in_time_until: dt.date | None = None
    """The last day on which the correction still counts as on time."""
    by: str = ""
    """Who accepted or withdrew it by hand."""
    reason: str = ""
    """Why they did."""

    def concealed(self) -> "ReceiptFacts":
        """Return what may travel of a confidential drop: numbers, times, what the file lacks."""
        rows = sum(sheet.rows for sheet in self.sheets)
        return replace(
            self,
            file_name="",
            unit="",
            form="",
            period="",
            sheets=(SheetRead(name="合计", rows=rows),) if self.sheets else (),
            normalised=(),
            errors=tuple(remark.open or Hint(cells=remark.cells) for remark in self.errors),
            warnings=tuple(remark.open or Hint(cells=remark.cells) for remark in self.warnings),
            owed=(),
            marked_copy=_COPIES_OF_CONFIDENTIAL if self.marked_copy else "",
            reason="",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Undelivered:
    """One message that did not reach its unit; ``count`` messages where it has no address."""

    unit: str
    kind: str
    error: str
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Failures:
    """The facts of ``undelivered``: what the office has to tell units by other means."""

    letterhead: Letterhead
    messages: tuple[Undelivered, ...]


def render_message(kind: str, facts: MailFacts) -> Message:
    """Fill in a kind's template; raises jinja2's errors where it asks for what is not."""
    if isinstance(facts, ReceiptFacts) and facts.confidential:
        facts = facts.concealed()
    variables = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    written = _templates().get_template(f"{kind}.md.j2").render(variables)
    head = _HEAD.match(written)
    if not head:
        raise TemplateRuntimeError("前两行须是“主题：”和“标题：”")
    body = read(written[head.end() :])
    title = line_of(head["title"])
    return Message(
        subject=line_of(head["subject"]),
        text=_framed("letter.txt.j2", body=text_of(body), letterhead=facts.letterhead),
        html=_one_line(
            _framed(
                "letter.html.j2",
                title=title,
                body=Markup(html_of(body)),  # noqa: S704 - every value in it was made inert
                letterhead=facts.letterhead,
            )
        ),
    )


def page(message: Message) -> str:
    """Return the message as an HTML document of its own, for the receipt file on the share."""
    html = Markup(message.html)  # noqa: S704 - from ``render_message``
    return _framed("page.html.j2", subject=message.subject, html=html)


def hints_of(problems: Iterable[Problem]) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    """Put problems into words: errors and warnings, one remark per finding."""
    found = group_problems(problems)
    errors, warnings = (
        tuple(_remark(finding) for finding in found if finding.first.severity is severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    return errors, warnings


def _remark(finding: ProblemLine) -> Hint:
    cells, secret = len(finding.problems), redact_problem(finding.first)
    return Hint(
        where=_place(finding.where, cells),
        what=problem_text(finding.first),
        why=reason_text(finding.first),
        mend=remedy_text(finding.first),
        cells=cells,
        open=_remark_on_file(secret, cells) if secret else None,
    )


def _remark_on_file(found: Problem, cells: int) -> Hint:
    return Hint(
        where="整个文件",
        what=problem_text(found),
        why=reason_text(found),
        mend=remedy_text(found),
        cells=cells,
    )


def _place(where: str, cells: int) -> str:
    if len(where) <= _LONGEST_PLACE:
        return where
    return f"{where[:_LONGEST_PLACE].rpartition('、')[0]}等，共{cells}处"


def _one_line(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _weekday(day: dt.date) -> str:
    return f"{_day(day)}（星期{'一二三四五六日'[day.weekday()]}）"


def _moment(moment: dt.datetime) -> str:
    return f"{_day(moment)}{moment:%H:%M}"


def _framed(name: str, **facts: object) -> str:
    return _frames().get_template(name).render(facts) + "\n"


@cache
def _frames() -> Environment:
    return _environment(select_autoescape(enabled_extensions=("html.j2",), default=False))


@cache
def _templates() -> Environment:
    """Return the environment of Markdown: every value is made inert where it is printed."""
    environment = _environment(autoescape=True)
    environment.finalize = inert
    return environment


def _environment(autoescape: bool | Callable[[str | None], bool]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - never off where values of others are printed as HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"day": _day, "moment": _moment, "weekday": _weekday}
    environment.globals |= {
        "MOST_HINTS": MOST_HINTS,
        "CONFIDENTIAL_INBOX": _CONFIDENTIAL_INBOX,
    }
    return environment
