"""What of the store is on record in events: the digests of rows, the hashes of files given out.

Each writing transaction ends with an event of what it changed; verification compares the two.
"""
