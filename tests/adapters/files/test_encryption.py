"""The two keys: made once, private, never replaced by accident; and what the archive's encrypts."""

import multiprocessing
import stat
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from adapters.files.encryption import (
    archive_key,
    decrypt,
    decrypt_pieces,
    encrypt,
    encrypt_pieces,
    seal_key,
)
from adapters.files.home import Home
from campaign.definitions.errors import DefinitionError

Key = Callable[[Home], bytes]
KEYS = pytest.mark.parametrize(
    ("key", "name"), [(seal_key, "seal.key"), (archive_key, "archive.key")]
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "民政局")


@KEYS
def test_a_key_is_made_once_and_stays(home: Home, key: Key, name: str) -> None:
    first = key(home)

    assert len(first) == 32
    assert key(home) == first
    assert (home.state / name).read_bytes() == first


@KEYS
def test_only_the_owner_can_read_a_key(home: Home, key: Key, name: str) -> None:
    key(home)

    assert stat.S_IMODE((home.state / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.state.stat().st_mode) == 0o700


def test_each_key_is_its_own(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in ("甲", "乙")]

    assert len({key(home) for home in homes for key in (seal_key, archive_key)}) == 4


@KEYS
def test_nothing_is_left_beside_the_key(home: Home, key: Key, name: str) -> None:
    key(home)

    assert [path.name for path in home.state.iterdir()] == [name]


@KEYS
def test_processes_that_start_together_get_the_same_key(home: Home, key: Key, name: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawn) as pool:
        keys = set(pool.map(key, [home] * 16))

    assert keys == {(home.state / name).read_bytes()}


@KEYS
@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33])
def test_a_damaged_key_stops_everything_instead_of_being_replaced(
    home: Home, key: Key, name: str, content: bytes
) -> None:
    key(home)
    (home.state / name).write_bytes(content)

    with pytest.raises(DefinitionError, match=rf"outputs/state/{name}: .*从备份恢复"):
        key(home)
    assert (home.state / name).read_bytes() == content


@pytest.mark.parametrize("data", [b"", b"\0", "投诉人：张某".encode(), bytes(100_000)])
def test_what_was_encrypted_is_decrypted(home: Home, data: bytes) -> None:
    key = archive_key(home)
    sealed = encrypt(key, data)

    assert decrypt(key, sealed) == data
    assert len(data) < 2 or data not in sealed


def test_the_same_text_is_never_encrypted_the_same_way_twice(home: Home) -> None:
    key = archive_key(home)

    assert encrypt(key, b"text") != encrypt(key, b"text")


@pytest.mark.parametrize("at", range(1, 1 + 12 + 4 + 16))
def test_a_changed_byte_is_noticed(home: Home, at: int) -> None:
    key = archive_key(home)
    sealed = bytearray(encrypt(key, b"text"))
    sealed[at] ^= 1

    with pytest.raises(InvalidTag):
        decrypt(key, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x02" + bytes(40)])
def test_data_of_another_version_is_refused(home: Home, sealed: bytes) -> None:
    with pytest.raises(ValueError, match="version"):
        decrypt(archive_key(home), sealed)


def test_another_key_does_not_open_it(home: Home) -> None:
    with pytest.raises(InvalidTag):
        decrypt(seal_key(home), encrypt(archive_key(home), b"text"))


MB = 1 << 20


def by_pieces(home: Home, sealed: bytes) -> bytes:
    """Decrypt a file piece by piece."""
    path = home.state / "原件.enc"
    path.write_bytes(sealed)
    with path.open("rb") as file:
        return b"".join(decrypt_pieces(archive_key(home), file))


@pytest.mark.parametrize("pieces", [[], [b""], [b"te", b"xt"], [bytes(MB)], [b"x" * MB, b"y"]])
def test_pieces_are_encrypted_as_the_whole_is(home: Home, pieces: Iterable[bytes]) -> None:
    key, data = archive_key(home), b"".join(pieces)

    assert decrypt(key, b"".join(encrypt_pieces(key, pieces))) == data
    assert by_pieces(home, encrypt(key, data)) == data


@pytest.mark.parametrize("changed", [slice(2, 3), slice(20, 21), slice(-1, None), slice(9, None)])
def test_a_change_is_noticed_when_the_last_piece_is_read(home: Home, changed: slice) -> None:
    sealed = bytearray(encrypt(archive_key(home), bytes(MB)))
    sealed[changed] = bytes(byte ^ 1 for byte in sealed[changed][:1])

    with pytest.raises(InvalidTag):
        by_pieces(home, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x02" + bytes(40)])
def test_pieces_of_another_version_are_refused(home: Home, sealed: bytes) -> None:
    archive_key(home)
    with pytest.raises(ValueError, match="version"):
        by_pieces(home, sealed)


def test_more_than_two_gigabytes_are_encrypted(home: Home) -> None:
    pieces = (bytes(MB) for _ in range(2049))
    size = sum(len(piece) for piece in encrypt_pieces(archive_key(home), pieces))
    assert size == 1 + 12 + 2049 * MB + 16
