"""Makes the software fail, or die, on files whose names ask for it, in any process of Python.

What it raises quotes the file as an exception of a library would.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any
from zipfile import ZipFile

FAILS_READING, DIES_READING, FAILS_RECORDING = "读失败", "读时被杀", "记失败"


def _quote(data: bytes) -> ValueError:
    with ZipFile(io.BytesIO(data)) as package:
        texts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    return ValueError(b"".join(texts).decode())


def _fail_reading(module: ModuleType) -> None:
    judge = module.judge

    def failing(claim: Any, data: bytes, *others: Any) -> Any:
        if DIES_READING in claim.name:
            os.kill(os.getpid(), signal.SIGKILL)
        if FAILS_READING in claim.name:
            raise _quote(data)
        return judge(claim, data, *others)

    module.judge = failing  # type: ignore[attr-defined]  # a module of ours


def _fail_recording(module: ModuleType) -> None:
    decide = module._decide

    def failing(context: Any, index: Any, batch: Any, item: Any, now: Any) -> Any:
        if FAILS_RECORDING in item.claim.name:
            raise _quote(item.claim.spooled.read_bytes())
        return decide(context, index, batch, item, now)

    module._decide = failing  # type: ignore[attr-defined]  # a module of ours


_FAULTS: dict[str, Callable[[ModuleType], None]] = {
    "services.intake.examining.examination": _fail_reading,
    "services.intake.recording": _fail_recording,
}


class _Finder(importlib.abc.MetaPathFinder):
    """Has a module changed when it has been loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in _FAULTS:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            load = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                load(module)
                _FAULTS[name](module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, _Finder())
