"""With what: everything that touches disk, database, mail, Office formats or processes.

Rooms: files, store, workbooks, documents, mail; worker_pool, prefect_api, run_names.
Imports campaign/ only; each third-party library stays in its own room.
"""
