"""Writes official documents: facts become a .docx by the templates in templates/documents/.

The office edits the templates in WPS or Word. What stands in them is wording and layout; the facts
come in as text and nothing of them is ever run.
"""

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # ships no type information
from jinja2 import Environment, StrictUndefined, TemplateRuntimeError
from jinja2.exceptions import FilterArgumentError
from markupsafe import Markup, escape

from adapters.deterministic_zip import pack_parts
from adapters.files.atomic_write import write_durably
from adapters.files.file_names import shown_name
from adapters.files.home import CHECKOUT, DOCUMENTS, Home
from campaign.documents.imprint import Imprint
from campaign.documents.kinds import OfficialDocument, kind_of
from campaign.documents.layout import (
    chinese,
    mark_points,
    signature_indents,
    title_indent,
    title_lines,
)
from campaign.documents.meetings import meeting_time
from campaign.documents.scheme import periods_in_words
from campaign.problems.template_faults import TemplateFault
from campaign.values.exact_numbers import SHOWN_PLACES, number_text
from campaign.values.text import printable_text

TEMPLATES = CHECKOUT / "templates" / "documents"
TITLE, MARK, ISSUER, DATE = "公文标题", "发文机关标志", "署名", "成文日期"
"""The styles by which a template's parts are known."""

TITLE_POINTS = 22

_LONGEST_PROPERTY = 255


def render_docx(document: OfficialDocument, templates: Path = TEMPLATES) -> bytes:
    """Return the document as .docx; the same facts and template give the same bytes.

    Raises jinja2's errors where a template asks for what there is not, or prints a None.
    """
    template = DocxTemplate(templates / f"{kind_of(document)}.docx")
    template.render(template_facts(document), environment())
    word: WordDocument = template.docx
    _fit(word, document.imprint)
    _set_properties(word, document.imprint)
    return _without_clock(word)


def save(document: OfficialDocument, name: str, home: Home) -> Path:
    """Write a document to outputs/reports/文件/ under a name, and return where; it replaces one.

    Raises OSError if it cannot be written, and jinja2's errors as ``render_docx`` does.
    """
    path = home.reports / DOCUMENTS / f"{shown_name(name)}.docx"
    write_durably(path, render_docx(document))
    return path


def template_facts(document: OfficialDocument) -> dict[str, object]:
    """Return what a template can name: the document's fields, and what follows from them."""
    kind = type(document)
    derived = [name for name, one in vars(kind).items() if isinstance(one, property)]
    return {name: getattr(document, name) for name in (*kind.__dataclass_fields__, *derived)}


@cache
def environment() -> Environment:
    """Return the environment that fills in templates: every fact is text, none is missing."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_text)
    environment.filters |= {
        "day": _day,
        "month_day": _month_day,
        "moment": _moment,
        "chinese": chinese,
        "points": _points,
        "exact": _exact,
        "meeting_time": meeting_time,
        "periods": periods_in_words,
    }
    environment.globals["counter"] = _counter
    return environment


def _text(value: object) -> Markup:
    """Write a value so that neither XML nor docxtpl, which has marks of its own, can misread it."""
    if value is None:
        raise TemplateRuntimeError(TemplateFault.VALUE_MISSING)
    if isinstance(value, Markup):
        return value
    text = str(escape(printable_text(str(value))))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped above


def _day(day: dt.date) -> str:
    _require_date(day)
    return f"{day.year}年{day.month}月{day.day}日"


def _month_day(day: dt.date) -> str:
    _require_date(day)
    return f"{day.month}月{day.day}日"


def _require_date(value: object) -> None:
    """Raise where a template takes something else for a date."""
    if not isinstance(value, dt.date):
        raise FilterArgumentError(f"“{value}”不是日期")


def _moment(moment: dt.datetime) -> str:
    return f"{_day(moment)}{moment.hour}:{moment:%M}"


def _points(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.{SHOWN_PLACES}f}"


def _exact(value: Decimal) -> str:
    return number_text(Fraction(value))


def _counter() -> Callable[[], int]:
    """Return what gives 1, 2, 3 …: for the numbers of sections that need not all be printed."""
    return partial(next, itertools.count(1))


def _fit(word: WordDocument, imprint: Imprint) -> None:
    """Fit the mark to the width of the text, break the title, centre the issuer over the date."""
    issuer_right, date_right = signature_indents(imprint.issuer, _day(imprint.dated))
    for paragraph in word.paragraphs:
        name = paragraph.style.name if paragraph.style else ""
        if name == MARK:
            for run in paragraph.runs:
                run.font.size = Pt(mark_points(paragraph.text))
        elif name == TITLE:
            _fit_title(paragraph)
        elif name == ISSUER:
            _indent(paragraph, right=issuer_right)
        elif name == DATE:
            _indent(paragraph, right=date_right)


def _fit_title(paragraph: Paragraph) -> None:
    """Break the title by its sense; its runs become one, as office programs cut them up."""
    lines = title_lines(paragraph.text)
    if len(lines) > 1:
        first, *others = paragraph.runs
        first.text = "\n".join(lines)
        for run in others:
            run.text = ""
    elif margin := title_indent(paragraph.text):
        _indent(paragraph, left=margin, right=margin, points=TITLE_POINTS)


def _indent(paragraph: Paragraph, *, points: int = 16, **characters: float) -> None:
    """Indent as WPS does, in characters; the points are for programs that know no others."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, count in characters.items():
        indent.set(qn(f"w:{side}"), str(round(count * points * 20)))
        indent.set(qn(f"w:{side}Chars"), str(round(count * 100)))


def _set_properties(word: WordDocument, imprint: Imprint) -> None:
    """Set who issued it and when, instead of who edited the template."""
    properties = word.core_properties
    titles = [p.text for p in word.paragraphs if p.style and p.style.name == TITLE]
    properties.title = "".join(titles).replace("\n", "")[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = printable_text(imprint.issuer)[
        :_LONGEST_PROPERTY
    ]
    properties.created = properties.modified = dt.datetime(*imprint.dated.timetuple()[:3])  # noqa: DTZ001 - python-docx wants it so, in UTC
    properties.last_printed = properties.created
    properties.revision = 1
    properties.comments = properties.keywords = properties.subject = properties.category = ""


def _without_clock(word: WordDocument) -> bytes:
    """Return the package with no time of its own in it."""
    saved = BytesIO()
    word.save(saved)
    with ZipFile(saved) as package:
        return pack_parts((name, package.read(name)) for name in package.namelist())
