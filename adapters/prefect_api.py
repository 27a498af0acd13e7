"""The few questions and orders that go to the Prefect server without importing Prefect."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypedDict

import httpx

from adapters.prefect_client import PatientTransport, ServerAuth

_UNFINISHED = ("RUNNING", "PENDING", "CANCELLING")
_TERMINAL = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
_STOPPED = "服务停止时中断，未办完的由下一次运行接着办理"


class FlowRunFacts(TypedDict):
    """What is read of a run, as the server describes it."""

    id: str
    state_type: str


def connect(environment: Mapping[str, str], patience_seconds: float = 0) -> httpx.Client:
    """Return a client of the API that an environment names, with its login if it has one.

    A server that does not answer, or answers with an error of its own (5xx), is asked again until
    ``patience_seconds`` are over. No proxy stands between two programs of one machine.
    """
    api_url, login = environment["PREFECT_API_URL"], environment.get("PREFECT_API_AUTH_STRING")
    return httpx.Client(
        base_url=f"{api_url}/",
        auth=ServerAuth(api_url, login) if login else None,
        transport=PatientTransport(patience_seconds),
        timeout=10,
        trust_env=False,
    )


def is_healthy(api_url: str) -> bool:
    """Return whether the server of an API's address answers, at once or not at all."""
    try:
        return httpx.get(f"{api_url}/health", timeout=10, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def crash_unfinished(api: httpx.Client) -> int:
    """Call every run crashed that has not ended; only right while no worker is alive.

    Prefect itself leaves them running forever.
    """
    runs = _runs(api, {"flow_runs": {"state": {"type": {"any_": list(_UNFINISHED)}}}})
    state = {"type": "CRASHED", "name": "Crashed", "message": _STOPPED}
    for run in runs:
        _post(api, f"flow_runs/{run['id']}/set_state", {"state": state, "force": True})
    return len(runs)


def skip_overdue(api: httpx.Client, deployment: str, before: dt.datetime) -> int:
    """Delete the planned runs of a deployment that nobody started in time; return how many.

    Right only where the next run does their work too.
    """
    criteria = {
        "deployments": {"name": {"any_": [deployment]}},
        "flow_runs": {
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "expected_start_time": {"before_": before.isoformat()},
        },
    }
    runs = _runs(api, criteria)
    for run in runs:
        answer = api.delete(f"flow_runs/{run['id']}")
        if answer.status_code != httpx.codes.NOT_FOUND:  # deleted by a request whose answer is lost
            answer.raise_for_status()
    return len(runs)


def set_pool(api: httpx.Client, pool: str, command: str) -> None:
    """Make a work pool whose runs are started by a command, or change one that exists.

    Its job template has no place for variables: a command, an environment or a folder that a run
    or a deployment names has no effect. ``env`` stays out of the job's configuration, since
    Prefect merges a run's own into one that is there. Variables are not refused
    (``additionalProperties``): one on a deployment would keep all of its runs from being created.
    """
    template = {
        "job_configuration": {"command": command},
        "variables": {"type": "object", "properties": {}},
    }
    answer = api.patch(f"work_pools/{pool}", json={"base_job_template": template})
    if answer.status_code == httpx.codes.NOT_FOUND:
        new = {"name": pool, "type": "process", "base_job_template": template}
        answer = api.post("work_pools/", json=new)
    answer.raise_for_status()


def has_worker(api: httpx.Client, pool: str, since: dt.datetime) -> bool:
    """Return whether a worker of the pool has shown itself since a moment."""
    workers = _post(api, f"work_pools/{pool}/workers/filter", {})
    seen = [dt.datetime.fromisoformat(worker["last_heartbeat_time"]) for worker in workers]
    return any(moment >= since for moment in seen)


def start_run(api: httpx.Client, deployment: str, key: str, name: str) -> FlowRunFacts:
    """Start a run of a deployment (flow/name), or return the one that this key has started."""
    description = api.get(f"deployments/name/{deployment}").raise_for_status().json()
    path = f"deployments/{description['id']}/create_flow_run"
    run: FlowRunFacts = _post(api, path, {"idempotency_key": key, "name": name})
    return run


def is_under_way(api: httpx.Client, run_id: str) -> bool:
    """Return whether a run has not ended yet."""
    answer = api.get(f"flow_runs/{run_id}")
    if answer.status_code == httpx.codes.NOT_FOUND:
        return False
    return not is_final(answer.raise_for_status().json())


def is_final(run: FlowRunFacts) -> bool:
    """Return whether a run's state is its last."""
    return run["state_type"] in _TERMINAL


def _runs(api: httpx.Client, criteria: Mapping[str, object]) -> list[FlowRunFacts]:
    runs: list[FlowRunFacts] = []
    while page := _post(api, "flow_runs/filter", {**criteria, "offset": len(runs), "limit": 200}):
        runs += page
    return runs


def _post(api: httpx.Client, path: str, body: Mapping[str, object]) -> Any:
    answer = api.post(path, json=body)
    return answer.raise_for_status().json()
