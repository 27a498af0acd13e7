"""Which service carries out each kind of action, for whoever runs the agenda without Prefect."""

from collections.abc import Mapping
from types import MappingProxyType

from campaign.deadlines.agenda import ActionKind
from services.agenda.action import Handler
from services.audit.year_archive import archive_year
from services.deadlines.coverage import report_coverage
from services.issuing.send_workbooks import send_workbooks
from services.monitoring.inspection_bulletin import report_inspections
from services.monitoring.study_bulletin import report_study
from services.publishing.evaluation_notice import announce_window
from services.publishing.meeting_invitation import invite
from services.publishing.scheme import publish_scheme
from services.results.publish.consolidation import consolidate
from services.results.publish.public_notice import announce
from services.results.publish.publication import publish_result
from services.scoring.interim_report import report_interim

HANDLERS: Mapping[ActionKind, Handler] = MappingProxyType(
    {
        ActionKind.SCHEME: publish_scheme,
        ActionKind.ISSUE: send_workbooks,
        ActionKind.WINDOW: announce_window,
        ActionKind.INVITE: invite,
        ActionKind.COVERAGE: report_coverage,
        ActionKind.STUDY_BULLETIN: report_study,
        ActionKind.INSPECTION_BULLETIN: report_inspections,
        ActionKind.MIDWAY_REPORT: report_interim,
        ActionKind.CONSOLIDATE: consolidate,
        ActionKind.PUBLIC_NOTICE: announce,
        ActionKind.PUBLISH: publish_result,
        ActionKind.ARCHIVE: archive_year,
    }
)
