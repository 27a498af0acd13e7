"""The database: engine, tables, migrations and one repository for each aggregate.

The only room that may import sqlalchemy; others receive typed rows.
"""
