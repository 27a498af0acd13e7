"""Compute a result's notice period, never shorter than the plan of its derivation has it."""

import datetime as dt
import tomllib

from adapters.files.home import Home
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.working_days import UnknownYearError
from campaign.results.document import ResultDocument
from campaign.results.notice_period import NoticePeriod, notice_period_from
from services.context import AppContext
from services.definitions.archive import kept_definitions
from services.errors import WrongActError
from services.texts.results import result_wordings

_PLAN, _DAYS = "plan.toml", "notice_working_days"


def notice_of(context: AppContext, document: ResultDocument, day: dt.date) -> NoticePeriod:
    """Return the notice period that begins with an approval on a day.

    Working days are those of the plan as it is now; where it asks for fewer of them than the plan
    of the result did, the latter holds. Raises WrongActError where that plan is gone, or where the
    calendar does not know the year.
    """
    plan = context.definitions.plan
    days = max(plan.appraisal.notice_working_days, _days_then(context.home, document))
    appraisal = plan.appraisal.model_copy(update={_DAYS: days})
    try:
        return notice_period_from(day, plan.model_copy(update={"appraisal": appraisal}))
    except UnknownYearError as error:
        raise WrongActError(str(error)) from error


def _days_then(home: Home, document: ResultDocument) -> int:
    files, wrong = kept_definitions(home, {_PLAN: document["definitions"][_PLAN]})
    if why := wrong.get(_PLAN):
        raise WrongActError(result_wordings().objections.plan_missing.format(why=why))
    stated = tomllib.loads(files[_PLAN].decode("utf-8-sig"))["appraisal"].get(_DAYS)
    return int(Appraisal.model_fields[_DAYS].default if stated is None else stated)
