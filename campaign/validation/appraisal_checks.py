"""Finds settings of the appraisal that nothing would ever act on, before they come into force."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from campaign.definitions.appraisal_plan import DEDUCTION_KEYS, DERIVED_VETOES, VetoSource
from campaign.definitions.errors import Fault
from campaign.definitions.form import Form
from campaign.definitions.plan import Plan
from campaign.problems.definition_faults import PlanFault, TomlFault
from campaign.validation.faults import plan_fault


def check_appraisal(plan: Plan, forms: Mapping[str, Form]) -> Iterator[Fault]:
    """Yield a fault for each deduction and veto of the plan that nothing can feed."""
    yield from _deduction_faults(plan)
    yield from _veto_faults(plan, forms)
    dimensions = [dimension.key for dimension in plan.appraisal.dimensions]
    if (key := plan.appraisal.criticism_dimension) and key not in dimensions:
        yield plan_fault("appraisal.criticism_dimension", _unknown(key, dimensions))
    grades = [grade.name for grade in plan.appraisal.grades]
    if (grade := plan.appraisal.shortlist.least_grade) and grade not in grades:
        yield plan_fault("appraisal.shortlist.least_grade", _unknown(grade, grades))


def _deduction_faults(plan: Plan) -> Iterator[Fault]:
    keys = [deduction.key for deduction in plan.appraisal.deductions]
    for index, key in enumerate(keys):
        path = f"appraisal.deductions[{index}].key"
        if key not in DEDUCTION_KEYS:
            yield plan_fault(path, _unknown(key, DEDUCTION_KEYS))
        elif key in keys[:index]:
            yield plan_fault(path, PlanFault.REPEATED.format(what="key", names=key))


def _unknown(key: str, choices: Sequence[str]) -> str:
    nearest = get_close_matches(key, choices, n=1)
    message = TomlFault.NOT_AN_OPTION.format(input=key, choices="、".join(choices))
    return message + (TomlFault.NEAREST_KEY.format(key=nearest[0]) if nearest else "")


def _veto_faults(plan: Plan, forms: Mapping[str, Form]) -> Iterator[Fault]:
    for index, veto in enumerate(plan.appraisal.vetoes):
        path = f"appraisal.vetoes[{index}]"
        if not veto.recorded and veto.key not in DERIVED_VETOES:
            derived = "、".join(DERIVED_VETOES)
            yield plan_fault(path, PlanFault.VETO_UNRECORDED.format(name=veto.name, keys=derived))
        for source in veto.recorded:
            values = _recordable(source, forms)
            if source.value not in values:
                yield plan_fault(f"{path}.recorded", _unknown(source.value, values))


def _recordable(source: VetoSource, forms: Mapping[str, Form]) -> list[str]:
    """Return the values of a form that can record a veto; none if the bureau lacks the form."""
    form = forms.get(source.form)
    sheet = form.sheet("red_flags" if source.form == "inspection" else "matters") if form else None
    if sheet is None:
        return []
    if source.form == "inspection":
        return [row[0] for row in sheet.prefill if row]
    kinds = sheet.column("kind")
    return list(kinds.choices) if kinds else []
