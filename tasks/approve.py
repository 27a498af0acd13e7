"""Ask for a result's approval by a suspended run in the Prefect UI, and take the answer.

A run that waits is no process: it is a row of the server's, and outlives server and worker.
"""

from collections.abc import Iterable
from typing import Literal

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
)
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.objects import State as PrefectState
from prefect.client.schemas.sorting import FlowRunSort
from prefect.context import FlowRunContext
from prefect.exceptions import ObjectNotFound
from prefect.flow_runs import asuspend_flow_run
from prefect.input import (
    RunInput,
    adelete_flow_run_input,
    aread_flow_run_input,
    keyset_from_base_key,
)
from prefect.states import Completed
from pydantic import Field, SecretStr

from services.context import AppContext
from services.results.lifecycle import approval_form
from services.results.lifecycle.approval_form import ApprovalAnswer
from services.results.register.pending_actions import submitted_results
from tasks.office_task import office_task

DEPLOYMENT = "approval"
_TAGS = ["审批"]


class Approval(RunInput):
    """The form in the Prefect UI."""

    decision: Literal["同意", "退回"] = Field(title="决定")
    member: str = Field(title="姓名", description="领导小组成员")
    code: SecretStr = Field(
        title="一次性审批码", description="用zuofeng code --once领取；不要填写本人的审批码"
    )
    note: str = Field(default="", title="意见", description="退回的、有须说明情形的，必须填写")


async def take_answer() -> ApprovalAnswer | None:
    """Return the answer to the run's last question, and delete it from Prefect's store."""
    count = _suspensions()
    if not count:
        return None
    key = keyset_from_base_key(f"suspended-{count}")["response"]
    stored = await aread_flow_run_input(key)
    if stored is None:
        return None
    await adelete_flow_run_input(key)
    approval = Approval(**stored)
    return ApprovalAnswer(
        agreed=approval.decision == "同意",
        member=approval.member.strip(),
        code=approval.code.get_secret_value(),
        note=approval.note,
    )


async def ask(question: str) -> None:
    """Suspend the run until somebody answers; it begins anew then."""
    await asuspend_flow_run(
        wait_for_input=Approval.with_initial_data(description=question), key=str(_suspensions() + 1)
    )


def _suspensions() -> int:
    """Return how often this run was suspended."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    keys = run.empirical_policy.pause_keys if run else None
    return len(keys or ())


@office_task("审批", "核对一次性审批码，批准或者退回成果。", tags=_TAGS, retries=2)
def act_on_answer(context: AppContext, result: str, answer: ApprovalAnswer) -> str:
    """Approve or return the result as answered; return the outcome as a sentence."""
    return approval_form.act_on_answer(context, result, answer, context.now())


def question_of(context: AppContext, result: str, outcome: str) -> str:
    """Return the question to be decided, below the last answer's outcome; "" if there is none."""
    state = approval_form.state_line(context, result)
    get_run_logger().info("result %s: %s", result[:8], state)
    return approval_form.question(context, result, outcome)


@office_task("送审", "为已提交的成果发起审批，等待领导小组办理。", tags=_TAGS, retries=2)
def request_approvals(context: AppContext) -> list[str]:
    """Ensure that exactly the submitted results have a suspended run; return the results' ids."""
    submitted = submitted_results(context)
    with get_client(sync_client=True) as client:
        runs = _runs(client)
        waiting = [run for run in runs if run.state and not run.state.is_final()]
        _end(client, (run for run in waiting if run.parameters.get("result") not in submitted))
        results_with_run = {run.parameters.get("result") for run in waiting}
        for id_ in submitted.keys() - results_with_run:
            before = sum(run.parameters.get("result") == id_ for run in runs)
            _start(client, id_, f"{id_}:{submitted[id_]}:{before}")
    return sorted(submitted)


def _runs(client: SyncPrefectClient) -> list[FlowRun]:
    """Return every run that ever asked for an approval, the latest first."""
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[DEPLOYMENT])),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
    )


def _end(client: SyncPrefectClient, runs: Iterable[FlowRun]) -> None:
    """End suspended runs whose result was decided elsewhere."""
    ended: PrefectState[object] = Completed(message="已用其他方式办理，不再等待")
    for run in runs:
        if run.state and run.state.is_paused():
            client.set_flow_run_state(run.id, ended, force=True)


def _start(client: SyncPrefectClient, id_: str, key: str) -> None:
    """Start a separate run, since a subflow run cannot be suspended."""
    try:
        deployment = client.read_deployment_by_name(f"{DEPLOYMENT}/{DEPLOYMENT}")
    except ObjectNotFound:
        get_run_logger().warning("no deployment %s: %s waits for the command", DEPLOYMENT, id_)
        return
    client.create_flow_run_from_deployment(
        deployment.id, parameters={"result": id_}, idempotency_key=key
    )
