"""What follows a result that was approved: the public notice, then publication, each once."""

from prefect import get_run_logger

from campaign.deadlines.agenda import LABELS, ActionKind
from services.context import AppContext
from services.results.publish.public_notice import announce
from services.results.publish.publication import publish_result
from tasks.agenda import find_result_actions, run_action
from tasks.artifacts import show_works
from tasks.office_task import as_it_is

STEPS = {ActionKind.PUBLIC_NOTICE: announce, ActionKind.PUBLISH: publish_result}


async def follow_results(context: AppContext) -> None:
    """Announce what was approved, and publish that whose notice is over, as of now."""
    notes = []
    for work in await find_result_actions(as_it_is(context)):
        name = f"{LABELS[work.kind]}-{work.subject[:8]}"
        done = await run_action(as_it_is(context), work, as_it_is(STEPS[work.kind]), name)
        get_run_logger().info("%s: %s", work.key, "put off" if done.put_off else "done")
        notes.append((work, done.note))
    if notes:
        await show_works(notes)
