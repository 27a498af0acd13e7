"""Alarms the office that a part of the stack ended by itself and was started again."""

from adapters.files.home import Home
from adapters.store.engine import OperationalError, open_store
from adapters.store.sql.timestamps import now_in
from campaign.definitions.errors import DefinitionError
from services.definitions.loading import load_plan
from services.notify.alarms import alarm_failed

_TITLES = {"server": "Prefect服务", "worker": "运行各项工作的程序", "watcher": "监视收件箱的程序"}


def alarm_exit(home: Home, part: str, code: int) -> bool:
    """Alarm the office of a part's exit, at most once an hour for each; return whether queued.

    Returns False while the plan is broken, and nobody knows the office's address, or the store
    does not answer: the stack is kept up all the same.
    """
    try:
        plan = load_plan(home)
        now = now_in(plan.campaign.time_zone)
        ended = f"意外退出（{code}），已自动重新启动"
        facts = (_TITLES[part], f"{now.month}月{now.day}日{now:%H:%M}", ended)
        engine = open_store(home)
        try:
            return alarm_failed(engine, plan, facts, now)
        finally:
            engine.dispose()
    except (DefinitionError, OperationalError):
        return False
