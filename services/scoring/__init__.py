"""The assessment of stored evidence on a day, and the interim report to the office.

Reads the store; writes nothing but the report's message.
"""
