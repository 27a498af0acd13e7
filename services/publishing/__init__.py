"""Documents to many: the scheme, notices of meetings and evaluations, drafts for the office.

``circulars`` addresses a letter to its receivers. Writes to outputs/reports/ and to the outbox.
"""
