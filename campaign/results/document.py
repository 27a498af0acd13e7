"""Writes and reads a result as one document: the assessment of a day, its inputs, its definitions.

The same inputs give the same bytes on any machine at any time; the hash of the bytes is the
result's id. docs/results.md says what each key means.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from campaign.definitions.roster import Roster
from campaign.results.pinned_inputs import PinnedInputs, PinnedSubmission
from campaign.scoring.assessment import Assessment
from campaign.scoring.edition import Edition
from campaign.scoring.evidence import Source
from campaign.scoring.explain.score_facts import score_facts
from campaign.scoring.explain.unit_facts import JsonFacts
from campaign.scoring.rank_uncertainty import CloseCall
from campaign.values.exact_numbers import number_text
from campaign.values.json_values import Json

ResultDocument = Mapping[str, Any]
"""A document by its keys: as made, with exact numbers and days; as read, with texts for them."""

ResultFacts = Mapping[str, Any]
"""A result as ``result show --json`` gives it, days and times as values."""

_FIRST_KEYS = {
    *("unit", "class", "cells", "channels", "base", "bonus", "deduction", "total", "grade"),
    *("weight_present", "provisional", "ranked", "raw_rank", "final_rank", "vetoes"),
    *("shortlisted", "last", "band"),
}
"""The keys of a unit's scores in the first format."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultEntry:
    """An entry that is announced and can be objected to: a unit on the shortlist, or a nominee.

    ``unit`` is a code, ``person`` a person code, "" for the unit itself.
    """

    unit: str
    person: str = ""


def make_document(
    assessment: Assessment, pinned: PinnedInputs, supersedes: str = ""
) -> ResultDocument:
    """Return an assessment as a document; ``supersedes`` is the id of the result before, or "".

    The document's format is the edition by which the evidence was collected.
    """
    campaign = assessment.plan.campaign
    return {
        "format": int(assessment.collected.edition),
        "campaign": {"name": campaign.name, "year": campaign.year, "issuer": campaign.issuer},
        "as_of": assessment.day,
        "software": pinned.software,
        "definitions": dict(pinned.definitions),
        "submissions": [_submission(s) for s in _by_receipt(pinned.submissions)],
        "units": {unit.code: unit.name for unit in assessment.units},
        "scores": _scores(assessment),
        "shown_totals": dict(assessment.shown_totals),
        "shortlist": [
            {"unit": unit.code, "class": unit.unit_class}
            for unit, rank in zip(assessment.units, assessment.ranks, strict=True)
            if rank.shortlisted
        ],
        "close_calls": [_close_call(call) for call in assessment.close_calls],
        "people": _people(assessment),
        "unresolved": sorted(
            ({**_place(value.source), "why": value.why} for value in assessment.unresolved),
            key=lambda value: tuple(value.values()),
        ),
        "removed": [],
        "supersedes": supersedes or None,
    }


def _scores(assessment: Assessment) -> list[JsonFacts]:
    facts = score_facts(assessment)
    if assessment.collected.edition is not Edition.FIRST:
        return facts
    return [{key: unit[key] for key in unit if key in _FIRST_KEYS} for unit in facts]


def _by_receipt(submissions: Iterable[PinnedSubmission]) -> list[PinnedSubmission]:
    return sorted(submissions, key=lambda submission: submission.receipt)


def _submission(submission: PinnedSubmission) -> dict[str, str]:
    return {name: getattr(submission, name) for name in PinnedSubmission.__slots__}


def _close_call(call: CloseCall) -> dict[str, object]:
    return {
        "boundary": call.boundary,
        "class": call.unit_class,
        "ahead": call.ahead,
        "behind": call.behind,
        "chance": call.chance,
    }


def _place(source: Source) -> dict[str, object]:
    return {"submission": source.submission, "sheet": source.sheet, "row": source.row}


def _people(assessment: Assessment) -> dict[str, list[dict[str, object]]]:
    names = _PersonNames(assessment.roster)
    nominees = [n for of_unit in assessment.nominees.values() for n in of_unit]
    return {
        "nominees": [
            {"unit": n.unit, **names.facts_of(n.person), "facts": dict(n.facts)}
            for n in sorted(nominees, key=lambda n: (n.unit, n.person))
        ],
        "consequences": [
            {
                "unit": c.unit,
                **names.facts_of(c.person),
                "yearly_grade": c.yearly_grade,
                "criticised_on": c.criticism.on,
                "document": c.criticism.document,
            }
            for c in assessment.consequences
        ],
        "ladder": [
            {
                **names.facts_of(p.person),
                "count": p.count,
                "case": p.case,
                "decided_on": p.decided_on,
                "consequence": p.consequence,
            }
            for p in assessment.ladder
        ],
    }


class _PersonNames:
    """The names of people by person code."""

    def __init__(self, roster: Roster) -> None:
        self._names = {person.code: person.name for person in roster.people}

    def facts_of(self, person: str) -> dict[str, str]:
        return {"person": person, "name": self._names.get(person, person)}


def canonical(document: ResultDocument) -> bytes:
    """Return a document's canonical bytes: JSON with sorted keys, UTF-8, a newline at the end.

    Raises TypeError for a float, which two machines may write differently, and for any other
    type that a document does not hold.
    """
    plain = _plain(document)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case Fraction():
            return number_text(value)
        case Decimal():
            return number_text(Fraction(value))
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_plain(entry) for entry in value]
        case _:
            raise TypeError(f"a result holds no {type(value).__name__}")


def result_id(data: bytes) -> str:
    """Return the id of a result: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_document(data: bytes) -> ResultDocument:
    """Read a document from its bytes. Raises ValueError if they are not JSON in UTF-8."""
    document: ResultDocument = json.loads(data)
    return document


def entries_of(document: ResultDocument) -> tuple[ResultEntry, ...]:
    """Return everything that is announced: units on the shortlist, then nominees."""
    units = [ResultEntry(unit=listed["unit"]) for listed in document["shortlist"]]
    people = [
        ResultEntry(unit=nominee["unit"], person=nominee["person"])
        for nominee in document["people"]["nominees"]
    ]
    return (*units, *people)


def remove_entry(
    document: ResultDocument, entry: ResultEntry, grounds: Mapping[str, str], supersedes: str
) -> ResultDocument:
    """Return the document without an entry to which an objection was upheld.

    Scores and ranks stay as they are, and the place that becomes free stays free. ``grounds``
    are the document, the reason and the day of the decision; ``supersedes`` is the id of the
    result whose entry it was.
    """
    people = document["people"]
    removed = [*document["removed"], {"unit": entry.unit, "person": entry.person, **grounds}]
    changed = {**document, "removed": removed, "supersedes": supersedes}
    if entry.person:
        key = (entry.unit, entry.person)
        nominees = [n for n in people["nominees"] if (n["unit"], n["person"]) != key]
        return {**changed, "people": {**people, "nominees": nominees}}
    changed["shortlist"] = [unit for unit in document["shortlist"] if unit["unit"] != entry.unit]
    changed["scores"] = [
        {**score, "shortlisted": score["shortlisted"] and score["unit"] != entry.unit}
        for score in document["scores"]
    ]
    return changed


def remove_again(document: ResultDocument, removed: Iterable[Mapping[str, str]]) -> ResultDocument:
    """Return a newly derived document without the entries that its predecessor had ``removed``.

    An entry that was removed does not come back because the result is derived anew.
    """
    for removal in removed:
        entry = ResultEntry(unit=removal["unit"], person=removal["person"])
        grounds = {key: removal[key] for key in removal.keys() - {"unit", "person"}}
        document = remove_entry(document, entry, grounds, document["supersedes"])
    return document


def note_reasons(document: ResultDocument) -> tuple[str, ...]:
    """Return why approval needs a written note: close calls, provisional scores on the shortlist.

    Empty where it needs none. ``document`` is one as read.
    """
    names = document["units"]
    calls = [
        f"{call['class']}{_BOUNDARIES[call['boundary']]}：{names[call['ahead']]}与"
        f"{names[call['behind']]}难分高下，在{_percent(call['chance'])}的变动中互换位置"
        for call in document["close_calls"]
    ]
    listed = {unit["unit"] for unit in document["shortlist"]}
    provisional = [
        f"{names[score['unit']]}（{score['unit']}）列入推荐名单，成绩为暂定"
        for score in document["scores"]
        if score["provisional"] and score["unit"] in listed
    ]
    return (*calls, *provisional)


_BOUNDARIES = {"shortlist": "推荐名单界线", "last": "末位"}


def _percent(share: str) -> str:
    return f"{number_text(Fraction(share) * 100)}%"


def differences(then: object, now: object, path: str = "$") -> Iterator[tuple[str, object, object]]:
    """Yield the path and both values of everything in which two documents differ, leaf by leaf.

    A value that only one of them has is None in the other.
    """
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in sorted(then.keys() | now.keys()):
            yield from differences(then.get(key), now.get(key), f"{path}.{key}")
    elif isinstance(then, list) and isinstance(now, list):
        for index, (old, new) in enumerate(zip_longest(then, now)):
            yield from differences(old, new, f"{path}[{index}]")
    elif then != now:
        yield path, then, now
