"""Checks that the catalogues of texts below templates/ can be read, and that each is used."""

from collections.abc import Mapping
from pathlib import Path

from adapters.mail import calendar_invitations
from adapters.text_catalogues import read_catalogue
from adapters.workbooks import texts as workbook_texts
from campaign.definitions.errors import Definition, DefinitionError, Fault
from campaign.problems.definition_faults import CatalogueFault
from services.texts import (
    actions,
    analysis,
    backup,
    command_help,
    commands,
    destroy,
    failures,
    manual,
    reasons,
    reports,
    results,
    sentences,
    stack,
    usage,
    verify,
)

_CATALOGUES: Mapping[str, type[Definition]] = {
    **workbook_texts.CATALOGUES,
    calendar_invitations.CATALOGUE: calendar_invitations.CalendarTexts,
    actions.CATALOGUE: actions.ActionNotes,
    analysis.CATALOGUE: analysis.AnalysisTexts,
    backup.CATALOGUE: backup.BackupWordings,
    commands.CATALOGUE: commands.CommandLines,
    destroy.CATALOGUE: destroy.DestroyWordings,
    failures.CATALOGUE: failures.FailureWordings,
    command_help.CATALOGUE: command_help.HelpTexts,
    reasons.CATALOGUE: reasons.ReasonTexts,
    reports.CATALOGUE: reports.ReportSentences,
    sentences.CATALOGUE: sentences.CommandSentences,
    manual.CATALOGUE: manual.ManualTexts,
    stack.CATALOGUE: stack.StackTexts,
    usage.CATALOGUE: usage.UsageWordings,
    verify.CATALOGUE: verify.VerifyTexts,
    results.CATALOGUE: results.ResultWordings,
}


def check_text_catalogues(project: Path) -> list[Fault]:
    """Return a fault for each catalogue that is missing, that nothing uses, or at fault."""
    faults: list[Fault] = []
    for name in sorted(_CATALOGUES.keys() | _names(project)):
        try:
            if model := _CATALOGUES.get(name):
                read_catalogue(name, model, project / "templates")
            else:
                fault = Fault(source=f"templates/{name}", path="", message=CatalogueFault.UNUSED)
                faults.append(fault)
        except DefinitionError as error:
            faults += error.faults
    return faults


def text_catalogues(project: Path) -> list[Path]:
    """Return the catalogues of texts, in the order of their names."""
    return sorted((project / "templates").rglob("*.toml"))


def _names(project: Path) -> set[str]:
    templates = project / "templates"
    return {path.relative_to(templates).as_posix() for path in text_catalogues(project)}
