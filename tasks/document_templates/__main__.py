"""Writes templates/documents/*.docx anew: python -m tasks.document_templates."""

from tasks.document_templates import TEMPLATES, sources, template_bytes
from tasks.durable import write_durably

if __name__ == "__main__":
    for path in sources():
        write_durably(TEMPLATES / f"{path.stem}.docx", template_bytes(path))
