"""The processes of `zuofeng up`: supervisor, watcher, run trigger, settings.

Starts Prefect as a process and talks to its API; does not import it.
"""
