"""Names the folders of a home: what people give, and what the software gives."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
"""The folder that holds the software, its templates and the sample definitions."""

CONFIDENTIAL = "保密"
RETURNED_IN_CONFIDENTIAL = "退回"
DOCUMENTS = "文件"
"""The folder of documents, below ``Home.reports``."""
SUMMARIES = "汇总"
"""The folder of the workbooks that sum up each form, below ``Home.reports``."""
ORIGINALS = "原件库"
"""The folder of accepted originals by unit and by form, below ``Home.reports``."""


@dataclass(frozen=True)
class Home:
    """The folder that holds inputs/ and outputs/; its paths are made once, not for every file."""

    root: Path

    @cached_property
    def inputs(self) -> Path:
        """What people give: plan, roster, forms, inbox."""
        return self.root / "inputs"

    @cached_property
    def inbox(self) -> Path:
        """Where workbooks are dropped, anywhere below it."""
        return self.inputs / "inbox"

    @cached_property
    def confidential_inbox(self) -> Path:
        """Where confidential forms are dropped."""
        return self.inbox / CONFIDENTIAL

    @cached_property
    def outputs(self) -> Path:
        """What the pipeline gives."""
        return self.root / "outputs"

    @cached_property
    def archive(self) -> Path:
        """Every original ever received, by its hash."""
        return self.outputs / "archive"

    @cached_property
    def returned(self) -> Path:
        """Receipts and marked copies, a folder per unit."""
        return self.outputs / "returned"

    @cached_property
    def mail(self) -> Path:
        """Messages as .eml files where no mail server is configured."""
        return self.outputs / "mail"

    @cached_property
    def issued(self) -> Path:
        """Blank workbooks, a folder per unit."""
        return self.outputs / "issued"

    @cached_property
    def reports(self) -> Path:
        """What people read: documents, bulletins, results."""
        return self.outputs / "reports"

    @cached_property
    def state(self) -> Path:
        """Database, keys, spool, Prefect's home: private to whoever runs the software."""
        return self.outputs / "state"

    def returned_to(self, unit: str) -> Path:
        """Return the folder in which a unit finds its receipts and marked copies."""
        return self.root / self.place_of_returned(unit)

    def place_of_returned(self, unit: str) -> str:
        """Return the path of that folder relative to the root, with forward slashes."""
        return f"{self._returned_place}/{unit or '未识别'}"

    @cached_property
    def _returned_place(self) -> str:
        return self.returned.relative_to(self.root).as_posix()


def find_home(folder: Path | None) -> Home:
    """Return the home in a folder; without one, in that of ZUOFENG_HOME, or in the checkout."""
    named = os.environ.get("ZUOFENG_HOME")
    root = folder or (Path(named) if named else CHECKOUT)
    return Home(root.resolve())


def private_folder(path: Path) -> Path:
    """Create a folder that only its owner can enter, and return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def close_to_others(home: Home) -> None:
    """Close the folders that hold what units wrote to all but the service and its group.

    What an earlier version left open is closed too; a folder of another owner is left as it is.
    """
    own = (home.reports / SUMMARIES, home.reports / ORIGINALS)
    for folder in (home.archive, home.mail, home.returned, *own):
        if not folder.is_dir():
            continue
        status = folder.stat()
        if status.st_mode & 0o007 and status.st_uid == os.geteuid():
            folder.chmod(status.st_mode & 0o7770)
