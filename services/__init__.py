"""How: one use case for each function (load, judge, store, announce), without Prefect.

Rooms carry the bureau's words, as in campaign/. Imports adapters/ and campaign/.
"""
