"""Finds templates that cannot be read, before somebody waits for the message that they make."""

from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, meta

from campaign.definitions.errors import Fault
from services.definitions.document_template_checks import (
    check_document_templates,
    document_templates,
)


def check_templates(project: Path) -> list[Fault]:
    """Return a fault for each template below ``templates/`` with an error or a missing parent.

    Templates of documents are filled in with sample facts, if the project has any.
    """
    environment = Environment(undefined=StrictUndefined)  # noqa: S701 - parses, renders nothing
    faults: list[Fault] = []
    if document_templates(project):
        faults += check_document_templates(project)
    for path in _texts(project):
        source = path.relative_to(project).as_posix()
        try:
            tree = environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            message = f"模板语法错误（{error.message}）"
            faults.append(Fault(source=source, path=f"第{error.lineno}行", message=message))
        except UnicodeDecodeError as error:
            faults.append(Fault(source=source, path="", message=f"不是UTF-8编码（{error.reason}）"))
        else:
            named = sorted({name for name in meta.find_referenced_templates(tree) if name})
            faults += [
                Fault(source=source, path="", message=f"引用的模板“{name}”不存在")
                for name in named
                if not (path.parent / name).is_file()
            ]
    return faults


def template_files(project: Path) -> list[Path]:
    """Return the templates of messages and of documents, each in the order of their names."""
    return [*_texts(project), *document_templates(project)]


def _texts(project: Path) -> list[Path]:
    return sorted((project / "templates").rglob("*.j2"))
