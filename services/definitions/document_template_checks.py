"""Checks the templates of documents by filling them in with sample facts."""

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # ships no type information
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from adapters.documents.docx import environment, template_facts
from campaign.definitions.errors import Fault
from campaign.documents.kinds import DocumentKind, OfficialDocument, kind_of
from campaign.documents.samples import samples
from campaign.problems.template_faults import TemplateFault

_LOCK = "~$"
"""The prefix of the file that WPS keeps beside an open one."""


def document_templates(project: Path) -> list[Path]:
    """Return the templates of documents, in the order of their names."""
    paths = (project / "templates" / "documents").glob("*.docx")
    return sorted(path for path in paths if not path.name.startswith(_LOCK))


def check_document_templates(project: Path) -> list[Fault]:
    """Return a fault for each template that is missing, that nothing uses, or that fails.

    A template is filled in with sample facts of its kind, whole ones and bare ones.
    """
    templates = {path.stem: path for path in document_templates(project)}
    faults = [
        _fault(path, project, TemplateFault.DOCUMENT_UNUSED)
        for stem, path in templates.items()
        if stem not in set(DocumentKind)
    ]
    for kind in DocumentKind:
        path = templates.get(kind) or project / "templates" / "documents" / f"{kind}.docx"
        if kind not in templates:
            missing = TemplateFault.DOCUMENT_MISSING.format(document=kind.label)
            faults.append(_fault(path, project, missing))
        elif message := _failing(path, [sample for sample in samples() if kind_of(sample) is kind]):
            faults.append(_fault(path, project, message))
    return faults


def _fault(path: Path, project: Path, message: str) -> Fault:
    return Fault(source=path.relative_to(project).as_posix(), path="", message=message)


def _failing(path: Path, documents: list[OfficialDocument]) -> str:
    try:
        for document in documents:
            template = DocxTemplate(BytesIO(path.read_bytes()))
            template.render_init()
            # docxtpl mends what is not well-formed by leaving text out
            etree.fromstring(template.build_xml(template_facts(document), environment()))
    except (BadZipFile, PackageNotFoundError, KeyError):
        return TemplateFault.NOT_A_DOCUMENT
    except TemplateSyntaxError as error:
        return TemplateFault.SYNTAX.format(error=error.message)
    except TemplateError as error:
        return TemplateFault.NOT_FILLED.format(error=error.message)
    except (TypeError, ValueError) as error:
        return TemplateFault.NOT_FILLED.format(error=error)
    except etree.XMLSyntaxError as error:
        return TemplateFault.TAGS_CROSSED.format(error=error.msg)
    return ""
