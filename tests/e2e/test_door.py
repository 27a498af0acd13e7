"""The door as an attacker finds it: another account, another page, another name, a run's command.

All of them meet one running stack, which has work to do meanwhile.
"""

import base64
import json
import multiprocessing
import os
import pwd
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as connect_socket
from websockets.typing import Origin, Subprotocol

from services.stack.login import login_file, server_login
from services.stack.processes import signal_all
from tests.support.office import make_home
from tests.support.servers.browser import browser, log_in
from tests.support.servers.other_page import serve_page
from tests.support.servers.running_stack import Stack, running, wait_for


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Give a stack that has taken in one file."""
    root = make_home(tmp_path_factory.mktemp("door") / "市民政局 党办").root
    stack = Stack(root)
    try:
        stack.wait_until_ready()
        stack.drop("ZB01/1.txt", b"1")
        wait_for(stack.receipts)
        wait_for(lambda: stack.runs("intake", "COMPLETED"))
        yield stack
    finally:
        stack.kill()


@pytest.fixture
def intake(stack: Stack) -> Iterator[Callable[[], int]]:
    """Give a count of intake's runs that somebody ordered; none may be added by the test."""
    with stack.api() as api:
        url = "deployments/name/intake/intake"
        deployment = api.get(url).raise_for_status().json()["id"]
        query = {"deployments": {"id": {"any_": [deployment]}}}

        def count() -> int:
            runs = api.post("flow_runs/filter", json=query).raise_for_status().json()
            return sum(not run["auto_scheduled"] for run in runs)

        yield count


def order_url(stack: Stack) -> str:
    """Return where a run of intake is ordered."""
    with stack.api() as api:
        found = api.get("deployments/name/intake/intake").raise_for_status().json()
    return f"http://127.0.0.1:{stack.port}/api/deployments/{found['id']}/create_flow_run"


def as_nobody(task: Callable[[], object]) -> Any:
    """Return what a task finds in a process of another account, where this one may change it."""

    def work(channel: Connection) -> None:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
        channel.send(task())

    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=work, args=(sender,))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    return receiver.recv()


def test_another_account_finds_the_health_and_nothing_else(
    stack: Stack, intake: Callable[[], int]
) -> None:
    url, before = order_url(stack), intake()
    base = f"http://127.0.0.1:{stack.port}/api"
    order = {"job_variables": {"command": "id"}}

    def try_everything() -> dict[str, int]:
        with httpx.Client(trust_env=False, verify=False, timeout=60) as api:
            wrong = ("zuofeng", "zuofeng")
            token = {"Prefect-Csrf-Token": "x", "Prefect-Csrf-Client": "y"}
            return {
                "health": api.get(f"{base}/health").status_code,
                "token": api.get(f"{base}/csrf-token?client=y").status_code,
                "settings": api.get(f"{base}/admin/settings").status_code,
                "order": api.post(url, json=order).status_code,
                "guess": api.post(url, json=order, auth=wrong, headers=token).status_code,
                "untyped": api.post(url, content=json.dumps(order)).status_code,
                "change": api.patch(f"{base}/work_pools/office", json={}).status_code,
                "delete": api.delete(url.removesuffix("/create_flow_run")).status_code,
                "path": api.post(f"{base}/health/../flows/filter", json={}).status_code,
            }

    found = as_nobody(try_everything)

    assert found.pop("health") == 200
    assert set(found.values()) <= {401, 403, 404, 405, 415}
    assert intake() == before


def test_another_account_reads_the_login_nowhere(stack: Stack) -> None:
    login = server_login(stack.home)
    places = [login_file(stack.home)]
    for process in stack.processes():
        places += [Path(f"/proc/{process.pid}/environ"), Path(f"/proc/{process.pid}/cmdline")]

    def read_everything() -> list[str]:
        contents = []
        for place in places:
            try:
                contents.append(place.read_text(errors="replace"))
            except OSError:
                contents.append("")
        return contents

    assert {place.stat().st_mode & 0o077 for place in places if place.name != "cmdline"} == {0}
    own = [place.read_text(errors="replace") for place in places if place.name == "cmdline"]
    assert own and not any(login in content for content in own)
    if os.geteuid() == 0:
        assert not any(login in content for content in as_nobody(read_everything))


def test_the_login_is_written_in_its_file_only(stack: Stack) -> None:
    login = server_login(stack.home).encode()
    forms = [login, login.partition(b":")[2], base64.b64encode(login)]
    files = [path for path in stack.home.root.rglob("*") if path.is_file()]
    files += [path for path in stack.user_home.rglob("*") if path.is_file()]
    assert {"server.log", "worker.log", "deploy.log", "prefect.db"} <= {path.name for path in files}
    told = [path for path in files if any(form in path.read_bytes() for form in forms)]
    assert told == [login_file(stack.home)]
    assert login.decode() not in "".join(stack.said())


@pytest.fixture
def elsewhere(stack: Stack, tmp_path: Path) -> Iterator[str]:
    """Give the address of a page that another service of this machine serves."""
    with serve_page(tmp_path, order_url(stack), stack.port) as address:
        yield address


def fetch(page: Page, url: str, options: str) -> str:
    """Return what a page's own script gets of a fetch."""
    script = f"fetch({json.dumps(url)}, {options}).then(r => r.type + r.status, e => 'refused')"
    return str(page.evaluate(script))


def test_a_page_of_another_origin_orders_nothing_though_somebody_is_logged_in(
    stack: Stack, intake: Callable[[], int], elsewhere: str
) -> None:
    url, before = order_url(stack), intake()
    statuses: list[int] = []
    blob = 'new Blob(["{}"])'
    with browser() as tabs:
        log_in(tabs.new_page(), stack)
        page = tabs.new_page()
        page.on("response", lambda r: statuses.append(r.status) if r.url == url else None)
        page.goto(elsewhere)

        assert fetch(page, url, f'{{method: "POST", mode: "no-cors", body: {blob}}}') == "opaque0"
        assert fetch(page, url, '{method: "POST", mode: "no-cors"}') == "opaque0"
        typed = '{method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"}'
        assert fetch(page, url, typed) == "refused"
        with page.expect_response(url):
            page.evaluate("form.submit()")
        opened = page.evaluate(
            f"""new Promise(done => {{
                const socket = new WebSocket("ws://127.0.0.1:{stack.port}/api/events/in", "prefect")
                socket.onopen = () => done("open"); socket.onerror = () => done("refused")
            }})"""
        )
        framed = [frame.url for frame in page.frames if frame.name == "framed"]
    assert statuses and set(statuses) == {403}
    assert opened == "refused"
    assert framed == ["chrome-error://chromewebdata/"]
    assert intake() == before


def test_a_name_that_resolves_to_this_machine_is_not_its_name(
    stack: Stack, intake: Callable[[], int]
) -> None:
    before, path = intake(), httpx.URL(order_url(stack)).path
    with browser("--host-resolver-rules=MAP rebound.example 127.0.0.1") as tabs:
        page = tabs.new_page()
        answer = page.goto(f"http://rebound.example:{stack.port}/")
        assert answer and answer.status == 400
        typed = '{method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"}'
        assert fetch(page, path, typed) == "basic400"
        assert fetch(page, "/api/health", "{}") == "basic400"
    assert intake() == before


def test_a_wrong_password_leads_nowhere(stack: Stack) -> None:
    with browser() as tabs:
        page = tabs.new_page()
        log_in(page, stack, "zuofeng:zuofeng")
        expect(page.get_by_text("Authentication failed.").first).to_be_visible()
        page.goto(f"http://127.0.0.1:{stack.port}/runs")
        page.wait_for_url("**/login?redirect=/runs")


@pytest.mark.parametrize("path", ["events/in", "events/out", "logs/out"])
def test_websockets_serve_who_knows_the_login_and_does_not_come_from_another_page(
    stack: Stack, path: str
) -> None:
    url = f"ws://127.0.0.1:{stack.port}/api/{path}"
    login, own = server_login(stack.home), f"http://127.0.0.1:{stack.port}"
    prefect = [Subprotocol("prefect")]
    for origin in (None, Origin(own)):
        with connect_socket(url, subprotocols=prefect, origin=origin, proxy=None) as socket:
            socket.send(json.dumps({"type": "auth", "token": login}))
            assert json.loads(socket.recv())["type"] == "auth_success"
    with connect_socket(url, subprotocols=prefect, proxy=None) as socket:
        socket.send(json.dumps({"type": "auth", "token": "zuofeng:zuofeng"}))
        with pytest.raises(ConnectionClosed):
            socket.recv()
    foreign = Origin("http://127.0.0.1:1")
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect_socket(url, subprotocols=prefect, origin=foreign, proxy=None),
    ):
        pass


def test_what_its_own_programs_send_by_websocket_arrives(stack: Stack) -> None:
    [run, *_] = stack.runs("intake", "COMPLETED")
    with stack.api() as api:
        query = {"flow_runs": {"id": {"any_": [run["id"]]}}}
        wait_for(lambda: api.post("task_runs/filter", json=query).raise_for_status().json())


def test_a_run_s_own_command_environment_and_folder_have_no_effect(
    stack: Stack, tmp_path: Path
) -> None:
    """A logged-in person asks for them on a run and on the deployment; both go their way."""
    trace = tmp_path / "trace"
    evil = {
        "command": f"touch {trace}",
        "env": {"ZUOFENG_HOME": str(tmp_path)},
        "working_dir": str(tmp_path / "nowhere"),
        "image": "evil",
    }
    url = order_url(stack)
    done = len(stack.runs("intake", "COMPLETED"))
    with stack.api() as api:
        api.patch(url.removesuffix("/create_flow_run"), json={"job_variables": evil})
        run = api.post(url, json={"job_variables": evil}).raise_for_status().json()
        wait_for(lambda: api.get(f"flow_runs/{run['id']}").json()["state_type"] == "COMPLETED")
    receipts = len(stack.receipts())
    stack.drop("ZB01/2.txt", b"2")
    wait_for(lambda: len(stack.receipts()) > receipts)
    wait_for(lambda: len(stack.runs("intake", "COMPLETED")) >= done + 2)
    assert stack.runs("intake", "CRASHED", "FAILED", "PENDING") == []
    assert not trace.exists() and not (tmp_path / "outputs").exists()


def test_a_server_that_dies_again_and_again_ends_the_stack_with_a_word(stack: Stack) -> None:
    """The last test of this stack: it ends."""

    def kill_once_more() -> bool:
        signal_all(running(stack, "services.stack.server"), signal.SIGKILL)
        return stack.process.poll() is not None

    wait_for(kill_once_more)
    assert stack.process.returncode == 1
    assert any("server多次意外退出" in line and "server.log" in line for line in stack.said())
    assert stack.processes() == []
