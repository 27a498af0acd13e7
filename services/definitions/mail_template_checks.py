"""Checks that templates of messages can be read and filled in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)

from adapters.mail.messages import Letter, render_message
from adapters.mail.posts import known_facts
from adapters.markdown_templates import render_markdown
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import Fault
from campaign.definitions.plan import Plan
from campaign.problems.template_faults import TemplateFault
from campaign.values.message import Letterhead
from services.definitions.document_template_checks import (
    check_document_templates,
    document_templates,
)
from services.definitions.sample_letters import approval_facts, bureau_letters, software_letters
from services.definitions.sample_letters.frame import MOMENT
from services.definitions.text_catalogue_checks import check_text_catalogues, text_catalogues

_SUFFIX = ".md.j2"
_APPROVAL = f"prefect/approval{_SUFFIX}"
_LETTERHEAD = Letterhead(addressee="党办", issuer="某局", campaign="某活动", written_at=MOMENT)


def check_templates(project: Path, definitions: Definitions | None = None) -> list[Fault]:
    """Return a fault for each template below ``templates/`` that cannot be used.

    Those of documents and, with definitions, those in Markdown are filled in with sample facts,
    if the project has any.
    """
    faults: list[Fault] = []
    if document_templates(project):
        faults += check_document_templates(project)
    if text_catalogues(project):
        faults += check_text_catalogues(project)
    unreadable = [fault for path in _texts(project) for fault in _unreadable(path, project)]
    if definitions and not unreadable and _kinds(project):
        faults += check_mail_templates(project, definitions)
    return [*faults, *unreadable]


def check_mail_templates(project: Path, definitions: Definitions) -> list[Fault]:
    """Return a fault for each template of mail that is missing, that nothing uses, or that fails.

    So is the question of approval, which Prefect shows.
    """
    templates = project / "templates"
    samples = _samples(definitions)
    messages = {
        **dict.fromkeys(_kinds(project) - samples.keys(), str(TemplateFault.MAIL_UNUSED)),
        **{kind: _failing(samples[kind], templates) for kind in samples},
    }
    faults = [
        _fault(templates / "mail" / f"{kind}{_SUFFIX}", project, message)
        for kind, message in sorted(messages.items())
        if message
    ]
    if message := _failing_question(templates, definitions.plan):
        faults.append(_fault(templates / _APPROVAL, project, message))
    return faults


def template_files(project: Path) -> list[Path]:
    """Return the templates of messages, documents and texts, each in the order of their names."""
    return [*_texts(project), *document_templates(project), *text_catalogues(project)]


def _texts(project: Path) -> list[Path]:
    return sorted((project / "templates").rglob("*.j2"))


def _kinds(project: Path) -> set[str]:
    paths = (project / "templates" / "mail").glob(f"*{_SUFFIX}")
    return {path.name.removesuffix(_SUFFIX) for path in paths}


def _samples(definitions: Definitions) -> dict[str, list[Letter]]:
    samples = defaultdict(list)
    for letter in bureau_letters(definitions):
        facts = {**known_facts(definitions), **letter.facts}
        samples[letter.kind].append(replace(letter, facts=facts))
    for letter in software_letters(definitions):
        samples[letter.kind].append(letter)
    return samples


def _failing(letters: list[Letter], templates: Path) -> str:
    try:
        for letter in letters:
            render_message(letter, _LETTERHEAD, templates)
    except (TemplateError, TypeError, ValueError) as error:
        return _explained(error)
    return ""


def _failing_question(templates: Path, plan: Plan) -> str:
    try:
        for facts in approval_facts():
            render_markdown(_APPROVAL, {"plan": plan, **facts}, templates)
    except (TemplateError, TypeError, ValueError) as error:
        return _explained(error)
    return ""


def _explained(error: Exception) -> str:
    match error:
        case TemplateNotFound():
            return TemplateFault.MISSING.format(name=error.name)
        case TemplateSyntaxError():
            return TemplateFault.SYNTAX.format(error=error.message)
        case _:
            return TemplateFault.NOT_FILLED.format(error=error)


def _unreadable(path: Path, project: Path) -> Iterator[Fault]:
    """Yield a fault for a syntax error, a wrong encoding, or a missing include."""
    environment = Environment(undefined=StrictUndefined)  # noqa: S701 - parses, renders nothing
    try:
        tree = environment.parse(path.read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        message = TemplateFault.SYNTAX.format(error=error.message)
        yield _fault(path, project, message, TemplateFault.SYNTAX_PLACE.format(line=error.lineno))
    except UnicodeDecodeError as error:
        yield _fault(path, project, TemplateFault.NOT_UTF_8.format(reason=error.reason))
    else:
        for name in sorted({name for name in meta.find_referenced_templates(tree) if name}):
            if not (project / "templates" / name).is_file():
                yield _fault(path, project, TemplateFault.INCLUDED_MISSING.format(name=name))


def _fault(path: Path, project: Path, message: str, place: str = "") -> Fault:
    return Fault(source=path.relative_to(project).as_posix(), path=place, message=message)
