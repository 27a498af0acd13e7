"""What plan, roster and forms must agree on; each contradiction is a fault with file and key."""

from collections.abc import Iterator

from campaign.definitions import Fault
from campaign.form import Form
from campaign.obligations import due_date
from campaign.periods import PeriodKind
from campaign.plan import Obligation, Plan
from campaign.roster import Roster
from campaign.working_days import UnknownYearError

PLAN = "inputs/plan.toml"


def check_together(plan: Plan, roster: Roster, forms: tuple[Form, ...]) -> list[Fault]:
    """Return every contradiction between the definitions; empty if they fit."""
    return [
        *_dates(plan),
        *_obligations(plan, roster, {form.key: form for form in forms}),
        *_forms(plan, forms),
        *_office(plan, roster),
    ]


def _dates(plan: Plan) -> Iterator[Fault]:
    campaign = plan.campaign
    if campaign.first > campaign.last or campaign.first.year != campaign.year:
        yield _fault("campaign.first", "起止日期与年度不符，或者先后颠倒")
    for index, phase in enumerate(plan.phases):
        if not campaign.first <= phase.first <= phase.last <= campaign.last:
            yield _fault(f"phases[{index}]", f"“{phase.name}”的起止日期不在活动期间内")


def _obligations(plan: Plan, roster: Roster, forms: dict[str, Form]) -> Iterator[Fault]:
    for index, obligation in enumerate(plan.obligations):
        path = f"obligations[{index}]"
        form = forms.get(obligation.form)
        if form is None:
            yield _fault(f"{path}.form", f"没有报表“{obligation.form}”")
        for name in obligation.units:
            if roster.unit(name) is None:
                yield _fault(f"{path}.units", f"名册中没有单位“{name}”")
        kinds = {period.kind for period in obligation.periods} or {PeriodKind.EVENT}
        if form and kinds != {form.period}:
            yield _fault(f"{path}.periods", f"期间与报表“{form.title}”的报送周期不符")
        yield from _deadlines(obligation, plan, path)


def _deadlines(obligation: Obligation, plan: Plan, path: str) -> Iterator[Fault]:
    for period in obligation.periods:
        try:
            due = due_date(obligation, period, plan)
        except UnknownYearError as error:
            yield _fault(f"{path}.due", str(error))
            continue
        if due < (obligation.opens or period.first):
            yield _fault(f"{path}.due", f"{period}的期限{due}早于受理日期")
        if obligation.lock and obligation.lock < due:
            yield _fault(f"{path}.lock", f"封账日期早于{period}的期限{due}")


def _forms(plan: Plan, forms: tuple[Form, ...]) -> Iterator[Fault]:
    for name in ("key", "code", "title"):
        seen: dict[str, str] = {}
        for form in forms:
            value = str(getattr(form, name))
            if value in seen:
                yield Fault(
                    source=f"inputs/forms/{form.key}.toml",
                    path=name,
                    message=f"“{value}”已用于报表{seen[value]}",
                )
            seen[value] = form.key
    due = {obligation.form for obligation in plan.obligations}
    for form in forms:
        if form.key not in due:
            yield Fault(
                source=f"inputs/forms/{form.key}.toml",
                path="key",
                message="方案的obligations中没有这张报表，无人报送",
            )


def _office(plan: Plan, roster: Roster) -> Iterator[Fault]:
    office = roster.unit(plan.campaign.office)
    if office is None or office.unit_class != "办公室":
        yield _fault("campaign.office", f"名册中没有类别为“办公室”的“{plan.campaign.office}”")


def _fault(path: str, message: str) -> Fault:
    return Fault(source=PLAN, path=path, message=message)
