"""Prefect tasks: one for each stage of a sweep and each step of a phase.

Tasks call services, which know nothing of Prefect; ``office_task`` and ``action_step`` make them.
Beside them: the names of runs, their artifacts, and the hooks of failed runs.
"""
