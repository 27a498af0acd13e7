"""Approval (审批): a run that waits in the UI until the leading group has decided on a result."""

from prefect import flow, get_run_logger

from flows.announcing import follow_results
from flows.opening import open_for_run
from tasks import approving
from tasks.approval_runs import ask, decide, take_answer
from tasks.home import find_home
from tasks.hooks import alarm_office
from tasks.run_names import named_by_result
from tasks.task_options import as_it_is


@flow(
    name="approval",
    description="审批：等待领导小组审批考评成果，批准后即行公示",
    flow_run_name=named_by_result,
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def approval(result: str) -> None:
    """Ask until a result is decided on; each answer begins this anew."""
    office = await open_for_run(find_home(None))
    answer = await take_answer()
    said = await decide(as_it_is(office), result, as_it_is(answer)) if answer else ""
    if question := approving.question(office, result, said):
        await ask(question)
    get_run_logger().info("result %s: %s", result[:8], approving.standing(office, result))
    await follow_results(office)
    office.engine.dispose()
