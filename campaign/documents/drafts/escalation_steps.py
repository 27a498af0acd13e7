"""What the ladder of complaints found true proposes for a person, step by step (S54).

Each is a proposal that the office confirms or drops. A complaint is named by its case number
alone, and what it says stays in its own file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from campaign.documents.discipline import CriticismCircular, TalkNotice
from campaign.documents.drafts.criticisms import TO_FILL_IN
from campaign.documents.drafts.draft import Case, Draft
from campaign.documents.kinds import OfficialDocument
from campaign.documents.notices import OfficialNotice, Section
from campaign.scoring.accountability import LadderProposal, ladder_proposals
from campaign.scoring.evidence import Complaint

_TALK, _CRITICISM = "谈话", "通报"
_DAYS_TO_TALK, _DAYS_TO_REVIEW, _DAYS_TO_MEND = 3, 8, 10


def escalation_drafts(complaints: Iterable[Complaint], case: Case) -> Iterator[Draft]:
    """Draft what each step proposes; a person's n-th step is drafted once."""
    known = tuple(complaints)
    campaign, ladder = case.plan.campaign, case.plan.appraisal.ladder
    before: defaultdict[str, list[str]] = defaultdict(list)
    for proposal in ladder_proposals(known, ladder, campaign.first, campaign.last):
        cases = before[proposal.person]
        cases.append(proposal.case)
        about = (
            f"案件{proposal.case}查实，同一人年内第{proposal.count}次，建议{proposal.consequence}"
        )
        yield Draft(
            key=f"ladder:{proposal.person}:{proposal.count}",
            name=f"{proposal.consequence}建议 {proposal.case} {proposal.person}",
            about=about,
            document=_document(proposal, tuple(cases), _links(proposal, known), case),
        )


def _links(proposal: LadderProposal, complaints: Iterable[Complaint]) -> str:
    found = (c.link for c in complaints if (c.person, c.case) == (proposal.person, proposal.case))
    return "、".join(dict.fromkeys(found))


def _document(
    proposal: LadderProposal, cases: tuple[str, ...], links: str, case: Case
) -> OfficialDocument:
    times = f"年内第{proposal.count}次" if proposal.count > 1 else ""
    reason = f"在{links}环节{times}被举报投诉，经查属实"
    if _TALK in proposal.consequence:
        return _talk(proposal, cases, reason, case)
    if _CRITICISM in proposal.consequence:
        return _criticism(proposal, cases, reason, case)
    return _proposal(proposal, cases, reason, case)


def _talk(proposal: LadderProposal, cases: tuple[str, ...], reason: str, case: Case) -> TalkNotice:
    name, unit, post = _whom(proposal.person, case)
    office = case.roster.unit(case.plan.campaign.office)
    talker = next((member.name for member in case.roster.leading_group), TO_FILL_IN)
    recorder = office.head if office else ""
    return TalkNotice(
        imprint=case.imprint,
        person=name,
        unit=unit,
        post=post,
        reason=reason,
        cases=cases,
        at=case.morning(_DAYS_TO_TALK),
        place=case.place,
        talker=talker,
        recorder=recorder if recorder and recorder != talker else TO_FILL_IN,
        review_due=case.after(_DAYS_TO_REVIEW),
    )


def _criticism(
    proposal: LadderProposal, cases: tuple[str, ...], reason: str, case: Case
) -> CriticismCircular:
    name, unit, _ = _whom(proposal.person, case)
    return CriticismCircular(
        imprint=case.imprint,
        subject=f"{unit}{name}同志",
        facts=(f"{unit}{name}同志{reason}（{'、'.join(cases)}）",),
        causes=(TO_FILL_IN,),
        basis=case.basis,
        decisions=(f"对{name}同志予以{proposal.consequence}",),
        demands=("本人作出书面检查，限期改正", f"{unit}加强教育管理，切实纠正不正之风"),
        due=case.after(_DAYS_TO_MEND),
    )


def _proposal(
    proposal: LadderProposal, cases: tuple[str, ...], reason: str, case: Case
) -> OfficialNotice:
    name, unit, post = _whom(proposal.person, case)
    return OfficialNotice(
        imprint=replace(case.imprint, addressees=("活动领导小组",), copies=()),
        subject=f"研究{name}同志{proposal.consequence}事项",
        reason=f"{unit}{name}同志{reason}",
        sections=(
            Section(
                heading="基本情况",
                paragraphs=(
                    f"{name}，{unit}{post}。年内查实{proposal.count}次：{'、'.join(cases)}。",
                ),
            ),
            Section(
                heading="处理建议",
                paragraphs=(f"根据{case.basis}，建议对{name}同志予以{proposal.consequence}。",),
            ),
            Section(
                heading="有关要求",
                paragraphs=("请活动领导小组研究决定，按干部管理权限办理。",),
            ),
        ),
    )


def _whom(code: str, case: Case) -> tuple[str, str, str]:
    """Return a person's name, unit and post."""
    person = case.person(code)
    return (person.name, case.unit(person.unit), person.post) if person else (code, "", "")
