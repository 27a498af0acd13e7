"""Audits of the store and the archive: verification, retention, the year's archive.

Verification changes nothing, retention removes copies only; destruction, for which people ask,
removes confidential originals.
Modules are imported one by one: the year's archive brings the mail templates along.
"""
