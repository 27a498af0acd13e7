"""Follow up approved results: the public notice, then publication, each once."""

from services.context import AppContext
from tasks.agenda import open_results
from tasks.publish import announce_result, publish_result


async def follow_results(context: AppContext) -> None:
    """Announce approved results, and publish those whose notice is over, as of now."""
    async with open_results(context) as results:
        for result in results:
            await announce_result(result)  # 公示
            await publish_result(result)  # 公布
