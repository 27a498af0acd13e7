"""Makes the sealed blank workbook of one form for one unit and one period, as bytes."""

import datetime as dt
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from adapters.deterministic_zip import pack_parts
from adapters.workbooks.blanks.data_validation import sensible_days
from adapters.workbooks.blanks.dropdowns import list_formulas, offers
from adapters.workbooks.blanks.page_setup import set_up_printing
from adapters.workbooks.blanks.paper import lay_out
from adapters.workbooks.blanks.sheet import write_sheet
from adapters.workbooks.blanks.styles import FACT, dress, set_measure, write
from adapters.workbooks.blanks.writing import Content
from adapters.workbooks.deterministic_xlsx import workbook_parts
from adapters.workbooks.texts import blank_texts
from campaign.definitions.form import Form
from campaign.definitions.plan import Plan
from campaign.definitions.prefilled_units import prefill_units
from campaign.definitions.roster import Roster, Unit
from campaign.reading.headings import PRINTED_LABELS
from campaign.values import seal
from campaign.values.periods import Period

_LABELS = {fact: label for label, fact in PRINTED_LABELS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """One blank workbook: of which form, about which unit, for which period.

    ``period`` is None and ``number`` counts from 1 for event forms, whose number is never given
    twice; ``due`` is None where nothing is due on a day.
    """

    form: Form
    unit: Unit
    period: Period | None = None
    number: int = 0
    due: dt.date | None = None

    @property
    def slot(self) -> str:
        """Its place in the serial number: 06, Q2, 00, or E001."""
        return self.period.slot if self.period else f"E{self.number:03d}"


def seal_identity(issue: Issue, key: bytes, plan: Plan) -> seal.Identity:
    """Return what the seal states, the serial number included."""
    serial = seal.make_serial(
        key,
        form_code=issue.form.code,
        year=issue.period.first.year if issue.period else plan.campaign.year,
        unit=issue.unit.code,
        slot=issue.slot,
    )
    return seal.Identity(
        form=issue.form.key,
        version=issue.form.version,
        unit=issue.unit.code,
        period=str(issue.period) if issue.period else "",
        serial=serial,
    )


def issue_workbook(issue: Issue, *, key: bytes, plan: Plan, roster: Roster) -> bytes:
    """Return the sealed blank workbook (.xlsx); the same arguments give the same bytes."""
    identity = seal_identity(issue, key, plan)
    listed = prefill_units(issue.form, issue.unit, roster, _binding_day(issue, plan))
    issue = replace(issue, form=listed)
    workbook = Workbook()
    set_measure(workbook)
    workbook.remove(workbook.worksheets[0])
    sheets = [workbook.create_sheet(sheet.name) for sheet in issue.form.sheets]
    content = _content(workbook, issue, identity, (plan, roster))
    page, layouts = lay_out(issue.form)
    for ws, sheet in zip(sheets, issue.form.sheets, strict=True):
        written = write_sheet(ws, sheet, content, layouts[sheet.key])
        set_up_printing(ws, written, (page, layouts[sheet.key]), issue.form, identity.serial)
        _protect(ws)
    _write_seal(workbook, key, identity)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.calculation = CalcProperties(fullCalcOnLoad=False)
    _set_properties(workbook, issue, plan)
    return pack_parts(workbook_parts(workbook))


def _binding_day(issue: Issue, plan: Plan) -> dt.date:
    """Return the day on which the units that the workbook lists must take part."""
    last = issue.period.last if issue.period else plan.campaign.last
    return min(issue.due or last, last)


def _content(
    workbook: Workbook, issue: Issue, identity: seal.Identity, known: tuple[Plan, Roster]
) -> Content:
    plan, roster = known
    offered = offers(issue.form, issue.unit.code, plan, roster, issue.period)
    return Content(
        form=issue.form,
        facts=_facts(issue, identity.serial),
        period=issue.period,
        lists=list_formulas(workbook, offered),
        sensible=sensible_days(plan.campaign.year),
    )


def _facts(issue: Issue, serial: str) -> tuple[tuple[str, str], ...]:
    """Return the labels and values that identify a workbook to those who fill it in."""
    texts, day = blank_texts().top, issue.due
    due = texts.any_time
    if day:
        due = texts.due_day.format(year=f"{day:%Y}", month=day.month, day=day.day)
    period = ((_LABELS["period"], issue.period.label),) if issue.period else ()
    return (
        (_LABELS["unit"], issue.unit.name),
        *period,
        (_LABELS["serial"], serial),
        (_LABELS["printed_due"], due),
    )


def _protect(ws: Worksheet) -> None:
    """Keep the frame from slips, without a password; what staff need to do stays allowed."""
    protection = ws.protection
    protection.sheet = True
    protection.insertRows = protection.deleteRows = False
    protection.formatColumns = protection.formatRows = False
    protection.sort = protection.autoFilter = False
    ws.sheet_view.showGridLines = False


def _write_seal(workbook: Workbook, key: bytes, identity: seal.Identity) -> None:
    ws = workbook.create_sheet(seal.SHEET_NAME)
    ws.sheet_state = "veryHidden"
    ws.protection.sheet = True
    for row, texts in enumerate(seal.seal_rows(key, identity), start=1):
        for column, text in enumerate(texts, start=1):
            dress(ws.cell(row, column), FACT)
            write(ws.cell(row, column), text)


def _set_properties(workbook: Workbook, issue: Issue, plan: Plan) -> None:
    day = dt.datetime.combine(plan.campaign.first, dt.time())
    workbook.properties.title = issue.form.title
    workbook.properties.creator = plan.campaign.issuer
    workbook.properties.created = workbook.properties.modified = day
