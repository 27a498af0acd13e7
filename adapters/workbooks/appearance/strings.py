"""Finds the texts of an xlsx that are struck out, whole or in part, by their runs."""

from collections.abc import Iterable

from lxml import etree

from adapters.workbooks.appearance.stylesheet import Element, is_struck

_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


def struck_strings(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of shared strings that are struck out as a whole, and in part."""
    whole: set[int] = set()
    part: set[int] = set()
    if b"k" not in xml or b"strike" not in xml:  # one letter is looked for much sooner
        return frozenset(), frozenset()
    try:
        items = etree.fromstring(xml, _SAFE).findall("{*}si")
    except etree.XMLSyntaxError:  # the parser of the cells will say so
        items = []
    for number, item in enumerate(items):
        runs = struck_runs(item)
        if any(runs):
            (whole if all(runs) else part).add(number)
    return frozenset(whole), frozenset(part)


def struck_runs(text: Element) -> list[bool]:
    """Return for each run of a text that shows something whether it is struck out."""
    return [_is_run_struck(run) for run in text.findall("{*}r") if _words(run.iter("{*}t"))]


def _is_run_struck(run: Element) -> bool:
    properties = run.find("{*}rPr")
    return properties is not None and is_struck(properties)


def _words(texts: Iterable[Element]) -> str:
    return "".join(text.text or "" for text in texts).strip()
