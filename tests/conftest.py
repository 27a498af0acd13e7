"""Fixtures that stand for real parts: databases and a mail server."""

from tests.mail_server import start_mail_server
from tests.postgres import any_store, home, postgres_server, postgres_url, store

__all__ = ["any_store", "home", "postgres_server", "postgres_url", "start_mail_server", "store"]
