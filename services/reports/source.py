"""Loads what tables are made of, each thing once, however many tables are built of it."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from adapters.store.duty_histories import statuses_on
from adapters.store.engine import Engine, reading
from adapters.store.reports import load_reports_of
from campaign.deadlines.status import STATE_NAMES, SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.reports.report import Report
from campaign.scoring.assessment import Assessment
from services.assessment import assess_day


@dataclass(frozen=True, kw_only=True)
class TableSource:
    """The store and the definitions by which tables are built; ``day`` is that of the statuses."""

    engine: Engine
    definitions: Definitions
    day: dt.date
    _reports: dict[tuple[str, str], tuple[Report, ...]] = field(default_factory=dict)

    def reports(self, form: str, period: str = "") -> tuple[Report, ...]:
        """Return the reports in force of one form, of one period or of all."""
        if (form, period) not in self._reports:
            with reading(self.engine) as connection:
                reports = load_reports_of(connection, self.definitions, form, period=period)
            self._reports[form, period] = reports
        return self._reports[form, period]

    def forget(self, form: str, period: str = "") -> None:
        """Let go of reports that will not be needed again."""
        self._reports.pop((form, period), None)

    @cached_property
    def statuses(self) -> tuple[SubmissionStatus, ...]:
        """How all duties stand at the end of the day."""
        with reading(self.engine) as connection:
            return statuses_on(connection, self.definitions, self.day)

    def duties_of(self, form: str, period: str) -> tuple[SubmissionStatus, ...]:
        """Return how the units stand that owe a form for a period."""
        return tuple(
            status
            for status in self.statuses
            if (status.duty.obligation.form, str(status.duty.period)) == (form, period)
        )

    def states_of(self, form: str, period: str) -> dict[str, str]:
        """Return how they stand in words, by the units' names."""
        name_of = self.definitions.roster.name_of
        return {
            name_of(status.duty.unit): STATE_NAMES[status.state]
            for status in self.duties_of(form, period)
        }

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment at the end of the day."""
        return assess_day(self.engine, self.definitions, self.day)
