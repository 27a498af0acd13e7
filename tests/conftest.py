"""Fixtures that stand for real parts: databases, a mail server, a bureau with its readers."""

from hypothesis import settings

from tests.support.collection import pytest_collection_finish, pytest_collection_modifyitems
from tests.support.definition_cache import definitions_read_once
from tests.support.forms_command import issue_forms, place, run
from tests.support.mail.outbox_fixture import mailroom
from tests.support.mail.sample_message import papers
from tests.support.mail.smtp_server import start_mail_server
from tests.support.main_command import zuofeng
from tests.support.office import bureau, opened_home, readers
from tests.support.private_home import due, filed_once
from tests.support.samples.every_outcome import filed, filed_home
from tests.support.samples.ranked_branches import (
    appraised,
    appraised_anywhere,
    appraised_on_postgres,
    evaluated_home,
    evaluated_on_postgres,
)
from tests.support.servers.libreoffice import libreoffice
from tests.support.servers.postgres import (
    any_store,
    home,
    new_store,
    postgres_server,
    postgres_tables,
    postgres_url,
    store,
    store_copy,
)
from tests.support.servers.prefect_server import prefect_server

__all__ = [
    "any_store",
    "appraised",
    "appraised_anywhere",
    "appraised_on_postgres",
    "bureau",
    "definitions_read_once",
    "due",
    "evaluated_home",
    "evaluated_on_postgres",
    "filed",
    "filed_home",
    "filed_once",
    "home",
    "issue_forms",
    "libreoffice",
    "mailroom",
    "new_store",
    "opened_home",
    "papers",
    "place",
    "postgres_server",
    "postgres_tables",
    "postgres_url",
    "prefect_server",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "readers",
    "run",
    "start_mail_server",
    "store",
    "store_copy",
    "zuofeng",
]

settings.register_profile("zuofeng", deadline=None)  # how long an example takes, the machine says
settings.load_profile("zuofeng")
