"""A bureau with one form of every kind, for tests of recognition."""

import datetime as dt
from dataclasses import replace
from typing import Any

from campaign.definitions.form import Form
from campaign.definitions.plan import Obligation
from campaign.problems.codes import Code
from campaign.recognition.recognition import (
    DropPlace,
    RecognitionContext,
    RecognizedWorkbook,
    recognize_form,
)
from campaign.values.raw_workbook import RawSheet, RawWorkbook
from campaign.values.seal import SHEET_NAME, Identity, make_serial, seal_rows
from tests.support.samples.builders import ROSTER, field, form, period, raw, sheet, workbook
from tests.support.samples.definitions import plan

KEY = b"k" * 32
TODAY = dt.date(2026, 7, 3)
SESSION = field("whole", "session", heading="场次", required=True)
TOPIC = field("text", "topic", heading="学习内容", required=True)
NOTE = field("text", "note", heading="备注")
CASE = field("code", "case", heading="案件编号", required=True)

STUDY = form(sheet(SESSION, TOPIC, NOTE, name="学习场次"))
LEDGER = form(
    sheet(field("code", "number", heading="问题编号", required=True), NOTE, name="台账"),
    key="ledger",
    code="ZG",
    title="整改台账",
    period="quarterly",
)
NEWS = form(
    sheet(field("text", "paper", heading="刊物", required=True), header=[CASE], name="稿件"),
    key="news",
    code="XW",
    title="稿件报送表",
    period="event",
    event_key="case",
)
COMPLAINT = form(
    sheet(field("text", "matter", heading="反映问题", required=True), header=[CASE], name="投诉"),
    key="complaint",
    code="TS",
    title="投诉登记表",
    period="event",
    event_key="case",
    filed_by="office",
    confidential=True,
)
CHECK = form(
    sheet(field("text", "item", heading="检查项目", required=True), NOTE, name="检查"),
    key="check",
    code="JC",
    title="季度检查表",
    period="quarterly",
    filed_by="office",
)
SUMMARY = form(
    sheet(field("text", "result", heading="年度成效", required=True), NOTE, name="总结"),
    key="summary",
    code="ZJ",
    title="年度总结表",
    period="once",
)
RETIRED = form(
    sheet(field("text", "old", heading="旧栏", required=True), name="旧表"),
    key="retired",
    code="JB",
    title="旧月报",
    period="monthly",
)
TWIN = LEDGER.model_copy(update={"key": "twin", "code": "WT", "title": "问题清单"})
FORMS = {f.key: f for f in (STUDY, LEDGER, TWIN, NEWS, COMPLAINT, CHECK, SUMMARY, RETIRED)}


def owes(form: str, **more: Any) -> Obligation:
    given = {"key": form, "name": form, "form": form, "due": {"day": 5, "month": "next"}}
    return Obligation.model_validate({**given, **more})


MONTHS = ("2026-06", "2026-07", "2026-08")
OBLIGATIONS = (
    owes("study", classes=["支部", "单位"], periods=MONTHS, lock="2026-08-10"),
    owes("ledger", classes=["支部"], periods=["2026-Q2"], opens="2026-06-20"),
    owes("news", classes=["支部"], due=None),
    owes("complaint", units=["党办"], due=None),
    owes("check", classes=["单位"], periods=["2026-Q2", "2026-Q3"]),
    owes("summary", units=["ZB01"], periods=["2026"], opens="2026-07-01"),
)
BUREAU = RecognitionContext(
    plan=plan().model_copy(update={"obligations": OBLIGATIONS}), roster=ROSTER, forms=FORMS, key=KEY
)


def identity(
    of: Form = STUDY, unit: str = "ZB01", of_period: str = "2026-06", **changes: Any
) -> Identity:
    written = period(of_period) if of_period else None
    serial = make_serial(
        KEY, form_code=of.code, year=2026, unit=unit, slot=written.slot if written else "E001"
    )
    stated = Identity(form=of.key, version=of.version, unit=unit, period=of_period, serial=serial)
    return replace(stated, **changes)


def sealed(stated: Identity, key: bytes = KEY) -> RawWorkbook:
    return workbook(seal_sheet(seal_rows(key, stated)), raw(("任何内容",), name="学习场次"))


def seal_sheet(rows: list[tuple[str, str]]) -> RawSheet:
    return raw(*rows, name=SHEET_NAME, visible=False)


def look(
    book: RawWorkbook, folder: str = "", *, today: dt.date = TODAY, confidential: bool = False
) -> RecognizedWorkbook | list[Code]:
    found = recognize_form(
        book, DropPlace(folder=folder, confidential=confidential, received_on=today), BUREAU
    )
    return found if isinstance(found, RecognizedWorkbook) else [p.code for p in found]
