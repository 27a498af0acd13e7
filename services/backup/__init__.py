"""Backs a home up into one file while it is in use, and restores it in an empty folder.

May touch the store, the home's files and the keys; it decides nothing about the campaign.
"""

from services.backup.package import Backup, BackupError
from services.backup.restoring import restore
from services.backup.writing import back_up

__all__ = ["Backup", "BackupError", "back_up", "restore"]
