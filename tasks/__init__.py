"""How the world is touched: workbooks, inbox, archive, database, mail."""
