"""A result as one document: what was found on a day, from which inputs, by which definitions.

The same inputs give the same bytes, whoever derives them wherever and whenever; the hash of the
bytes is the result's id. docs/results.md says what each key means.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campaign.definitions.roster import Roster
from campaign.scoring.assessment import Assessment
from campaign.scoring.evidence import Source
from campaign.scoring.explain.score_facts import score_facts
from campaign.scoring.rank_uncertainty import CloseCall
from campaign.values.exact_numbers import number_text

ResultDocument = Mapping[str, Any]
FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PinnedSubmission:
    """One accepted report that a result is made of: its file's hash and its content's digest."""

    receipt: str
    unit: str
    form: str
    period: str
    sha256: str
    content: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pinned:
    """The inputs of a result: the definitions' files by name and hash, reports, the software."""

    software: str
    definitions: Mapping[str, str]
    submissions: tuple[PinnedSubmission, ...] = field(default=())


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultEntry:
    """What is announced and can be objected to: a unit on the shortlist, or a nominee of it."""

    unit: str
    person: str = ""


def make_document(assessment: Assessment, pinned: Pinned, supersedes: str = "") -> ResultDocument:
    """Write down what an assessment found; ``supersedes`` is the id of the result before it."""
    campaign = assessment.plan.campaign
    return {
        "format": FORMAT,
        "campaign": {"name": campaign.name, "year": campaign.year, "issuer": campaign.issuer},
        "as_of": assessment.day,
        "software": pinned.software,
        "definitions": dict(pinned.definitions),
        "submissions": [_submission(each) for each in _by_receipt(pinned.submissions)],
        "units": {unit.code: unit.name for unit in assessment.units},
        "scores": score_facts(assessment),
        "shown_totals": dict(assessment.shown_totals),
        "shortlist": [
            {"unit": unit.code, "class": unit.unit_class}
            for unit, stands in zip(assessment.units, assessment.ranks, strict=True)
            if stands.shortlisted
        ],
        "close_calls": [_close_call(call) for call in assessment.close_calls],
        "people": _people(assessment),
        "unresolved": sorted(
            ({**_place(each.source), "why": each.why} for each in assessment.unresolved),
            key=lambda each: tuple(each.values()),
        ),
        "removed": [],
        "supersedes": supersedes or None,
    }


def _by_receipt(submissions: Iterable[PinnedSubmission]) -> list[PinnedSubmission]:
    return sorted(submissions, key=lambda each: each.receipt)


def _submission(pinned: PinnedSubmission) -> dict[str, str]:
    return {name: getattr(pinned, name) for name in PinnedSubmission.__slots__}


def _close_call(call: CloseCall) -> dict[str, Any]:
    return {
        "boundary": call.boundary,
        "class": call.unit_class,
        "ahead": call.ahead,
        "behind": call.behind,
        "chance": call.chance,
    }


def _place(source: Source) -> dict[str, Any]:
    return {"submission": source.submission, "sheet": source.sheet, "row": source.row}


def _people(assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    named = _Names(assessment.roster)
    nominees = [n for some in assessment.nominees.values() for n in some]
    return {
        "nominees": [
            {"unit": n.unit, **named.of(n.person), "facts": dict(n.facts)}
            for n in sorted(nominees, key=lambda n: (n.unit, n.person))
        ],
        "consequences": [
            {
                "unit": c.unit,
                **named.of(c.person),
                "yearly_grade": c.yearly_grade,
                "criticised_on": c.criticism.on,
                "document": c.criticism.document,
            }
            for c in assessment.consequences
        ],
        "ladder": [
            {
                **named.of(p.person),
                "count": p.count,
                "case": p.case,
                "decided_on": p.decided_on,
                "consequence": p.consequence,
            }
            for p in assessment.ladder
        ],
    }


class _Names:
    """The names that go with person codes."""

    def __init__(self, roster: Roster) -> None:
        self._names = {person.code: person.name for person in roster.people}

    def of(self, person: str) -> dict[str, str]:
        return {"person": person, "name": self._names.get(person, person)}


def canonical(document: ResultDocument) -> bytes:
    """Return the one way to write a document: sorted keys, UTF-8, no floats, newline at the end.

    Raises TypeError for a float, which no two machines need write alike.
    """
    plain = _plain(document)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: Any) -> Any:
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
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            raise TypeError(f"a result holds no {type(value).__name__}")


def result_id(data: bytes) -> str:
    """Return the id of a result: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_document(data: bytes) -> ResultDocument:
    """Read a document from its bytes."""
    found: ResultDocument = json.loads(data)
    return found


def entries(document: ResultDocument) -> tuple[ResultEntry, ...]:
    """Return everything that is announced: units on the shortlist, then nominees."""
    units = [ResultEntry(unit=each["unit"]) for each in document["shortlist"]]
    people = [
        ResultEntry(unit=each["unit"], person=each["person"])
        for each in document["people"]["nominees"]
    ]
    return (*units, *people)


def without(
    document: ResultDocument, entry: ResultEntry, grounds: Mapping[str, str], supersedes: str
) -> ResultDocument:
    """Return the document with an entry removed after an objection was upheld.

    Scores and ranks stay as they are, and the place that becomes free stays free. ``grounds``
    are the document, the reason and the day of the decision.
    """
    people = dict(document["people"])
    removed = [*document["removed"], {"unit": entry.unit, "person": entry.person, **grounds}]
    changed = {**document, "removed": removed, "supersedes": supersedes}
    if entry.person:
        people["nominees"] = [n for n in people["nominees"] if not _is(n, entry)]
        return {**changed, "people": people}
    changed["shortlist"] = [each for each in document["shortlist"] if each["unit"] != entry.unit]
    changed["scores"] = [
        {**score, "shortlisted": score["shortlisted"] and score["unit"] != entry.unit}
        for score in document["scores"]
    ]
    return changed


def as_decided(document: ResultDocument, removed: Iterable[Mapping[str, str]]) -> ResultDocument:
    """Return a fresh document with everything taken out that was removed before it.

    An entry that was removed does not come back because the result is derived anew.
    """
    for each in removed:
        entry = ResultEntry(unit=each["unit"], person=each["person"])
        grounds = {key: each[key] for key in each.keys() - {"unit", "person"}}
        document = without(document, entry, grounds, document["supersedes"])
    return document


def _is(nominee: Mapping[str, Any], entry: ResultEntry) -> bool:
    return (nominee["unit"], nominee["person"]) == (entry.unit, entry.person)


def note_reasons(document: ResultDocument) -> tuple[str, ...]:
    """Say why approval needs a written note: close calls, and provisional scores on the shortlist.

    None where it needs none.
    """
    names = document["units"]
    calls = [
        f"{call['class']}{_BOUNDARIES[call['boundary']]}：{names[call['ahead']]}与"
        f"{names[call['behind']]}难分高下，在{_percent(call['chance'])}的权重变动中互换位置"
        for call in document["close_calls"]
    ]
    listed = {each["unit"] for each in document["shortlist"]}
    provisional = [
        f"{names[score['unit']]}（{score['unit']}）列入推荐名单，成绩为暂定"
        for score in document["scores"]
        if score["provisional"] and score["unit"] in listed
    ]
    return (*calls, *provisional)


_BOUNDARIES = {"shortlist": "推荐名单界线", "last": "末位"}


def _percent(share: str) -> str:
    return f"{number_text(Fraction(share) * 100)}%"


def differences(then: Any, now: Any, path: str = "$") -> Iterator[tuple[str, Any, Any]]:
    """List path, then and now of everything in which two documents differ, as deep as it goes.

    What only one of them has is None in the other.
    """
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in sorted(then.keys() | now.keys()):
            yield from differences(then.get(key), now.get(key), f"{path}.{key}")
    elif isinstance(then, list) and isinstance(now, list):
        for at in range(max(len(then), len(now))):
            one, two = (some[at] if at < len(some) else None for some in (then, now))
            yield from differences(one, two, f"{path}[{at}]")
    elif then != now:
        yield path, then, now
