"""Decides whether a file that is accepted by hand names another unit than the office does."""

from pathlib import Path

from adapters.workbooks.gate import Passed, inspect, inspect_size
from adapters.workbooks.reader import read_workbook
from adapters.worker_pool import Readers
from campaign.definitions.definitions import responsible_unit
from campaign.definitions.limits import Limits
from campaign.definitions.roster import Roster
from campaign.problems.codes import shorten
from campaign.recognition.recognition import read_seal_rows
from campaign.values.raw_workbook import RawWorkbook
from campaign.values.seal import SHEET_NAME, Identity
from services.context import AppContext
from services.errors import WrongActError
from services.intake.claim import Claim
from services.intake.inbox import InboxFile
from services.texts.manual import manual_texts


def check_unit(
    context: AppContext, readers: Readers, file: tuple[Claim, Claim | Path], named: Identity
) -> None:
    """Check that a file names no other unit: by its seal, or without one by its folder.

    ``file`` is the copy that is read, and where the bytes come from. Raises WrongActError.
    """
    (draft, original), texts = file, manual_texts().accept
    roster, limits = context.definitions.roster, context.definitions.plan.limits
    [(_, sealed)] = readers.map(sealed_unit, [(draft.spooled, limits)])
    if isinstance(sealed, str) and sealed:
        named_unit, owner, text = sealed, named.unit, texts.other_seal
    else:
        named_unit, text = _folder_of(context, original), texts.other_folder
        owner = responsible_unit(named.form, named.unit, context.definitions)
    unit = roster.unit(named_unit)
    if named_unit and (unit is None or unit.code != owner):
        other, expected = _unit_name(named_unit, roster), _unit_name(owner, roster)
        raise WrongActError(text.format(other=other, expected=expected))


def sealed_unit(named: tuple[Path, Limits]) -> str:
    """Return the unit that a workbook's hidden sheet states, unchecked; "" if it states none."""
    path, limits = named
    if inspect_size(path.stat().st_size, limits):
        return ""
    data = path.read_bytes()
    passed = inspect(data, limits)
    workbook = read_workbook(data, passed, limits) if isinstance(passed, Passed) else None
    sheet = workbook.sheet(SHEET_NAME) if isinstance(workbook, RawWorkbook) else None
    return dict(read_seal_rows(sheet)).get("unit", "") if sheet else ""


def _folder_of(context: AppContext, original: Claim | Path) -> str:
    if isinstance(original, Claim):
        return original.folder_unit
    path, inbox = original.resolve(), context.home.inbox.resolve()
    if not path.is_relative_to(inbox):
        return ""
    file = InboxFile(path=path.relative_to(inbox).as_posix(), size=0, mtime_ns=0)
    return file.folder_unit(context.definitions.roster)


def _unit_name(code: str, roster: Roster) -> str:
    unit = roster.unit(code)
    return f"{unit.name}（{unit.code}）" if unit else f"“{shorten(code)}”"
