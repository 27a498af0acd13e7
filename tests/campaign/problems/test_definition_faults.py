"""Faults of definitions have one wording each, which some code names."""

import re
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core import core_schema

import adapters
import campaign
import services
from campaign.problems import definition_faults, inbox_faults
from campaign.problems.definition_faults import VALUE_FAULTS

FLOORS = [Path(module.__path__[0]) for module in (campaign, adapters, services)]
CODE = "\n".join(
    path.read_text(encoding="utf-8") for floor in FLOORS for path in floor.rglob("*.py")
)
CATALOGUES = [
    member
    for module in (definition_faults, inbox_faults)
    for member in vars(module).values()
    if isinstance(member, type) and issubclass(member, StrEnum) and member is not StrEnum
]
WORDINGS = [wording for catalogue in CATALOGUES for wording in catalogue]


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: f"{type(w).__name__}.{w.name}")
def test_every_wording_is_named_by_the_code_that_finds_the_fault(wording: StrEnum) -> None:
    assert re.search(rf"\b{type(wording).__name__}\.{wording.name}\b", CODE)


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_no_two_faults_are_worded_alike(catalogue: type[StrEnum]) -> None:
    assert list(catalogue.__members__) == [wording.name for wording in catalogue]


def test_faults_of_values_are_those_that_pydantic_knows() -> None:
    assert set(VALUE_FAULTS) <= set(get_args(core_schema.ErrorType))


@pytest.mark.parametrize("room", ["definitions", "validation"])
def test_code_that_finds_faults_words_none(room: str) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (FLOORS[0] / room).rglob("*.py"))
    assert not re.search(r'f"[^"\n]*[\u4e00-\u9fff]', code)
