"""Words typer's refusals of wrong use in Chinese.

Typer has its own sentences in English; those that a command of ours can meet are recognized by
their shape and said by the catalogue. What is not recognized stays as it is.
"""

import re

from typer.exceptions import TyperException

from services.texts.usage import usage_wordings

_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"Invalid value for '?(?P<option>[^']*?)'?: (?P<refusal>.*)", "invalid"),
        (r"Invalid value: (?P<refusal>.*)", "refused"),
        (r"Missing option '(?P<option>[^']*)'.*", "missing_option"),
        (r"Missing argument '(?P<option>[^']*)'.*", "missing_argument"),
        (r"Missing command\.", "missing_command"),
        (r"No such command '(?P<name>.*?)'\. Did you mean (?P<meant>.*)\?", "similar_command"),
        (r"No such command '(?P<name>.*?)'\.", "no_such_command"),
        (r"No such option: (?P<name>\S+) \(Possible options: (?P<meant>.*)\)", "similar_option"),
        (r"No such option: (?P<name>\S+) Did you mean (?P<meant>.*)\?", "similar_option"),
        (r"No such option: (?P<name>\S+)", "no_such_option"),
        (r"Got unexpected extra argument\(s\) \((?P<names>.*)\)", "too_much"),
        (r"Option '(?P<option>.*)' requires an argument\.", "no_value"),
        (r"Option '(?P<option>.*)' does not take a value\.", "a_value"),
        (r"(?:Value error, )?'?(?P<value>.*?)'? is not one of (?P<choices>.*)\.", "no_choice"),
        (r".*valid integer.*", "no_integer"),
        (r".*less than or equal to (?P<most>\S+)", "too_large"),
        (r".*greater than or equal to (?P<least>\S+)", "too_small"),
        (r".*does not match the formats? .*", "no_day"),
        (r".*'(?P<value>[^']*)' does not exist\.?", "no_file"),
        (r".*'(?P<value>[^']*)' is a directory\.?", "a_folder"),
    )
)
"""The shapes of typer's sentences, tried in turn, and the catalogue's key for each."""


def usage_text(refusal: str) -> str:
    """Return typer's refusal in Chinese, or as it is where its shape is not known."""
    wordings = usage_wordings().refusals
    for pattern, key in _SENTENCES:
        if match := pattern.fullmatch(refusal):
            facts = {name: _plain(value) for name, value in match.groupdict().items()}
            if "refusal" in facts:
                facts["refusal"] = usage_text(match["refusal"])
            text: str = getattr(wordings, key)
            return text.format(**facts)
    return refusal


def refusal_lines(error: TyperException) -> list[str]:
    """Return why a command was not begun, and where its use is explained."""
    wordings = usage_wordings().refusals
    lines = [wordings.refusal.format(refusal=usage_text(error.format_message()))]
    if context := getattr(error, "ctx", None):
        lines.append(wordings.see_help.format(command=context.command_path))
    return lines


def aborted_text() -> str:
    """Return what is said when somebody breaks a command off."""
    return usage_wordings().refusals.aborted


def _plain(names: str) -> str:
    """Return names as typer lists them, without quotes, joined in Chinese."""
    return "、".join(name.strip(" '") for name in names.split(", "))
