"""What scores are gathered from is there in every form, under the keys of the plan."""

import pytest

from campaign.definitions.form import parse_form
from campaign.scoring.collect import COLLECTED_FORMS, NOMINEE_RECORD_FORMS
from campaign.validation.evidence_sources import EVIDENCE_SOURCES, check_evidence_sources
from tests.support.samples.definitions import changed, form_text, forms, plan


def found(key: str, old: str, new: str) -> list[tuple[str, str]]:
    shipped = form_text(key)
    bare = shipped.partition("[[rules]]")[0]  # no rule names what is taken away
    lacking = parse_form(changed(bare, old, new), f"inputs/forms/{key}.toml")
    return [(f.path, f.message) for f in check_evidence_sources(plan(), [lacking])]


def test_the_shipped_forms_hold_all_that_is_gathered() -> None:
    assert list(check_evidence_sources(plan(), forms())) == []


def test_every_form_that_is_gathered_from_is_looked_at() -> None:
    assert {feed.form for feed in EVIDENCE_SOURCES} == COLLECTED_FORMS | NOMINEE_RECORD_FORMS


@pytest.mark.parametrize(
    ("key", "old", "new", "path", "words"),
    [
        ("social_evaluation", 'key = "ballots"', 'key = "votes"', "sheets", "“ballots”的工作表"),
        ("social_evaluation", 'key = "style"', 'key = "manner"', "sheets[2].columns", "“style”"),
        (
            "mutual_evaluation",
            'heading = "服务", aliases = ["比服务", "服务优"], type = "score"',
            'heading = "服务", aliases = ["比服务", "服务优"], type = "number"',
            "sheets[0].columns[1].type",
            "“服务”应写type = 'score'",
        ),
        (
            "mutual_evaluation",
            'key = "comment", heading = "评语",',
            'key = "courage", heading = "担当", type = "score",',
            "sheets[0].columns[7].key",
            "“担当”不是方案的五比之一",
        ),
        (
            "social_evaluation",
            'of_plan = "marks", choices',
            "choices",
            "sheets[2].columns[1].type",
            "“服务”应写type = 'choices'、of_plan = 'marks'",
        ),
        (
            "social_evaluation",
            'of_plan = "groups", choices',
            "choices",
            "sheets[1].columns[0].of_plan",
            "应写of_plan = 'groups'",
        ),
        ("spot_check", 'key = "checked_on"', 'key = "on"', "sheets[0].header", "“checked_on”"),
        ("spot_check", 'of_plan = "spot_deductions", ', "", "sheets[0].columns[3].of_plan", "spot"),
        ("public_ballots", 'key = "issued"', 'key = "sent"', "sheets[0].columns", "“issued”"),
        ("decision", 'key = "figure"', 'key = "rate"', "sheets[0].columns", "“figure”"),
        ("decision", 'of_plan = "tiers", ', "", "sheets[0].columns[3].of_plan", "tiers"),
        ("inspection", 'key = "flag"', 'key = "story"', "sheets[2].columns", "“flag”"),
        ("complaint", 'key = "received_on"', 'key = "came_on"', "sheets[0].header", "received_on"),
        ("nomination", 'key = "award"', 'key = "prize"', "sheets[0].header", "“award”"),
    ],
)
def test_what_a_form_lacks_is_named(key: str, old: str, new: str, path: str, words: str) -> None:
    places = found(key, old, new)
    assert path in [place for place, _ in places]
    assert any(words in message for place, message in places if place == path), places


def test_a_dimension_that_the_plan_adds_is_missed_in_every_form_about_dimensions() -> None:
    dimensions = plan().appraisal.dimensions
    more = dimensions[0].model_copy(update={"key": "courage", "name": "担当"})
    appraisal = plan().appraisal.model_copy(update={"dimensions": (*dimensions, more)})
    faults = list(
        check_evidence_sources(plan().model_copy(update={"appraisal": appraisal}), forms())
    )
    assert [(fault.source, fault.path) for fault in faults] == [
        (f"inputs/forms/{key}.toml", f"sheets[{at}].columns")
        for key, at in (("mutual_evaluation", 0), ("public_ballots", 1), ("social_evaluation", 2))
    ]
    assert all("“courage”" in fault.message for fault in faults)
