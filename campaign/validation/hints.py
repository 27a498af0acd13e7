"""What is allowed but worth knowing before the year begins; for whoever keeps plan and roster."""

from collections.abc import Iterator

from campaign.definitions.duties import due_date
from campaign.definitions.errors import Fault
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.definitions.working_days import add_working_days, is_working_day
from campaign.validation.consistency import PLAN, ROSTER


def plan_hints(plan: Plan, roster: Roster) -> list[Fault]:
    """Return what is allowed but worth knowing: deadlines on days off, units out of reach."""
    return [*_days_off(plan), *_out_of_reach(plan, roster)]


def _days_off(plan: Plan) -> Iterator[Fault]:
    for index, obligation in enumerate(plan.obligations):
        for period in obligation.periods:
            due = due_date(obligation, period, plan)
            if not is_working_day(due, plan.calendar):
                before = add_working_days(due, -1, plan.calendar)
                message = (
                    f"“{obligation.name}”{period.label}的期限{due}是休息日，不顺延；{before}提醒"
                )
                yield _fault(f"obligations[{index}].due", message)


def _out_of_reach(plan: Plan, roster: Roster) -> Iterator[Fault]:
    staffed = {code for person in roster.people for code in (person.unit, person.branch)}
    for unit in roster.units:
        path = f"工作表“单位”（{unit.code}）"
        if not unit.email:
            message = f"{unit.name}没有电子邮箱，通知不能用邮件送达"
            yield Fault(source=ROSTER, path=path, message=message)
        if unit.code not in staffed:
            message = f"{unit.name}在“人员”表中没有人，表中的姓名栏无人可填"
            yield Fault(source=ROSTER, path=path, message=message)
    if not any(member.code_hash for member in roster.leading_group):
        message = "没有人有审批码，结果无法审批"
        yield Fault(source=ROSTER, path="工作表“领导小组”", message=message)
    if not plan.mail.office_address:
        yield _fault("mail.office_address", "没有填写党办邮箱，汇总和告警不能用邮件送达")


def _fault(path: str, message: str) -> Fault:
    return Fault(source=PLAN, path=path, message=message)
