"""Writes docs/problems.md from the catalogue of problems; a test notices when it is out of date."""

from pathlib import Path

from campaign.wording.document import problems_document

if __name__ == "__main__":
    Path(__file__).with_suffix(".md").write_text(problems_document(), encoding="utf-8")
