"""A result in documents: the public notice of whom it proposes, and the proposal itself (S49)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.definitions.working_days import is_working_day
from campaign.documents.imprint import Imprint
from campaign.documents.result_documents import (
    Commendation,
    ProposedPerson,
    ProposedUnit,
    PublicNotice,
    UpheldObjection,
)
from campaign.results.document import ResultDocument
from campaign.results.notice_period import NoticePeriod
from campaign.scoring.accountability import AWARD, DEEDS
from campaign.values.exact_numbers import round_half_up


def proposed_units(document: ResultDocument, note: str) -> tuple[ProposedUnit, ...]:
    """Return the shortlist, class by class in the order of ranks.

    ``note`` is what the leading group wrote when it approved: it stands beside provisional scores.
    """
    scores = {score["unit"]: score for score in document["scores"]}
    listed = [scores[entry["unit"]] for entry in document["shortlist"]]
    return tuple(
        ProposedUnit(
            name=document["units"][score["unit"]],
            unit_class=score["class"],
            rank=score["final_rank"],
            points=round_half_up(Fraction(score["total"])),
            provisional=bool(score["provisional"]),
            note=note if score["provisional"] else "",
        )
        for score in sorted(listed, key=class_and_rank)
    )


def class_and_rank(score: Mapping[str, object]) -> tuple[bool, str, int]:
    """Return what scores are ordered by: branches first, then by final rank, the unranked last."""
    rank = score["final_rank"] or score["raw_rank"] or 10**6
    return score["class"] != "支部", str(score["class"]), int(str(rank))


def proposed_people(document: ResultDocument, roster: Roster) -> tuple[ProposedPerson, ...]:
    """Return the nominees, by unit, with what is recorded of them."""
    posts = {person.code: person.post for person in roster.people}
    return tuple(
        ProposedPerson(
            name=nominee["name"],
            unit=announced_name(nominee["unit"], document, roster),
            post=posts.get(nominee["person"], ""),
            facts=facts_in_words(nominee["facts"]),
        )
        for nominee in document["people"]["nominees"]
    )


def facts_in_words(facts: Mapping[str, str]) -> str:
    """Return what speaks for a nominee: what the unit says first, then what is recorded."""
    deeds = facts.get(DEEDS, "").rstrip("。；，")
    others = sorted(facts.keys() - {DEEDS}, key=lambda what: (what != AWARD, what))
    other_facts = "；".join(f"{what}：{facts[what]}" for what in others)
    return "。".join(filter(None, (deeds, other_facts)))


def announced_name(code: str, document: ResultDocument, roster: Roster) -> str:
    """Return a unit's name as the result has it, else as the roster has it."""
    name: str = document["units"].get(code) or roster.name_of(code)
    return name


def public_notice(
    document: ResultDocument,
    frame: Imprint,
    notice: NoticePeriod,
    definitions: tuple[Plan, Roster],
    approved_with: str,
    times: int = 1,
) -> PublicNotice:
    """Return the public notice of a result; ``times`` counts the notices of one draft."""
    plan, roster = definitions
    office = roster.unit(plan.campaign.office)
    return PublicNotice(
        imprint=replace(frame, addressees=(), number=""),
        year=document["campaign"]["year"],
        units=proposed_units(document, approved_with),
        people=proposed_people(document, roster),
        first=notice.first,
        last=notice.last,
        working_days=_working_days(notice, plan),
        office=roster.name_of(plan.campaign.office),
        telephone=office.telephone if office else "",
        address=plan.documents.address or plan.campaign.issuer,
        email=plan.mail.office_address,
        round=times,
        upheld=_upheld_last(document, roster) if times > 1 else None,
        redone=bool(document["supersedes"]),
    )


def _working_days(notice: NoticePeriod, plan: Plan) -> int:
    days = (notice.first + dt.timedelta(days=n) for n in range((notice.last - notice.first).days))
    return sum(is_working_day(day, plan.calendar) for day in (*days, notice.last))


def _upheld_last(document: ResultDocument, roster: Roster) -> UpheldObjection:
    """Return the objection that was upheld last, for which it is announced again."""
    last = document["removed"][-1]
    people = {person.code: person.name for person in roster.people}
    return UpheldObjection(
        unit=announced_name(last["unit"], document, roster),
        person=people.get(last["person"], last["person"]),
        document=last["document"],
    )


def commendation(
    document: ResultDocument,
    frame: Imprint,
    notice: NoticePeriod,
    roster: Roster,
    approved_with: str,
    objections: tuple[int, int],
) -> Commendation:
    """Return the proposal for commendation; objections to it are counted: upheld, rejected."""
    upheld, rejected = objections
    return Commendation(
        imprint=frame,
        year=document["campaign"]["year"],
        units=proposed_units(document, approved_with),
        people=proposed_people(document, roster),
        noticed_from=notice.first,
        noticed_to=notice.last,
        objections_upheld=upheld,
        objections_rejected=rejected,
    )
