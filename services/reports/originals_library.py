"""原件库: every accepted original that is not confidential, under a name that people can read.

By unit and, once more, by form; for the office alone. They are copies: whoever changes one there
does no harm to the archive. What a newer version has replaced, and what was withdrawn, lies in a
folder of its own.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.files.archive import archive_path, copy_archived
from adapters.files.file_names import cut_name, shown_name
from adapters.files.home import ORIGINALS, Home
from adapters.store.engine import Engine, reading
from adapters.store.intake.originals import LibraryOriginal, library_originals
from campaign.definitions.definitions import Definitions, period_label

BY_UNIT, BY_FORM = "按单位", "按报表"
REPLACED, WITHDRAWN = "已被替换", "已撤回"
_RECEIPT = re.compile(r"HZ\d{2}-\d{6,}(?=\.[^.]+$)")
_MOST_BYTES = 200


@dataclass(slots=True)
class Placed:
    """How many originals were put into the library, moved in it, and could not be."""

    new: int = 0
    moved: int = 0
    busy: int = 0


def update_originals(engine: Engine, home: Home, definitions: Definitions) -> Placed:
    """Bring the library up to date; what people have put there of their own stays."""
    with reading(engine) as connection:
        originals = library_originals(connection)
    placed = Placed()
    root = home.reports / ORIGINALS
    root.mkdir(parents=True, exist_ok=True)
    for folder, places in ((BY_UNIT, _by_unit), (BY_FORM, _by_form)):
        there = _receipts_in(root / folder)
        for original in originals:
            if (form := definitions.forms.get(original.form)) and form.confidential:
                continue
            target = root / folder / places(original, definitions)
            _place(home, original, target, there.get(original.receipt), placed)
    return placed


def _receipts_in(folder: Path) -> dict[str, Path]:
    """Return the files of the library by the receipts that their names end with."""
    files = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return {match[0]: path for path in files if (match := _RECEIPT.search(path.name))}


def _place(
    home: Home, original: LibraryOriginal, target: Path, lies_at: Path | None, placed: Placed
) -> None:
    if lies_at == target:
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if lies_at:
            lies_at.replace(target)
            placed.moved += 1
        else:
            source = archive_path(home, original.sha256, original.suffix, confidential=False)
            copy_archived(source, target)
            placed.new += 1
    except OSError:  # open on somebody's screen, or a disk that is full: the next time
        placed.busy += 1


def _by_unit(original: LibraryOriginal, definitions: Definitions) -> Path:
    unit = definitions.roster.name_of(original.unit)
    form = _title(original, definitions)
    return Path(_part(f"{original.unit} {unit}"), *_age(original), _name(original, form))


def _by_form(original: LibraryOriginal, definitions: Definitions) -> Path:
    unit = definitions.roster.name_of(original.unit)
    form = _title(original, definitions)
    return Path(_part(form), *_age(original), _name(original, f"{original.unit} {unit}"))


def _age(original: LibraryOriginal) -> Sequence[str]:
    if original.in_force:
        return ()
    return (WITHDRAWN if original.withdrawn_at else REPLACED,)


def _title(original: LibraryOriginal, definitions: Definitions) -> str:
    form = definitions.forms.get(original.form)
    return form.title if form else original.form


def _name(original: LibraryOriginal, what: str) -> str:
    """Return a name that sorts by period, and ends with the receipt by which it is found again."""
    period = period_label(original.period) or original.period
    name = _part(f"{period} {what}")
    return f"{name} {original.receipt}{original.suffix}"


def _part(text: str) -> str:
    return cut_name(shown_name(text), _MOST_BYTES)
