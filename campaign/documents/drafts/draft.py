"""What every draft carries, and what all of them are made from."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.definitions.plan import Plan
from campaign.definitions.roster import Person, Roster
from campaign.definitions.working_days import add_working_days
from campaign.documents.imprint import imprint_of
from campaign.documents.kinds import Imprint, OfficialDocument
from campaign.reports.report import Report, Values
from campaign.scoring.evidence import Source

_MORNING = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A drafted document: by what it is known, and its file's name."""

    key: str
    name: str
    document: OfficialDocument


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """The plan, the roster and the day on which drafts are written."""

    plan: Plan
    roster: Roster
    day: dt.date

    @property
    def imprint(self) -> Imprint:
        """The frame of a document that is written today."""
        return imprint_of(self.plan, self.roster, self.day)

    @property
    def place(self) -> str:
        """Where the bureau meets, as a proposal; "" where the plan names no place."""
        return next((meeting.place for meeting in self.plan.meetings), "")

    def unit(self, code: str) -> str:
        """Return a unit's name, its code where the roster has none."""
        return self.roster.name_of(code)

    def person(self, code: str) -> Person | None:
        """Return a person as the roster has them today, or last had them."""
        entries = [person for person in self.roster.people if person.code == code]
        current = [
            entry
            for entry in entries
            if (entry.first or self.day) <= self.day <= (entry.last or self.day)
        ]
        return next(iter(current or entries[-1:]), None)

    def after(self, working_days: int) -> dt.date:
        """Return the day so many working days from today.

        Raises UnknownYearError if it lies in a year whose working days nobody knows.
        """
        return add_working_days(self.day, working_days, self.plan.calendar)

    def morning(self, working_days: int) -> dt.datetime:
        """Return the time at which something is proposed to be held."""
        zone = ZoneInfo(self.plan.campaign.time_zone)
        return dt.datetime.combine(self.after(working_days), dt.time(_MORNING), tzinfo=zone)


def values_at(source: Source | None, reports: Iterable[Report]) -> Values:
    """Return the row that a fact came from, nothing where it cannot be found."""
    if source:
        for report in reports:
            if report.receipt == source.submission:
                for sheet in report.sheets.values():
                    for row in sheet.rows if sheet.name == source.sheet else ():
                        if row.number == source.row:
                            return row.values
    return {}
