"""The passphrase that opens the keys of a backup."""

import time
from contextlib import nullcontext

import pyrage
import pytest

from services.backup import BackupError
from services.backup.package import unlock_keys
from services.texts.backup import backup_wordings


@pytest.mark.parametrize(("refusals", "words"), [(2, ""), (9, "太忙或者太慢")])
def test_a_busy_machine_is_asked_again_and_calls_no_passphrase_wrong(
    monkeypatch: pytest.MonkeyPatch, refusals: int, words: str
) -> None:
    """What age says where its measure of the machine comes out too slow."""
    answers = [pyrage.DecryptError("Excessive work parameter for passphrase.")] * refusals

    def decrypt(_data: bytes, _passphrase: str) -> bytes:
        if answers:
            raise answers.pop()
        return b'{"seal.key": "czE="}'

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    wordings = backup_wordings()
    with pytest.raises(BackupError, match=words) if words else nullcontext():
        keys = unlock_keys(b"", "口令", wordings.wrong_passphrase, wordings.too_busy)
        assert keys == {"seal.key": b"s1"}
