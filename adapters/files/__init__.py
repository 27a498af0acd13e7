"""Files of a home: its folders, atomic writes, encryption, the archive, file names.

May touch the file system and cryptography; knows nothing of workbooks or the database.
"""
