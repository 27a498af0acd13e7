"""Brings the reports up to date in a process of its own, which yields to everything else.

A sweep is not slowed: tables and workbooks take seconds of CPU and modules that it does not need.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from adapters.files.home import CHECKOUT, find_home
from adapters.store.sql.timestamps import now_in
from services.context import AppContext, open_context
from services.redaction import redact_logs
from services.reports.state import UpdatedReports

_NICE = 10
_LOOK_SECONDS = 0.2


def update_apart(
    context: AppContext, day: dt.date, is_urgent: Callable[[], bool]
) -> UpdatedReports | None:
    """Start the process and wait for it, or until something urgent has to be done.

    It goes on then by itself, and None is returned. Raises subprocess.CalledProcessError if it
    fails.
    """
    command = [sys.executable, "-m", "services.reports.process", str(day)]
    environment = os.environ | {"ZUOFENG_HOME": str(context.home.root)}
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,  # it ends by itself, and leaves nothing half written if killed
        text=True,
    )
    while process.poll() is None:
        if is_urgent():
            return None
        time.sleep(_LOOK_SECONDS)
    output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    facts = json.loads(output)
    return UpdatedReports(**facts | {key: tuple(facts[key]) for key in ("written", "busy")})


def main() -> None:
    """Bring the reports of the environment's home up to date, and print what was done."""
    from services.reports.update import update_reports  # what a sweep does without

    os.nice(_NICE)
    with redact_logs():
        context = open_context(find_home(None))
        zone = context.definitions.plan.campaign.time_zone
        given = sys.argv[1:]
        day = dt.date.fromisoformat(given[0]) if given else now_in(zone).date()
        updated = update_reports(context, day)
    sys.stdout.write(json.dumps(asdict(updated), ensure_ascii=False))


if __name__ == "__main__":
    main()
