"""Reads plan, roster and forms from inputs/; broken ones stop everything, with all their faults."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from campaign.checks import check_together
from campaign.definitions import DefinitionError, Fault
from campaign.form import Form, parse_form
from campaign.limits import Limits
from campaign.obligations import Duty, duties
from campaign.plan import Plan, parse_plan
from campaign.roster import Roster, parse_roster
from campaign.sheets import RawWorkbook
from campaign.wording import what
from tasks.gate import Passed, inspect
from tasks.home import Home
from tasks.workbooks import read_workbook

Read = TypeVar("Read")


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """What the bureau has laid down; ``digest`` changes when any of it does."""

    plan: Plan
    roster: Roster
    forms: dict[str, Form]
    digest: str

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Everything that is due in the year."""
        return duties(self.plan, self.roster)


def load_definitions(home: Home) -> Definitions:
    """Read all definitions; raises DefinitionError with every fault of every file."""
    faults: list[Fault] = []
    names = ["plan.toml", "roster.xlsx"]
    names += sorted(f"forms/{path.name}" for path in (home.inputs / "forms").glob("*.toml"))
    data = {name: _attempt(faults, lambda name=name: _bytes(home, name)) or b"" for name in names}
    plan = _attempt(faults, lambda: parse_plan(_text(data, "plan.toml"), "inputs/plan.toml"))
    roster = _attempt(faults, lambda: _roster(data["roster.xlsx"]))
    forms = [
        _attempt(faults, lambda name=name: parse_form(_text(data, name), f"inputs/{name}"))
        for name in names[2:]
    ]
    found = {form.key: form for form in forms if form}
    if plan and roster and not faults:
        faults += check_together(plan, roster, tuple(form for form in forms if form))
    if faults or not plan or not roster:
        raise DefinitionError(faults)
    return Definitions(plan=plan, roster=roster, forms=found, digest=_digest(data))


def _attempt(faults: list[Fault], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except DefinitionError as error:
        faults.extend(error.faults)
        return None


def _bytes(home: Home, name: str) -> bytes:
    path = home.inputs / name
    if not path.is_file():
        raise _broken(name, "文件不存在")
    return path.read_bytes()


def _text(data: dict[str, bytes], name: str) -> str:
    try:
        return data[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(name, f"不是UTF-8编码，请用UTF-8保存（{error.reason}）") from error


def _roster(data: bytes) -> Roster:
    limits = Limits()
    passed = inspect(data, limits)
    read = read_workbook(data, passed, limits) if isinstance(passed, Passed) else passed
    if not isinstance(read, RawWorkbook):
        raise _broken("roster.xlsx", "；".join(what(problem) for problem in read))
    return parse_roster(read, "inputs/roster.xlsx")


def _digest(data: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in data.items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _broken(name: str, message: str) -> DefinitionError:
    return DefinitionError([Fault(source=f"inputs/{name}", path="", message=message)])
