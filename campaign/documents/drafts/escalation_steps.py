"""What the ladder of complaints found true proposes for a person, step by step (S54).

Each is a proposal that the office confirms or drops. A complaint is named by its case number
alone, and what it says stays in its own file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from campaign.documents.discipline import (
    CriticismCircular,
    SanctionProposal,
    TalkNotice,
    UpheldComplaints,
)
from campaign.documents.drafts.draft import Case, Draft
from campaign.documents.kinds import OfficialDocument
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
        upheld = UpheldComplaints(
            cases=tuple(cases),
            links=_links(proposal, known),
            count=proposal.count,
            consequence=proposal.consequence,
        )
        yield Draft(
            key=f"ladder:{proposal.person}:{proposal.count}",
            name=f"{proposal.consequence}建议 {proposal.case} {proposal.person}",
            document=_document(proposal.person, upheld, case),
        )


def _links(proposal: LadderProposal, complaints: Iterable[Complaint]) -> tuple[str, ...]:
    links = (c.link for c in complaints if (c.person, c.case) == (proposal.person, proposal.case))
    return tuple(dict.fromkeys(links))


def _document(person: str, complaints: UpheldComplaints, case: Case) -> OfficialDocument:
    if _TALK in complaints.consequence:
        return _talk(person, complaints, case)
    if _CRITICISM in complaints.consequence:
        return _criticism(person, complaints, case)
    return _proposal(person, complaints, case)


def _talk(person: str, complaints: UpheldComplaints, case: Case) -> TalkNotice:
    name, unit, post = _whom(person, case)
    office = case.roster.unit(case.plan.campaign.office)
    talker = next((member.name for member in case.roster.leading_group), "")
    recorder = office.head if office else ""
    return TalkNotice(
        imprint=case.imprint,
        person=name,
        unit=unit,
        post=post,
        complaints=complaints,
        at=case.morning(_DAYS_TO_TALK),
        place=case.place,
        talker=talker,
        recorder=recorder if recorder != talker else "",
        review_due=case.after(_DAYS_TO_REVIEW),
    )


def _criticism(person: str, complaints: UpheldComplaints, case: Case) -> CriticismCircular:
    name, unit, _ = _whom(person, case)
    return CriticismCircular(
        imprint=case.imprint,
        unit=unit,
        person=name,
        year=case.plan.campaign.year,
        complaints=complaints,
        due=case.after(_DAYS_TO_MEND),
    )


def _proposal(person: str, complaints: UpheldComplaints, case: Case) -> SanctionProposal:
    name, unit, post = _whom(person, case)
    return SanctionProposal(
        imprint=replace(case.imprint, addressees=(), copies=()),
        person=name,
        unit=unit,
        post=post,
        complaints=complaints,
    )


def _whom(code: str, case: Case) -> tuple[str, str, str]:
    """Return a person's name, unit and post."""
    person = case.person(code)
    return (person.name, case.unit(person.unit), person.post) if person else (code, "", "")
