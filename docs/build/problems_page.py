"""Writes docs/problems.md from the catalogue of problems; a test notices when it is out of date."""

from pathlib import Path

from campaign.problems.catalogue_page import problems_document

if __name__ == "__main__":
    (Path(__file__).parents[1] / "problems.md").write_text(problems_document(), encoding="utf-8")
