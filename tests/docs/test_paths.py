"""Every file and folder that a page names is there, and every link of a page leads somewhere."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PAGES = sorted(
    (
        *CHECKOUT.glob("*.md"),
        *(CHECKOUT / "docs").rglob("*.md"),
        CHECKOUT / "flows" / "README.md",
    )
)
FOLDERS = (
    ".ci|.github|adapters|benchmarks|campaign|cli|docs|flows|inputs|rehearsal|requirements"
    "|scripts|services|tasks|templates|tests"
)
NAMED = re.compile(rf"`((?:{FOLDERS})/[^`\s]*|[\w.-]+\.(?:md|toml|yaml)|Makefile|LICENSE)`")
LINKED = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
INPUTS = (CHECKOUT / "inputs", CHECKOUT / "inputs" / "forms")
MADE_BY_PEOPLE = ("inputs/inbox/",)
"""What a running home has, and the checkout has not."""


def is_there(page: Path, name: str) -> bool:
    """Tell whether a page's name of a file, with <placeholders>, fits one below a root of its."""
    file = name.partition("::")[0]
    pattern = re.sub(r"<[^>]*>|…", "*", file).rstrip("/")
    return any(any(root.glob(pattern)) for root in (CHECKOUT, page.parent, *INPUTS))


def heading_links(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_each_path_that_a_page_names_is_there(page: Path) -> None:
    names = NAMED.findall(page.read_text(encoding="utf-8"))
    missing = [
        name for name in names if not name.startswith(MADE_BY_PEOPLE) and not is_there(page, name)
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_each_link_of_a_page_leads_to_a_file_and_its_heading(page: Path) -> None:
    broken = []
    for name, anchor in LINKED.findall(page.read_text(encoding="utf-8")):
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in heading_links(target)):
            broken.append(f"{name}#{anchor}")
    assert broken == []


def test_a_path_that_is_not_there_is_noticed() -> None:
    page = CHECKOUT / "README.md"
    assert NAMED.findall("in `campaign/gone.py`, `inputs/forms/<form>.toml`") == [
        "campaign/gone.py",
        "inputs/forms/<form>.toml",
    ]
    assert not is_there(page, "campaign/gone.py")
    assert is_there(page, "inputs/forms/<form>.toml")
    assert not is_there(page, "inputs/forms/<form>.csv")
