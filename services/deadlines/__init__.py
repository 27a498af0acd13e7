"""Deadlines: the day's reminders, the office's digest, and who has reported on an obligation.

Judged by campaign.deadlines from the store; queued in the outbox, written to outputs/reports/.
May import the rooms of issuing, publishing and notify; nothing here sends.
"""
