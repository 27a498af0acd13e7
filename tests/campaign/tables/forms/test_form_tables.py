"""Every cell of every form comes out in a table, and nowhere that its audience forbids."""

from decimal import Decimal

import pytest

from campaign.definitions.form import Form
from campaign.tables import Audience, AudienceError, Table, TableView
from campaign.tables.forms.blocks import read_blocks
from campaign.tables.forms.rows import header_table, sheet_table
from campaign.tables.forms.summary_tables import summary_tables
from tests.support.samples.definitions import FORM_KEYS, form, shipped_definitions
from tests.support.samples.marked_reports import marked_report, marker, places

OWN, OTHER = "ZB01", "ZB02"


def tables(shown: Form) -> list[Table]:
    reports = [marked_report(shown, OWN)]
    known = shipped_definitions()
    sheets = [sheet for sheet in shown.sheets if sheet.columns]
    return [
        header_table(shown, reports, known),
        *(sheet_table(shown, sheet, reports, known) for sheet in sheets),
    ]


def summaries(shown: Form) -> list[Table]:
    known = shipped_definitions()
    blocks = read_blocks(shown, [marked_report(shown, OWN)], known)
    return summary_tables(shown, blocks, {}, known)


def contents(table: Table, audience: Audience, unit: str = "") -> str:
    """Return all that an audience is shown of a table, "" where it may not see it."""
    try:
        view: TableView = table.for_audience(audience, unit)
    except AudienceError:
        return ""
    return repr((view.title, view.captions, view.rows()))


@pytest.mark.parametrize("key", FORM_KEYS)
def test_every_cell_comes_out_in_a_table_of_its_form(key: str) -> None:
    shown = form(key)
    everything = "".join(contents(table, Audience.CONFIDENTIAL) for table in tables(shown))
    for place, _, field in places(shown):
        assert (marker(place) in everything) is not field.private, place


@pytest.mark.parametrize("key", FORM_KEYS)
def test_a_row_leads_to_its_cell_in_the_original(key: str) -> None:
    for table in tables(form(key))[1:]:
        [row] = table.frame.to_dict("records")
        assert (row["receipt"], row["row"]) == ("HZ26-000001", 11)
        assert row["sheet"] in {sheet.name for sheet in form(key).sheets}


@pytest.mark.parametrize("key", FORM_KEYS)
def test_no_cell_is_shown_to_whom_its_audience_leaves_out(key: str) -> None:
    shown = form(key)
    office, unit, other, everyone = (
        "".join(contents(table, audience, code) for table in (*tables(shown), *summaries(shown)))
        for audience, code in (
            (Audience.OFFICE, ""),
            (Audience.UNIT, OWN),
            (Audience.UNIT, OTHER),
            (Audience.EVERYONE, ""),
        )
    )
    by_default = Audience.UNIT if shown.filed_by == "unit" else Audience.OFFICE
    for place, sheet, field in places(shown):
        meant = Audience.CONFIDENTIAL if shown.confidential else shown.audience or by_default
        meant = meant.narrowed(sheet.audience).narrowed(field.audience)
        mark = marker(place)
        assert (mark in office) is (
            meant.may_see(Audience.EVERYONE) and Audience.OFFICE.may_see(meant)
        )
        assert (mark in unit) is Audience.UNIT.may_see(meant), place
        assert mark not in other or meant is Audience.EVERYONE, place
        assert (mark in everyone) is Audience.EVERYONE.may_see(meant), place


def test_of_a_confidential_form_the_office_is_told_how_many() -> None:
    complaint = form("complaint")
    for table in tables(complaint):
        view = table.for_audience(Audience.OFFICE)
        assert ([c.key for c in view.columns], view.rows()) == (["rows"], [(1,)])
        for audience in (Audience.UNIT, Audience.EVERYONE):
            with pytest.raises(AudienceError):
                table.for_audience(audience, OWN)
    everything = "".join(contents(table, Audience.OFFICE) for table in summaries(complaint))
    assert "标记" not in everything


def test_a_column_says_who_may_see_it_and_a_sheet_who_may_see_all_of_it() -> None:
    old = 'key = "summary", heading = "学习内容"'
    column = form("study", old, f'{old}, audience = "office"')
    header, sessions, attendance = tables(column)
    assert "标记sessions-columns-summary" not in contents(sessions, Audience.UNIT, OWN)
    assert "标记sessions-columns-place" in contents(sessions, Audience.UNIT, OWN)
    whole = form("study", 'name = "学习场次"', 'name = "学习场次"\naudience = "office"')
    header, sessions, attendance = tables(whole)
    assert contents(sessions, Audience.UNIT, OWN) == ""
    assert "标记sessions-header-reporter" not in contents(header, Audience.UNIT, OWN)
    assert "标记attendance-columns-reason" in contents(attendance, Audience.UNIT, OWN)


def test_numbers_are_numbers_and_units_have_their_names() -> None:
    [_, ratings] = tables(form("mutual_evaluation"))
    [row] = ratings.frame.to_dict("records")
    assert row["service"] == Decimal("2.50")
    assert row["unit"] == OWN
    assert row["form_unit"] == shipped_definitions().roster.name_of("DW01")
