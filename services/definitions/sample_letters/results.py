"""Sample letters about the year's result, and the question that the leading group is asked."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.mail.messages import Letter
from campaign.documents.samples.results import PUBLIC_NOTICES
from campaign.results.document import ResultDocument
from campaign.scoring.explain.interim_report import ChannelCoverage, InterimRank, InterimScores
from services.definitions.sample_letters.frame import DAY, FILES

_ID = "3f8a" * 16
_RESULT: ResultDocument = {
    "campaign": {"year": 2026, "name": "“机关作风建设年”活动"},
    "shortlist": [{"unit": "ZB01", "class": "支部"}],
    "scores": [{"unit": "ZB01", "final_rank": 1, "provisional": True}],
    "shown_totals": {"ZB01": "95.62"},
    "units": {"ZB01": "局机关第一党支部"},
    "people": {"nominees": [{}], "consequences": [{}], "ladder": [{}]},
    "unresolved": [{}],
}
_BARE_RESULT = {
    **_RESULT,
    "shortlist": [],
    "people": dict.fromkeys(_RESULT["people"], ()),
    "unresolved": [],
}


def approval_facts() -> Iterator[dict[str, object]]:
    """Return the facts of the question that the leading group is asked in Prefect."""
    for document in (_RESULT, _BARE_RESULT):
        scores = {score["unit"]: score for score in document["scores"]}
        weight = 10 if document["shortlist"] else 0
        channel = {"key": "self", "name": "支部自评", "weight": weight}
        yield {
            "plan": {"appraisal": {"channels": (channel,)}},
            "outcome": "没有办理" if document["shortlist"] else "",
            "id": _ID,
            "as_of": DAY,
            "document": document,
            "scores": scores,
            "own": [{"name": "自评", "weight": 10}] if document["shortlist"] else [],
            "reasons": ["成绩为暂定"] if document["shortlist"] else [],
        }


def results() -> Iterator[Letter]:
    """Return a letter of each kind, with everything and bare."""
    yield from _interim()
    yield from _approval()
    yield from _publication()


def _interim() -> Iterator[Letter]:
    channel = ChannelCoverage(
        unit_class="支部",
        channel="自评",
        weight=10,
        units=12,
        complete=3,
        partial=2,
        present="40",
        window="10月8日至11月15日",
    )
    place = InterimRank(
        unit_class="支部",
        rank=1,
        unit="局机关第一党支部",
        total="95.62",
        present="70",
        veto=True,
    )
    full = InterimScores(
        day=DAY,
        coverage=(channel,),
        ranks=(place, replace(place, rank=None, total="")),
        warnings=("某支部给各单位的打分全部相同",),
        close_calls=("甲与乙难分高下",),
        unresolved=2,
    )
    bare = replace(full, coverage=(), ranks=(), warnings=(), close_calls=(), unresolved=0)
    for scores in (full, bare):
        yield Letter(kind="midway", facts={"scores": scores})


def _approval() -> Iterator[Letter]:
    for facts in approval_facts():
        yield Letter(kind="approval_request", facts=facts, attachments=FILES[:1])
        approved = {
            "document": facts["document"],
            "by": "顾砚秋",
            "notice": {"last": DAY},
            "result": {"id": _ID},
        }
        published = {"approved": approved, "inquiries": ["社会救助科"] if facts["reasons"] else []}
        yield Letter(kind="result_published", facts=published, attachments=FILES)
    for notice in PUBLIC_NOTICES:
        facts = {"notice": notice, "again": "（第2次）"}
        yield Letter(kind="public_notice", facts=facts, attachments=FILES[:1])


def _publication() -> Iterator[Letter]:
    yield Letter(kind="publication_hindered", facts={"id": _ID, "why": "还有1项异议没有认定"})
    score = {"shown_total": "95.62", "class": "支部", "final_rank": 1}
    for shown in (score, {**score, "shown_total": None, "final_rank": None}):
        yield Letter(kind="score_sheet", facts={"score": shown}, attachments=FILES)
    facts = {"count": 156, "path": "outputs/reports/归档/2026.zip", "digest": _ID}
    yield Letter(kind="year_archive", facts=facts)
