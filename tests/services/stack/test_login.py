"""The login of a home: made once, for its owner's eyes, and of the office's choice if it likes."""

import re
from pathlib import Path

import pytest

from adapters.files.home import Home
from campaign.definitions.errors import DefinitionError
from services.stack.login import login_file, server_login


def test_it_is_made_at_first_and_stays_until_it_is_deleted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = server_login(home)
    assert re.fullmatch(r"zuofeng:[a-z2-9]{6}(-[a-z2-9]{6}){3}", first)
    assert server_login(home) == first
    login_file(home).unlink()
    assert server_login(home) != first


def test_only_its_owner_can_read_it_even_after_it_was_copied_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    server_login(home)
    assert login_file(home).stat().st_mode & 0o777 == 0o600
    login_file(home).chmod(0o644)
    server_login(home)
    assert login_file(home).stat().st_mode & 0o777 == 0o600
    assert home.state.stat().st_mode & 0o777 == 0o700


def test_the_office_may_choose_its_own(tmp_path: Path) -> None:
    server_login(Home(tmp_path))
    login_file(Home(tmp_path)).write_text("dangban: a:long one \n", encoding="utf-8")
    assert server_login(Home(tmp_path)) == "dangban: a:long one"


@pytest.mark.parametrize(
    "content", ["", "secret", "dangban:", ":secret", "党办:secret", "a:b\nc:d"]
)
def test_what_is_no_login_is_refused_and_never_an_open_door(tmp_path: Path, content: str) -> None:
    server_login(Home(tmp_path))
    login_file(Home(tmp_path)).write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"login\.txt"):
        server_login(Home(tmp_path))
