"""Mail: sending what is pending in the outbox, and alarms to the office about failures.

The only room that leases messages and talks to the mail server, by adapters.mail.
"""
