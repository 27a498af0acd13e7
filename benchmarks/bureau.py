"""Makes the home for a benchmark: a bureau of many made-up units that file one form."""

import re
import shutil
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from adapters.files.home import Home
from adapters.workbooks.roster_writer import roster_workbook
from campaign.definitions.roster import Member, Person, Roster, Unit
from rehearsal.content.texts import people_texts

PEOPLE_PER_UNIT = 3
_HERE = Path(__file__).parent
_SAMPLE_PLAN = _HERE.parent / "inputs" / "plan.toml"
_OBLIGATION = """[[obligations]]
key = "ledger"
name = "学习登记"
form = "ledger"
classes = ["单位"]
periods = {periods}
due = {{ day = 28 }}
"""


def make_home(root: Path, units: int, periods: Sequence[str]) -> Home:
    """Write plan, roster and form of a bureau whose units each owe one ledger per period.

    Raises ValueError if inputs/plan.toml is not written as expected.
    """
    home = Home(root)
    (home.inputs / "forms").mkdir(parents=True)
    home.inbox.mkdir()
    shutil.copy(_HERE / "inputs" / "ledger.toml", home.inputs / "forms" / "ledger.toml")
    (home.inputs / "plan.toml").write_text(_plan(periods), encoding="utf-8")
    (home.inputs / "roster.xlsx").write_bytes(roster_workbook(_roster(units)))
    return home


def _plan(periods: Sequence[str]) -> str:
    """Return the sample plan with one obligation in place of its own, in force all year."""
    sample = _SAMPLE_PLAN.read_text(encoding="utf-8")
    obligation = _OBLIGATION.format(periods=list(periods))
    changed = re.sub(
        r"\[\[obligations\]\].*?(?=\n# ----)",
        lambda _: obligation,
        sample,
        count=1,
        flags=re.DOTALL,
    )
    vetoes = r"\[\[appraisal\.vetoes\]\]\n(?:.+\n)*recorded = .*\n"  # recorded by other forms
    changed = re.sub(vetoes, "", changed)
    changed = re.sub(r"^first = 2026-04-01$", "first = 2026-01-01", changed, flags=re.MULTILINE)
    if changed.count("[[obligations]]") != 1:
        raise ValueError("inputs/plan.toml is not written as this benchmark expects")
    return changed


def _roster(units: int) -> Roster:
    texts = people_texts()
    characters = (texts.surnames, texts.first_characters, texts.second_characters)
    names = ("".join(parts) for parts in product(*characters))
    bureau = [_unit(number) for number in range(1, units + 1)]
    office = Unit(code="党办", name="示例局党办", unit_class="办公室")
    people = [
        Person(
            code=f"{number:06d}",
            name=next(names),
            unit=unit.code,
            branch=unit.code,
            category="党员干部",
        )
        for number, unit in enumerate(
            (unit for unit in bureau for _ in range(PEOPLE_PER_UNIT)), start=1
        )
    ]
    leader = Member(name=people[0].name, role="组长")
    return Roster(units=(*bureau, office), people=tuple(people), leading_group=(leader,))


def _unit(number: int) -> Unit:
    return Unit(
        code=f"DW{number:04d}",
        name=f"示例单位{number:04d}",
        unit_class="单位",
        email=f"dw{number:04d}@minzheng.example",
    )
