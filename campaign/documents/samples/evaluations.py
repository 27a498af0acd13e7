"""A sample appraisal, whole and bare, and sample notices of each evaluation under it."""

import datetime as dt
from decimal import Decimal

from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.definitions.appraisal_plan import (
    Appraisal,
    Bonus,
    Channel,
    Dimension,
    Grade,
    Ladder,
    LadderStep,
    ListedDeduction,
    Veto,
)
from campaign.definitions.channel_settings import (
    BallotMark,
    Ballots,
    Mutual,
    Respondents,
    SpotDeduction,
)
from campaign.definitions.plan import Obligation
from campaign.documents.evaluation_notices import EvaluationNotice
from campaign.documents.imprint import Imprint
from campaign.documents.kinds import OfficialDocument
from campaign.documents.samples.frame import BARE, FULL

_CHANNELS = (
    Channel(key="self", name="自评", weight=10),
    Channel(key="mutual", name="互评", weight=20),
    Channel(key="spot", name="抽查评议", weight=20),
    Channel(key="social", name="社会评议", weight=20),
    Channel(key="public", name="群众测评", weight=30),
)
APPRAISAL = Appraisal(
    dimensions=(
        Dimension(key="service", name="服务", weight=60),
        Dimension(key="style", name="作风", weight=40),
    ),
    channels=_CHANNELS,
    spot_deductions=(SpotDeduction(kind="不作为", points=Decimal(5)),),
    ballots=Ballots(
        marks=(
            BallotMark(name="满意", value=Decimal(100)),
            BallotMark(name="不满意", value=Decimal(30)),
            BallotMark(name="不了解"),
        ),
        groups=(
            Respondents(name="服务对象", weight=70),
            Respondents(name="行风评议代表", weight=30),
        ),
    ),
    grades=(Grade(name="优秀", least=Decimal(90)), Grade(name="合格", least=Decimal(0))),
    bonus=Bonus(tiers={"国家级": Decimal(5), "省级": Decimal("2.5")}),
    deductions=(ListedDeduction(key="late", name="逾期报送", points=Decimal(1)),),
    vetoes=(Veto(key="criticism", name="被通报批评"), Veto(key="graft", name="发生违纪案件")),
    ladder=Ladder(
        links=("审批", "收费"),
        found_true=("属实",),
        steps=(
            LadderStep(count=1, consequence="诫勉谈话"),
            LadderStep(count=2, consequence="通报批评"),
        ),
    ),
)
BARE_APPRAISAL = Appraisal(
    dimensions=(Dimension(key="service", name="服务", weight=100),),
    channels=_CHANNELS,
    mutual=Mutual(void_all_equal=False),
    ballots=Ballots(
        marks=(BallotMark(name="满意", value=Decimal(100)),),
        groups=(Respondents(name="服务对象", weight=100),),
    ),
    grades=(Grade(name="合格", least=Decimal(0)),),
    ladder=Ladder(links=(), found_true=(), steps=(LadderStep(count=1, consequence="诫勉谈话"),)),
)


def _notice(
    form: str, name: str, imprint: Imprint, appraisal: Appraisal, lock: dt.date | None
) -> EvaluationNotice:
    return EvaluationNotice(
        imprint=imprint,
        obligation=Obligation(key=form, name=name, form=form, classes=("支部",), lock=lock),
        form=f"{name}表",
        opens=dt.date(2026, 10, 8),
        due=dt.date(2026, 11, 15),
        appraisal=appraisal,
    )


_LOCK = dt.date(2026, 12, 15)
SAMPLES: tuple[OfficialDocument, ...] = (
    _notice(RATINGS, "支部互评", FULL, APPRAISAL, _LOCK),
    _notice(SELF, "支部自评", FULL, APPRAISAL, _LOCK),
    _notice(SOCIAL, "社会评议", FULL, APPRAISAL, _LOCK),
    _notice(RATINGS, "支部互评", BARE, BARE_APPRAISAL, None),
)
