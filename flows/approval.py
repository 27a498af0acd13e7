"""Approval (审批): a run that waits in the UI until the leading group has decided on a result."""

from typing import Annotated

from flows.results import follow_results
from flows.runtime import form_field, office_flow
from tasks.approve import act_on_answer, ask, question_of, take_answer
from tasks.run_context import open_for_run
from tasks.run_names import approval_run_name

ResultId = Annotated[
    str, form_field("成果编号", "由year-end提交审批时填写，不需要人工填写或者另外发起。")
]


@office_flow("审批", "等待领导小组审批考评成果，批准后即行公示", approval_run_name)
async def approval(result: ResultId) -> None:
    """Ask until a result is decided on; each answer starts the run anew."""
    async with open_for_run() as context:
        outcome = ""
        if answer := await take_answer():
            outcome = await act_on_answer(context, result, answer)  # 审批
        if question := question_of(context, result, outcome):
            await ask(question)
        await follow_results(context)  # 公示、公布
