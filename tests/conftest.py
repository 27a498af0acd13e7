"""Fixtures that stand for real parts: databases, a mail server, a bureau with its readers."""

from tests.appraised import appraised, appraised_anywhere, evaluated_home
from tests.filed import filed, filed_home
from tests.letters import papers
from tests.mail_server import start_mail_server
from tests.mailroom import mailroom
from tests.office import bureau, readers
from tests.postgres import any_store, home, postgres_server, postgres_url, store
from tests.prefect_server import prefect_server

__all__ = [
    "any_store",
    "appraised",
    "appraised_anywhere",
    "bureau",
    "evaluated_home",
    "filed",
    "filed_home",
    "home",
    "mailroom",
    "papers",
    "postgres_server",
    "postgres_url",
    "prefect_server",
    "readers",
    "start_mail_server",
    "store",
]
