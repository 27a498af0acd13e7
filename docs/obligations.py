"""Writes docs/obligations.md from the plan's articles, plan.toml and the forms; a test minds it."""

from pathlib import Path

from campaign.carried import obligations_document, parse_articles
from campaign.form import parse_form
from campaign.plan import parse_plan

HERE = Path(__file__).parent
INPUTS = HERE.parent / "inputs"


def document() -> str:
    """Return the document as it should stand."""
    articles = parse_articles((HERE / "obligations.toml").read_text("utf-8"), "obligations.toml")
    plan = parse_plan((INPUTS / "plan.toml").read_text("utf-8"), "inputs/plan.toml")
    paths = sorted((INPUTS / "forms").glob("*.toml"))
    forms = [parse_form(path.read_text("utf-8"), path.name) for path in paths]
    return obligations_document(articles, plan, forms)


if __name__ == "__main__":
    (HERE / "obligations.md").write_text(document(), encoding="utf-8")
