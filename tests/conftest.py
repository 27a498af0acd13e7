"""Fixtures that stand for real parts: databases, a mail server, a bureau with its readers."""

from tests.mail_server import start_mail_server
from tests.office import bureau, readers
from tests.postgres import any_store, home, postgres_server, postgres_url, store

__all__ = [
    "any_store",
    "bureau",
    "home",
    "postgres_server",
    "postgres_url",
    "readers",
    "start_mail_server",
    "store",
]
