"""A bureau whose plan has a few obligations only, so that a test knows everything that is due."""

import re

from tests.support.office import Bureau

_KEPT = ("study", "rectification", "inspection", "self_evaluation", "complaint", "waiver")
_BLOCK = re.compile(r"^\[\[obligations\]\]\n(?:(?!^\[|^# ----).*\n)*", re.MULTILINE)


def shorten(bureau: Bureau, *changes: tuple[str, str]) -> None:
    """Leave the study reports, the ledgers, inspections and waivers in the plan, and change it."""
    path = bureau.home.inputs / "plan.toml"
    text = _BLOCK.sub(_keep, path.read_text(encoding="utf-8"))
    for old, new in changes:
        assert text.count(old) == 1, f"{old}: {text.count(old)}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    for form in (bureau.home.inputs / "forms").glob("*.toml"):
        if form.stem not in _KEPT:
            form.unlink()
    bureau.later(seconds=0)


def _keep(block: "re.Match[str]") -> str:
    key = re.search(r'^key = "(\w+)"', block[0], re.MULTILINE)
    return block[0] if key and key[1] in _KEPT else ""
