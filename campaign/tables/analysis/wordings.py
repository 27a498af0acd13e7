"""The words of the analyses that staff may reword, and names made of them."""

from collections.abc import Mapping

from campaign.definitions.appraisal_plan import Appraisal

AnalysisWordings = Mapping[str, Mapping[str, str]]
"""By section: ``rules``, ``reasons``, ``joined``, ``notes`` (by the names of schemas)."""

CHANNEL_RULE, GROUP_RULE = "without_", "without_group_"
"""How the keys of rules begin that leave out a channel, or a group of respondents."""


def rule_name(rule: str, appraisal: Appraisal, wordings: AnalysisWordings) -> str:
    """Return another rule in words. Raises KeyError for a rule that there is not."""
    rules = wordings["rules"]
    if rule.startswith(GROUP_RULE):
        name = appraisal.ballots.groups[int(rule.removeprefix(GROUP_RULE))].name
        return rules["without"].format(name=name)
    if rule.startswith(CHANNEL_RULE):
        names = {str(channel.key): channel.name for channel in appraisal.channels}
        return rules["without"].format(name=names[rule.removeprefix(CHANNEL_RULE)])
    return rules[rule]
