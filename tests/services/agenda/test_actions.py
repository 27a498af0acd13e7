"""The agenda is carried out once; downtime loses nothing, and the start sends nothing stale."""

import datetime as dt

from sqlalchemy import select

from adapters.store.engine import reading
from adapters.store.outbox import Post
from adapters.store.tables import events, outbox
from campaign.deadlines.agenda import Action, ActionKind, PhaseFlow
from campaign.values.message import Message
from services.agenda.action import ActionResult, OutputFile
from services.agenda.actions import due_actions, run_action, skipped_actions
from tests.support.office import Bureau

STUDY = PhaseFlow.MONTHLY_STUDY


def keys(actions: tuple[Action, ...]) -> list[str]:
    return [f"{work.kind}:{work.subject}" for work in actions]


def step(office: object, action: Action, now: dt.datetime) -> ActionResult:
    message = Message(subject="题", text=f"{action.subject}\n", html="<p>文</p>")
    post = Post(
        key=action.key, kind="issued", unit="ZB01", recipient="a@b.example", message=message
    )
    return ActionResult(
        note="已办", files=(OutputFile(name="文件/甲.txt", data=b"1"),), posts=(post,)
    )


def test_the_day_s_own_work_is_due_and_what_lies_before_the_start_is_not(bureau: Bureau) -> None:
    works = due_actions(bureau.context, STUDY, dt.date(2026, 7, 8), bureau.now)
    assert keys(works) == ["study-bulletin:2026-06"]


def test_what_downtime_left_undone_is_due_afterwards(bureau: Bureau) -> None:
    assert due_actions(bureau.context, STUDY, dt.date(2026, 6, 2), bureau.now) == ()
    works = due_actions(bureau.context, STUDY, dt.date(2026, 7, 8), bureau.now)
    assert keys(works) == ["issue:2026-07-01", "study-bulletin:2026-06"]


def test_a_run_for_an_early_day_does_that_day_s_work_although_it_was_passed_over(
    bureau: Bureau,
) -> None:
    due_actions(bureau.context, STUDY, dt.date(2026, 7, 8), bureau.now)
    works = due_actions(bureau.context, STUDY, dt.date(2026, 6, 1), bureau.now)
    assert keys(works) == ["issue:2026-06-01"]


def test_work_is_carried_out_once_with_its_paper_message_and_event(bureau: Bureau) -> None:
    [work] = due_actions(bureau.context, STUDY, dt.date(2026, 7, 8), bureau.now)
    for _ in range(2):  # as after a crash, or by two workers
        run_action(bureau.context, work, step, bureau.now)
    assert due_actions(bureau.context, STUDY, dt.date(2026, 7, 9), bureau.now) == ()
    assert (bureau.home.reports / "文件" / "甲.txt").read_bytes() == b"1"
    with reading(bureau.context.engine) as connection:
        sent = connection.scalars(select(outbox.c.key)).all()
        done = select(events.c.subject).where(events.c.kind == "action.done")
        assert sent == connection.scalars(done).all() == [work.key]


def test_what_nobody_has_done_can_be_listed(bureau: Bureau) -> None:
    due_actions(bureau.context, STUDY, dt.date(2026, 7, 8), bureau.now)
    left = skipped_actions(bureau.context, dt.date(2026, 7, 8))
    assert (
        Action(
            day=dt.date(2026, 7, 8), flow=STUDY, kind=ActionKind.STUDY_BULLETIN, subject="2026-06"
        )
        in left
    )
    assert not [work for work in left if work.flow is STUDY and work.day < dt.date(2026, 7, 8)]
