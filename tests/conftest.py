"""Fixtures that stand for real parts: databases, a mail server, a bureau with its readers."""

from tests.support.forms_command import issue_forms, place, run
from tests.support.office import bureau, readers
from tests.support.outbox_fixture import mailroom
from tests.support.postgres import any_store, home, postgres_server, postgres_url, store
from tests.support.prefect_server import prefect_server
from tests.support.sample_message import papers
from tests.support.samples.every_outcome import filed, filed_home
from tests.support.samples.ranked_branches import appraised, appraised_anywhere, evaluated_home
from tests.support.smtp_server import start_mail_server

__all__ = [
    "any_store",
    "appraised",
    "appraised_anywhere",
    "bureau",
    "evaluated_home",
    "filed",
    "filed_home",
    "home",
    "issue_forms",
    "mailroom",
    "papers",
    "place",
    "postgres_server",
    "postgres_url",
    "prefect_server",
    "readers",
    "run",
    "start_mail_server",
    "store",
]
