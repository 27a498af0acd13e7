"""The same inputs give the same bytes, whatever the clock says."""

import io
import os
import subprocess
import sys
import textwrap
from zipfile import ZipFile

from adapters.workbooks.blanks import Issue
from tests.support.workbooks.issued import EVERY_FORM, HOME, PLAN, issued, make, parts_of


@EVERY_FORM
def test_the_file_bears_no_time_of_its_making(issue: Issue) -> None:
    with ZipFile(io.BytesIO(issued(issue.form.key))) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    stamp = f"{PLAN.campaign.first}T00:00:00Z".encode()
    assert parts_of(issued(issue.form.key))["docProps/core.xml"].count(stamp) == 2


_ISSUE_AGAIN = """
    import sys
    from campaign.values.periods import parse_period
    from services.definitions.loading import load_definitions
    from adapters.files.home import find_home
    from adapters.workbooks.blanks import Issue, issue_workbook

    known = load_definitions(find_home(None))
    form = known.forms["study"]
    issue = Issue(form=form, unit=known.roster.unit("ZB01"), period=parse_period("2026-06"))
    data = issue_workbook(issue, key=b"k" * 32, plan=known.plan, roster=known.roster)
    sys.stdout.buffer.write(data)
"""


def test_another_process_with_another_clock_makes_the_same_bytes() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", textwrap.dedent(_ISSUE_AGAIN)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(HOME.root)},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Anchorage"))
    }

    assert len(made) == 1
    assert len(made.pop()) > 5000


@EVERY_FORM
def test_making_it_twice_makes_the_same_bytes(issue: Issue) -> None:
    assert make(issue) == issued(issue.form.key)
