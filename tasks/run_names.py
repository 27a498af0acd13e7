"""What runs are called in the Prefect UI: what they do, and for when."""

from collections.abc import Callable

from prefect.runtime import flow_run

from adapters.run_names import run_name


def named(work: str) -> Callable[[], str]:
    """Return what names a run by its work and the time that it was planned for."""

    def name() -> str:
        return run_name(work, flow_run.scheduled_start_time)

    return name


def named_by_result() -> str:
    """Return the name of a run that waits for the approval of a result."""
    return f"审批考评成果-{flow_run.parameters['result']:.8}"
