"""Prepares a rehearsal's home: the bureau's plan and forms, made-up people, keys of its own."""

import hashlib
import shutil
from pathlib import Path
from random import Random

from adapters.files.home import Home, private_folder
from adapters.workbooks.roster_writer import roster_workbook
from campaign.definitions.plan import parse_plan
from campaign.values.approval_codes import hash_code
from rehearsal.content.fake_roster import make_roster
from rehearsal.content.texts import timeline_texts

MARKER = "rehearsal.txt"
_APPROVERS = 2


class OccupiedError(Exception):
    """The folder holds something that no rehearsal left there."""


def seeded_random(seed: int, subject: str) -> Random:
    """Return the generator of one subject; what others draw does not change what it gives."""
    return Random(f"{seed}:{subject}")  # noqa: S311 - for made-up contents, not for secrets


def approval_code(seed: int, number: int) -> str:
    """Return the code of the number-th member of the leading group, from 1."""
    return f"{seeded_random(seed, 'codes').randrange(10_000):04d}{number:02d}"


def set_up_home(source: Home, plan: Path, into: Path, seed: int, units: int) -> Home:
    """Make the home: forms of ``source``, that plan, a roster of so many units, an empty inbox.

    Raises OccupiedError where the folder is not empty and no rehearsal left it, DefinitionError
    where the plan is broken.
    """
    _clear(into)
    home = Home(into.resolve())
    home.confidential_inbox.mkdir(parents=True)
    shutil.copytree(source.inputs / "forms", home.inputs / "forms")
    shutil.copyfile(plan, home.inputs / "plan.toml")
    text = plan.read_text(encoding="utf-8")
    office = parse_plan(text, plan.name).campaign.office
    hashes = [
        hash_code(approval_code(seed, number), _digest(f"{seed}:{number}")[:16])
        for number in range(1, _APPROVERS + 1)
    ]
    roster = make_roster(units, office, hashes, seeded_random(seed, "roster"))
    (home.inputs / "roster.xlsx").write_bytes(roster_workbook(roster))
    private_folder(home.state)
    key = home.state / "seal.key"
    key.write_bytes(_digest(f"{seed}:{key.name}"))
    key.chmod(0o600)
    return home


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _clear(into: Path) -> None:
    if into.is_dir() and any(into.iterdir()):
        if not (into / MARKER).is_file():
            raise OccupiedError(f"{into}不是空文件夹，也不是以前演练留下的")
        shutil.rmtree(into)
    into.mkdir(parents=True, exist_ok=True)
    (into / MARKER).write_text(timeline_texts().home_note, encoding="utf-8")
