"""The golden cases: for each form a workbook that is right and one that is wrong in many ways.

A folder below tests/data/golden/ is a form. ``right.toml`` and ``wrong.toml`` say what a clerk
wrote into the blank workbook, the files beside them what became of it. After a change that is
meant, ``python -m tests.support.kept.golden_cases`` writes these files anew; read what git shows.
"""

import datetime as dt
import io
import json
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from adapters.store.sheets import unpack_rows
from adapters.store.tables import outbox, problems, submission_sheets
from adapters.workbooks.deterministic_xlsx import workbook_bytes
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.values.cell_ref import cell_name
from services.intake.examining.examination import init_worker
from tests.support.office import Bureau, make_home

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
_STILL_DUE = "你单位尚待报送："


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a clerk wrote: the form's key, ``right`` or ``wrong``, and the file's content."""

    form: str
    name: str
    given: dict[str, Any]

    def file(self, suffix: str) -> Path:
        """Return where something expected of the case stands."""
        return GOLDEN / self.form / f"{self.name}.{suffix}"

    @property
    def received(self) -> dt.datetime:
        """When the workbook arrives."""
        moment: dt.datetime = self.given["received"]
        return moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def cases() -> list[Case]:
    """Return all golden cases, form by form."""
    return [
        Case(form=path.parent.name, name=path.stem, given=tomllib.loads(path.read_text()))
        for path in sorted(GOLDEN.glob("*/*.toml"))
    ]


def filled(case: Case, bureau: Bureau) -> bytes:
    """Return the issued workbook as the clerk sends it in."""
    given = case.given
    period, number = given.get("period", ""), given.get("number", 0)
    blank = bureau.blank(case.form, given["unit"], period, number)
    data = fill(bureau.form(case.form), blank, given.get("rows", {}), given.get("header", {}))
    return _retitled(data, given.get("headings", {})) if "headings" in given else data


def _retitled(data: bytes, headings: dict[str, str]) -> bytes:
    """Return the workbook with headings and labels renamed, as clerks do in old templates."""
    workbook = load_workbook(io.BytesIO(data), rich_text=True)
    for row in (row for sheet in workbook for row in sheet.iter_rows()):
        for cell in row:
            if (name := str(cell.value).lstrip("*")) in headings:
                cell.value = headings[name]
    return workbook_bytes(workbook)


def answer(case: Case, bureau: Bureau, readers: Readers) -> dict[str, str]:
    """Sweep the workbook and return what became of it, by the suffix of the expected file."""
    folder = case.given.get("folder", case.given["unit"])
    bureau.drop(f"{folder}/{case.form}.xlsx", filled(case, bureau))
    bureau.sweep(readers)
    [message] = bureau.rows(outbox)
    found = {"receipt.txt": _of_the_form(f"{message.subject}\n{message.text}")}
    if case.name == "wrong":
        return found | {"problems.txt": _lines(map(_problem, bureau.rows(problems)))}
    return found | {"rows.json": _lines(map(_sheet, bureau.rows(submission_sheets)))}


def _of_the_form(text: str) -> str:
    """Leave out what the plan, not the form, has a receipt say: what else is due."""
    parts = text.rstrip().split("\n\n")
    return "\n\n".join(part for part in parts if not part.startswith(_STILL_DUE)) + "\n"


def _problem(row: Any) -> str:
    place = cell_name(row.row, row.column) if row.row and row.column else f"{row.row or ''}"
    return " ".join(part for part in (Code(row.code).value, row.sheet, place) if part)


def _sheet(row: Any) -> str:
    rows = [f"  {json.dumps(r.values, ensure_ascii=False)}" for r in unpack_rows(row.rows)]
    header = json.dumps(json.loads(row.header), ensure_ascii=False)
    body = ",\n".join(rows)
    return f'{{"sheet": "{row.sheet}", "header": {header}, "rows": [\n{body}\n]}}'


def _lines(items: Iterable[str]) -> str:
    return "\n".join(items) + "\n"


def write_anew() -> None:
    """Write what is expected of every case from what happens now."""
    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            bureau = Bureau(make_home(Path(folder) / "home"), case.received)
            limits = bureau.context.definitions.plan.limits
            with Readers(1, limits, init_worker, (bureau.context.examiner,)) as readers:
                for suffix, text in answer(case, bureau, readers).items():
                    case.file(suffix).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_anew()
