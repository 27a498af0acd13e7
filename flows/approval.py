"""Approval (审批): a run that waits in the UI until the leading group has decided on a result."""

from prefect import flow, get_run_logger

from adapters.files.home import find_home
from flows.results import follow_results
from flows.runtime import open_for_run
from services.results.lifecycle import approval_form
from tasks.approve import act_on_answer, ask, take_answer
from tasks.hooks import alarm_office
from tasks.office_task import as_it_is
from tasks.run_names import named_by_result


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
    context = await open_for_run(find_home(None))
    answer = await take_answer()
    said = await act_on_answer(as_it_is(context), result, as_it_is(answer)) if answer else ""
    if question := approval_form.question(context, result, said):
        await ask(question)
    get_run_logger().info("result %s: %s", result[:8], approval_form.state_line(context, result))
    await follow_results(context)
    context.engine.dispose()
