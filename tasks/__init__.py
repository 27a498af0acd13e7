"""What Prefect shows of the work: a task for each stage of a sweep and each step of a phase.

Tasks call services, which know nothing of Prefect; what all have in common is in ``office_task``
and ``action_step``. Beside them: what runs are called, show, and do when they fail.
"""
