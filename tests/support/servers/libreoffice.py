"""LibreOffice for the session: opens files as an office program does, and saves them as others.

Its user profile is made once, which takes longer than most conversions.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_LONGEST_SECONDS = 240


class LibreOffice:
    """Converts files; the session's tests share its profile."""

    def __init__(self, program: str, profile: Path) -> None:
        self._program = program
        self._profile = f"-env:UserInstallation={profile.as_uri()}"

    def convert(self, files: Sequence[Path], kind: str, into: Path) -> list[Path]:
        """Open files and save them below a folder as another kind, like "xlsx:Calc MS Excel"."""
        command = [self._program, self._profile, "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", str(into), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
        )
        saved = [into / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
        assert all(file.is_file() for file in saved)
        return saved

    def converted(self, data: bytes, suffix: str, kind: str, folder: Path) -> bytes:
        """Return one file's bytes saved as another kind; ``folder`` is used for the files."""
        source = folder / f"source.{suffix}"
        source.write_bytes(data)
        [saved] = self.convert([source], kind, folder / "converted")
        return saved.read_bytes()


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """Give LibreOffice with a profile of the session's own."""
    program = shutil.which("soffice")
    assert program, "these tests need LibreOffice's soffice on the PATH"
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice") / "profile")


def printed_pages(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF file, laid out as it is printed."""
    reader = shutil.which("pdftotext")
    assert reader, "these tests need pdftotext (poppler-utils) on the PATH"
    text = subprocess.run([reader, "-layout", pdf, "-"], check=True, capture_output=True).stdout
    return text.decode().split("\f")[:-1]


def font_sizes(pdf: Path) -> list[float]:
    """Return the size in points of each word of a PDF: how wide each Chinese character is."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    words = re.findall(r'xMin="([0-9.]+)".* xMax="([0-9.]+)".*>([\u4e00-\u9fff]+)<', boxes)
    return [(float(right) - float(left)) / len(word) for left, right, word in words]
