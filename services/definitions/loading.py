"""Loads plan, roster and forms from inputs/; broken ones are refused, with all their faults."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from adapters.files.home import Home
from adapters.mail.addresses import address_fault
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.form import Form, parse_form
from campaign.definitions.limits import Limits
from campaign.definitions.plan import Plan, parse_plan
from campaign.definitions.roster import Roster
from campaign.definitions.roster_file.parser import parse_kept_roster, parse_roster
from campaign.problems.messages import problem_text
from campaign.problems.template_faults import DefinitionFileFault
from campaign.validation.consistency import check_consistency
from campaign.validation.faults import plan_fault
from campaign.values.raw_workbook import RawWorkbook

ParsedFile = TypeVar("ParsedFile")
_SINGLE = ("plan.toml", "roster.xlsx")


def load_definitions(home: Home) -> Definitions:
    """Read all definitions. Raises DefinitionError with every fault of every file."""
    faults: list[Fault] = []
    return _definitions(_files(home, faults), faults)


def read_definition_files(home: Home) -> dict[str, bytes]:
    """Return the bytes of all definition files, by their names below inputs/.

    Raises DefinitionError if one is missing.
    """
    faults: list[Fault] = []
    files = {name: data for name, data in _files(home, faults).items() if data is not None}
    if faults:
        raise DefinitionError(faults)
    return files


def parse_definitions(files: Mapping[str, bytes]) -> Definitions:
    """Return the definitions in files of ``read_definition_files``.

    Raises DefinitionError as ``load_definitions`` does.
    """
    return _definitions(dict(files), [])


def parse_kept_definitions(files: Mapping[str, bytes]) -> Definitions:
    """Return definitions that were in force before, without checking that they agree.

    That was checked when a result was drafted by them; a later version with stricter checks must
    still read them. Raises DefinitionError for a key or a value that it does not know any more.
    """
    faults: list[Fault] = []
    parsed = _parsed_files(dict(files), faults, parse_kept_roster)
    if faults or not parsed:
        raise DefinitionError(faults)
    return _assemble(*parsed, files)


def kept_roster(data: bytes) -> Roster:
    """Return a roster that was in force before, read as ``parse_kept_definitions`` does.

    Raises DefinitionError as that does.
    """
    return _roster(parse_kept_roster, data)


def _files(home: Home, faults: list[Fault]) -> dict[str, bytes | None]:
    names = [*_SINGLE]
    names += sorted(f"forms/{path.name}" for path in (home.inputs / "forms").glob("*.toml"))
    return {name: _attempt(faults, partial(_bytes, home, name)) for name in names}


def _definitions(data: Mapping[str, bytes | None], faults: list[Fault]) -> Definitions:
    parsed = _parsed_files(data, faults, partial(parse_roster, address_fault=address_fault))
    if parsed and not faults:
        faults += [*check_consistency(*parsed), *_plan_address_faults(parsed[0])]
    if faults or not parsed:
        raise DefinitionError(faults)
    return _assemble(
        *parsed, {name: content for name, content in data.items() if content is not None}
    )


def _plan_address_faults(plan: Plan) -> Iterator[Fault]:
    for key in ("sender", "office_address"):
        address: str = getattr(plan.mail, key)
        if address and (message := address_fault(address)):
            yield plan_fault(f"mail.{key}", message)


def _parsed_files(
    data: Mapping[str, bytes | None],
    faults: list[Fault],
    roster_of: Callable[[RawWorkbook, str], Roster],
) -> tuple[Plan, Roster, tuple[Form, ...]] | None:
    plan = _parsed(faults, data, "plan.toml", _plan)
    roster = _parsed(faults, data, "roster.xlsx", partial(_roster, roster_of))
    names = [name for name in data if name not in _SINGLE]
    forms = tuple(
        form for name in names if (form := _parsed(faults, data, name, partial(_form, name)))
    )
    return (plan, roster, forms) if plan and roster else None


def _assemble(
    plan: Plan, roster: Roster, forms: tuple[Form, ...], files: Mapping[str, bytes]
) -> Definitions:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    by_key = {form.key: form for form in forms}
    return Definitions(
        plan=plan, roster=roster, forms=by_key, file_hashes=hashes, content_hash=_digest(hashes)
    )


def load_definitions_with(home: Home, plan: Path) -> Definitions:
    """Read all definitions with another file for the plan, which its faults name.

    Raises DefinitionError as ``load_definitions`` does.
    """
    try:
        return _definitions({**_files(home, []), "plan.toml": plan.read_bytes()}, [])
    except DefinitionError as error:
        own_plan = "inputs/plan.toml"
        raise DefinitionError(
            replace(fault, source=str(plan)) if fault.source == own_plan else fault
            for fault in error.faults
        ) from error


def load_plan(home: Home) -> Plan:
    """Read the plan alone, which may be sound while other files are broken.

    Raises DefinitionError if it is missing or broken.
    """
    return _plan(_bytes(home, "plan.toml"))


def _parsed(
    faults: list[Fault],
    data: Mapping[str, bytes | None],
    name: str,
    parse: Callable[[bytes], ParsedFile],
) -> ParsedFile | None:
    content = data.get(name)
    return None if content is None else _attempt(faults, lambda: parse(content))


def _attempt(faults: list[Fault], read: Callable[[], ParsedFile]) -> ParsedFile | None:
    try:
        return read()
    except DefinitionError as error:
        faults.extend(error.faults)
        return None


def _bytes(home: Home, name: str) -> bytes:
    path = home.inputs / name
    if not path.is_file():
        raise _broken(name, DefinitionFileFault.MISSING)
    return path.read_bytes()


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(name, DefinitionFileFault.NOT_UTF_8.format(reason=error.reason)) from error


def _plan(data: bytes) -> Plan:
    return parse_plan(_text(data, "plan.toml"), "inputs/plan.toml")


def _roster(roster_of: Callable[[RawWorkbook, str], Roster], data: bytes) -> Roster:
    limits = Limits()
    passed = inspect(data, limits)
    workbook = read_workbook(data, passed, limits) if isinstance(passed, Passed) else passed
    if not isinstance(workbook, RawWorkbook):
        raise _broken("roster.xlsx", "；".join(problem_text(problem) for problem in workbook))
    return roster_of(workbook, "inputs/roster.xlsx")


def _form(name: str, data: bytes) -> Form:
    form = parse_form(_text(data, name), f"inputs/{name}")
    if name != f"forms/{form.key}.toml":
        raise _broken(name, DefinitionFileFault.NAME.format(key=form.key), path="key")
    return form


def _digest(hashes: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, sha256 in hashes.items():
        digest.update(name.encode() + b"\0" + bytes.fromhex(sha256))
    return digest.hexdigest()


def _broken(name: str, message: str, path: str = "") -> DefinitionError:
    return DefinitionError([Fault(source=f"inputs/{name}", path=path, message=message)])
