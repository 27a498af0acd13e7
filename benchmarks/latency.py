"""Times how long a settled file waits for its receipt while the stack runs; goal 4.

Starts ``zuofeng up`` on a new home, drops one good report every few seconds, and takes the time
until its receipt lies on the share. The time that a file must stay unchanged is not counted.
"""

import argparse
import datetime as dt
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from adapters.files.encryption import seal_key
from adapters.files.home import Home
from adapters.prefect_api import connect
from adapters.store.sql.timestamps import now_in
from adapters.workbooks.blanks import Issue, issue_workbook
from adapters.workbooks.filler import fill
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import Duty
from rehearsal.content import report_contents
from services.definitions.loading import load_definitions
from services.stack.settings import prefect_environment

CHECKOUT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=15)
    parser.add_argument("--pause", type=float, default=10, help="seconds between two files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="收表 ") as folder, running(Path(folder)) as port:
        home = Home(Path(folder))
        waits = list(measure(home, options.files, options.pause))
        print_runs(home, port)
    ordered = sorted(waits)
    p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    print(f"files {len(waits)}  median {statistics.median(waits):.2f} s  95% {p95:.2f} s")
    print("goal: median < 5 s, 95% < 12 s")


def measure(home: Home, files: int, pause: float) -> Iterator[float]:
    """Drop files one by one and yield how long each waited."""
    definitions = load_definitions(home)
    settle = definitions.plan.limits.settle_seconds
    for number, (duty, data) in enumerate(reports(home, definitions, files), start=1):
        receipts = home.returned_to(duty.unit)
        before = set(receipts.glob("*回执.html"))
        began = time.monotonic()
        path = home.inbox / duty.unit / f"{number}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        while not set(receipts.glob("*回执.html")) - before:
            time.sleep(0.02)
        waited = time.monotonic() - began
        print(f"{number:3d}  {waited - settle:5.2f} s after it was settled", flush=True)
        yield waited - settle
        time.sleep(max(0.0, pause - waited))


def reports(home: Home, definitions: Definitions, most: int) -> Iterator[tuple[Duty, bytes]]:
    """Yield filled study reports, of other units and months each."""
    today = now_in(definitions.plan.campaign.time_zone).date()
    open_now = [
        duty
        for duty in definitions.duties
        if duty.obligation.form == "study" and duty.opens <= today <= (duty.lock or today)
    ]
    for duty in open_now[:most]:
        yield duty, report(home, definitions, duty, today)


def report(home: Home, definitions: Definitions, duty: Duty, today: dt.date) -> bytes:
    """Fill in one study report."""
    plan, roster = definitions.plan, definitions.roster
    form, unit = definitions.forms["study"], roster.unit(duty.unit)
    assert unit
    people = [person for person in roster.people if duty.unit in (person.unit, person.branch)]
    issue = Issue(form=form, unit=unit, period=duty.period, due=duty.due)
    blank = issue_workbook(issue, key=seal_key(home), plan=plan, roster=roster)
    rows = report_contents.study_rows(people, duty.period, Random(1))
    return fill(form, blank, rows, {"reporter": people[0].name, "reported_on": today})


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """Run the stack on a home made from the samples; give its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "zuofeng"), "up", "--sample", "--port", str(port)]
    stack = subprocess.Popen(
        [*command, "--home", str(folder)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    try:
        assert stack.stdout
        for line in stack.stdout:
            if line.strip() == "ready":
                break
        inbox = Home(folder).inbox
        while any(path.suffix and path.is_file() for path in inbox.rglob("*")):
            time.sleep(0.5)
        time.sleep(3)
        yield port
    finally:
        stack.send_signal(signal.SIGINT)
        stack.wait()


def print_runs(home: Home, port: int) -> None:
    """Show where the time of a run goes, from its order to its end."""
    query = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}, "limit": 200}
    with connect(prefect_environment(home, port)) as api:
        every = api.post("flow_runs/filter", json=query).raise_for_status().json()
    runs = [run for run in every if not run["auto_scheduled"]]
    starts, durations = [], []
    for run in runs:
        created, began, ended = (
            dt.datetime.fromisoformat(run[name]) for name in ("created", "start_time", "end_time")
        )
        starts.append((began - created).total_seconds())
        durations.append((ended - began).total_seconds())
    if runs:
        print(f"runs {len(runs)}  from order to start {statistics.median(starts):.2f} s  ", end="")
        print(f"from start to end {statistics.median(durations):.2f} s")


if __name__ == "__main__":
    main()
