"""Publish the scheme, notices, bulletins and results, and draft documents."""

import datetime as dt

from prefect import get_run_logger

from campaign.deadlines.agenda import Action, ActionKind
from services.agenda.action import ActionResult
from services.context import AppContext
from services.monitoring import inspection_bulletin, study_bulletin
from services.publishing import drafts, evaluation_notice, meeting_invitation, scheme
from services.results.publish import public_notice, publication
from tasks.agenda import action_step
from tasks.office_task import office_task


@action_step(
    ActionKind.SCHEME,
    "按方案参数和名册生成实施方案，印发党办和各单位。",
    tags=["印发"],
    retries=2,
)
def publish_scheme(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Publish the implementation scheme with the leading group."""
    return scheme.publish_scheme(context, action, now)


@action_step(
    ActionKind.INVITE,
    "给参会单位发会议通知，附日程邀请；会议改期的，重新通知。",
    tags=["通知"],
    retries=2,
)
def invite_to_meeting(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Invite those who attend to a meeting of the plan."""
    return meeting_invitation.invite(context, action, now)


@action_step(
    ActionKind.WINDOW,
    "自评、互评、社会评议开始时，通知负责填报的单位。",
    tags=["通知"],
    retries=2,
)
def announce_evaluation(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Announce an evaluation that opens to the units that carry it out."""
    return evaluation_notice.announce_window(context, action, now)


@action_step(
    ActionKind.STUDY_BULLETIN,
    "通报上月学习情况，把缺席未补学人员名单报党办。",
    tags=["通报"],
    retries=2,
)
def report_study(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write a month's study bulletin and its tables."""
    return study_bulletin.report_study(context, action, now)


@action_step(
    ActionKind.INSPECTION_BULLETIN,
    "通报季度检查名次、流动红旗，给需要整改的单位发整改通知书；没有检查表的，次日再看。",
    tags=["通报"],
    retries=2,
)
def report_inspections(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Write a quarter's inspection bulletin and the notices to put things right."""
    return inspection_bulletin.report_inspections(context, action, now)


@action_step(
    ActionKind.PUBLIC_NOTICE,
    "公示领导小组批准的推荐名单。",
    tags=["公示公布"],
    retries=2,
)
def announce_result(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Announce an approved result to the office and all units."""
    return public_notice.announce(context, action, now)


@action_step(
    ActionKind.PUBLISH,
    "公示期满没有未办异议的，公布成果，给各单位发成绩单。",
    tags=["公示公布"],
    retries=2,
)
def publish_result(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Publish a result whose notice is over."""
    return publication.publish_result(context, action, now)


async def draft_documents(context: AppContext, day: dt.date) -> None:
    """Draft the documents that newly recorded facts require, and log how many."""
    drafted = await _write_drafts(context, day)
    get_run_logger().info("%d documents drafted", len(drafted))


@office_task(
    "拟写文件草稿",
    "通报批评、诫勉谈话、质询、情况反馈等文件，事由登记后拟出草稿，只拟一次。",
    tags=["拟稿"],
    retries=2,
    run_name="拟写文件草稿-{day:%-m月%-d日}",
)
def _write_drafts(context: AppContext, day: dt.date) -> tuple[str, ...]:
    return drafts.write_drafts(context, day, context.now())
