"""What follows a result that was approved: the public notice, then publication, each once."""

from prefect import get_run_logger

from campaign.deadlines.agenda import LABELS, Kind
from services.context import Office
from services.results.publish.public_notice import announce
from services.results.publish.publication import publish_result
from tasks.agenda import carry_out, look_up_results
from tasks.artifacts import show_works
from tasks.office_task import as_it_is

STEPS = {Kind.PUBLIC_NOTICE: announce, Kind.PUBLISH: publish_result}


async def follow_results(office: Office) -> None:
    """Announce what was approved, and publish that whose notice is over, as of now."""
    notes = []
    for work in await look_up_results(as_it_is(office)):
        name = f"{LABELS[work.kind]}-{work.subject[:8]}"
        done = await carry_out(as_it_is(office), work, as_it_is(STEPS[work.kind]), name)
        get_run_logger().info("%s: %s", work.key, "put off" if done.put_off else "done")
        notes.append((work, done.note))
    if notes:
        await show_works(notes)
