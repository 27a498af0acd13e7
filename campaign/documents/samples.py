"""Made-up facts of every kind of document: with everything that a template may print, and bare.

``zuofeng check`` holds the templates against them.
"""

import datetime as dt
from decimal import Decimal

from campaign.documents import Document
from campaign.documents.bulletins import (
    InspectionBulletin,
    InspectionFinding,
    InspectionLine,
    StudyBulletin,
    StudyLine,
    TopicProgress,
)
from campaign.documents.discipline import (
    Criticism,
    Inquiry,
    Question,
    RectificationItem,
    RectificationNotice,
    TalkNotice,
)
from campaign.documents.imprint import Imprint, document_number
from campaign.documents.notices import Notice, Section, meeting_notice
from campaign.documents.results import (
    Commendation,
    Feedback,
    FeedbackLine,
    GroupCount,
    ProposedPerson,
    ProposedUnit,
    PublicNotice,
)
from campaign.documents.scheme import GroupRole, Scheme, SchemePhase, SchemeTask
from campaign.meetings import Meeting

_ISSUER, _CAMPAIGN = "示例市民政局", "“机关作风建设年”活动"
_DAY = dt.date(2026, 7, 9)
_MOMENT = dt.datetime(2026, 7, 16, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_BARE = Imprint(issuer=_ISSUER, campaign=_CAMPAIGN, dated=_DAY)
_FULL = Imprint(
    issuer=_ISSUER,
    campaign=_CAMPAIGN,
    dated=_DAY,
    number=document_number("示民", 2026, 18),
    addressees=("各党支部", "局机关各科室、直属各单位"),
    copies=("市直机关党工委", "市效能办", "市纠风办"),
    attachments=("学习专题目录", "学习月报表填报说明"),
    signer="顾砚秋",
    contact="联系人：苏晚晴，电话：0000-1234567",
    printed_by="示例市民政局办公室",
)
MEETING = Meeting(
    key="mobilization",
    name="“机关作风建设年”动员大会",
    starts=dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    ends=dt.datetime(2026, 4, 10, 11, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    place="局机关三楼会议室",
    attendees=("局领导班子成员", "各支部书记", "局机关各科室、直属各单位负责人"),
    agenda=("宣读实施方案", "支部书记代表作表态发言", "局主要领导作动员讲话"),
    preparations=("请参会人员提前10分钟入场签到，不得无故缺席", "因故不能参加的，须书面请假"),
    contact="苏晚晴，电话：0000-1234567",
)


def samples() -> tuple[Document, ...]:
    """Return each kind twice: with everything, and with nothing that may be left out."""
    return (*_plan_documents(), *_bulletins(), *_discipline(), *_results())


def _plan_documents() -> tuple[Document, ...]:
    full = Scheme(
        imprint=_FULL,
        year=2026,
        theme="转变作风从我做起、群众满意是我追求",
        bases=("市委、市政府《关于在全市开展“机关作风建设年”活动的意见》",),
        dimensions=("服务", "效率", "质量", "作风", "形象"),
        channels=("自评", "互评", "抽查评议", "社会评议", "群众测评"),
        phases=(
            SchemePhase(
                name="动员部署阶段",
                first=dt.date(2026, 4, 1),
                last=dt.date(2026, 5, 31),
                aim="召开动员大会，制定实施方案，广泛宣传发动",
            ),
        ),
        topics=("《来自身边的警示》", "廉政中国电教系列片"),
        leading_group=(GroupRole(role="组长", names=("顾砚秋",)),),
        office="市民政局党办",
        scoring=("互评。由互评打分和季度检查组成。",),
        tasks=(
            SchemeTask(
                name="每月学习教育",
                form="学习月报表",
                who="各支部、各单位",
                periods="6月至11月，每月",
                due="7月7日、8月7日",
            ),
        ),
    )
    bare = Scheme(
        imprint=_BARE,
        year=2026,
        theme="",
        bases=(),
        dimensions=(),
        channels=(),
        phases=(),
        topics=(),
        leading_group=(),
        office="",
        scoring=(),
        tasks=(),
    )
    return (
        full,
        bare,
        meeting_notice(_FULL, MEETING, "为全面部署“机关作风建设年”活动，经研究，决定召开动员大会"),
        Notice(
            imprint=_BARE,
            subject="做好报送工作",
            reason="",
            sections=(Section(heading="报送", paragraphs=()),),
        ),
    )


def _bulletins() -> tuple[Document, ...]:
    study = StudyBulletin(
        imprint=_FULL,
        period="2026年6月",
        owed=19,
        filed_on_time=16,
        filed_late=2,
        lines=(
            StudyLine(
                unit="局机关第一党支部",
                sessions=2,
                should_attend=24,
                attended=23,
                made_up=0,
                still_to_make_up=1,
                timeliness="按期",
            ),
        ),
        not_filed=("市救助中心",),
        topics=(TopicProgress(name="《来自身边的警示》", studied=11, units=19),),
        make_up=(("局机关第一党支部", ("林知夏",)),),
        demands=("尚未报送的支部、单位请于7月15日前补报",),
    )
    inspection = InspectionBulletin(
        imprint=_FULL,
        period="2026年第二季度",
        lines=(
            InspectionLine(rank=1, unit="社会救助科", points=Decimal("96.5"), red_flag=True),
            InspectionLine(rank=None, unit="市救助中心", points=None, note="一票否决"),
        ),
        strengths=("社会救助科推行上门办理，群众办事少跑腿",),
        findings=(
            InspectionFinding(unit="局办公室", finding="两件来信超期", due=dt.date(2026, 8, 15)),
        ),
        vetoes=(("市救助中心", "被通报批评"),),
        not_inspected=("婚姻登记处",),
        demands=("各科室、单位要对照检查情况举一反三",),
    )
    return (
        study,
        StudyBulletin(
            imprint=_BARE, period="2026年6月", owed=0, filed_on_time=0, filed_late=0, lines=()
        ),
        inspection,
        InspectionBulletin(imprint=_BARE, period="2026年第二季度", lines=()),
    )


def _discipline() -> tuple[Document, ...]:
    return (
        Criticism(
            imprint=_FULL,
            subject="局办公室",
            facts=("2026年6月18日，市直机关党工委明查暗访发现，局办公室窗口上班时间无人在岗",),
            causes=("纪律观念淡薄，日常管理不严",),
            basis=f"{_CAMPAIGN}实施方案有关规定",
            decisions=("对局办公室予以通报批评", "取消局办公室2026年度评先评优资格"),
            demands=("立即纠正，建立在岗登记和顶岗制度",),
            due=dt.date(2026, 8, 10),
        ),
        Criticism(
            imprint=_BARE,
            subject="",
            facts=(),
            causes=(),
            basis="",
            decisions=(),
            demands=(),
            due=_DAY,
        ),
        RectificationNotice(
            imprint=_FULL,
            unit="局办公室",
            found_on=dt.date(2026, 6, 18),
            found_by="季度检查组",
            items=(
                RectificationItem(
                    number="DW01-003",
                    category="工作作风",
                    problem="来信登记后无人跟踪，两件超期",
                    demand="补办超期来信，建立到期提醒",
                    due=dt.date(2026, 8, 10),
                ),
            ),
            report_due=dt.date(2026, 8, 10),
        ),
        RectificationNotice(
            imprint=_BARE, unit="", found_on=_DAY, found_by="", items=(), report_due=_DAY
        ),
        *_talks_and_inquiries(),
    )


def _talks_and_inquiries() -> tuple[Document, ...]:
    def talk(imprint: Imprint, post: str, cases: tuple[str, ...]) -> TalkNotice:
        return TalkNotice(
            imprint=imprint,
            person="张某",
            unit="局办公室",
            post=post,
            reason="在审批环节被投诉拖延办理，经查属实",
            cases=cases,
            at=_MOMENT,
            place="局纪检组谈话室",
            talker="顾砚秋",
            recorder="苏晚晴",
            review_due=dt.date(2026, 7, 23),
        )

    def inquiry(imprint: Imprint, questions: tuple[Question, ...]) -> Inquiry:
        return Inquiry(
            imprint=imprint,
            unit="市救助中心",
            year=2026,
            unit_class="单位",
            decision=document_number("示作风办", 2026, 9),
            at=_MOMENT,
            place="局机关三楼会议室",
            questions=questions,
            answer_due=dt.date(2026, 7, 14),
        )

    asked = Question(
        question="群众反映的超期问题为何长期没有解决",
        asked_by="市人大代表",
        answered_by="江某",
        commitment="三个月内办结",
        due=dt.date(2026, 10, 16),
    )
    open_question = Question(question="下一步怎么改", asked_by="领导小组")
    return (
        talk(_FULL, "科员", ("TS-2026-004",)),
        talk(_BARE, "", ()),
        inquiry(_FULL, (asked, open_question)),
        inquiry(_BARE, ()),
    )


def _results() -> tuple[Document, ...]:
    units = (
        ProposedUnit(
            name="局机关第一党支部",
            unit_class="支部",
            rank=1,
            points=Decimal("95.62"),
            note="缺群众测评成绩",
        ),
    )
    people = (
        ProposedPerson(name="林知夏", unit="局办公室", post="科员", facts="出勤率100%，办结12件"),
    )
    return (
        _public_notice(_FULL, units, people, "经查，对原公示对象的异议属实，取消其推荐资格"),
        _public_notice(_BARE, (), (), ""),
        _commendation(_FULL, units, people, "收到异议1件，经核查不属实"),
        _commendation(_BARE, (), (), ""),
        *_feedback(),
    )


def _public_notice(
    imprint: Imprint,
    units: tuple[ProposedUnit, ...],
    people: tuple[ProposedPerson, ...],
    changed: str,
) -> PublicNotice:
    return PublicNotice(
        imprint=imprint,
        year=2026,
        units=units,
        people=people,
        first=dt.date(2026, 12, 21),
        last=dt.date(2026, 12, 25),
        working_days=5,
        received_by="活动领导小组办公室（局党办）",
        telephone="0000-1234567",
        address="示例市示例路1号",
        email="dangban@minzheng.example" if changed else "",
        round=2 if changed else 1,
        changed=changed,
    )


def _commendation(
    imprint: Imprint,
    units: tuple[ProposedUnit, ...],
    people: tuple[ProposedPerson, ...],
    objections: str,
) -> Commendation:
    return Commendation(
        imprint=imprint,
        year=2026,
        units=units,
        people=people,
        noticed_from=dt.date(2026, 12, 21),
        noticed_to=dt.date(2026, 12, 25),
        objections=objections,
    )


def _feedback() -> tuple[Document, ...]:
    full = Feedback(
        imprint=_FULL,
        period="2026年6月至9月",
        groups=(
            GroupCount(name="服务对象", issued=120, returned=113, satisfied_pct=Decimal("94.7")),
            GroupCount(name="党代表", issued=10, returned=0),
        ),
        opinions=12,
        closed=10,
        lines=(
            FeedbackLine(
                opinion="低保申请材料多、跑腿多",
                measure="精简材料，实行上门办理",
                responsible="社会救助科",
                status="已销号",
            ),
        ),
        telephone="0000-1234567",
        mailbox="局机关一楼大厅",
    )
    bare = Feedback(
        imprint=_BARE,
        period="2026年6月至9月",
        groups=(),
        opinions=0,
        closed=0,
        lines=(),
        telephone="",
    )
    return full, bare
