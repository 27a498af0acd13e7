"""Audits of the store and the archive: verification, retention, the year's archive.

Verification changes nothing; retention removes copies only; no audit touches an original.
Modules are imported one by one: the year's archive brings the mail templates along.
"""
