"""Writes plainly what stands in a cell, and what of it tells options and names apart."""

import datetime as dt
import unicodedata


def squeeze(value: object) -> str:
    """Write a cell half-width on as few blanks as possible, line by line."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return lines_of(text)


def lines_of(text: str) -> str:
    """Take out what nobody sees, and blanks that say nothing."""
    text = text.replace("_x000D_", "\n").replace("\r", "\n")
    seen = "".join(
        " " if unicodedata.category(c) == "Zs" or c == "\t" else c
        for c in text
        if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cf", "Cc")
    )
    lines = [" ".join(line.split()) for line in seen.split("\n")]
    return "\n".join(line for line in lines if line)


def ticked(value: object) -> list[str] | None:
    """Return the options that are ticked among several in a cell; None where none or one stands."""
    text = squeeze(value)
    for separator in "、\n":
        text = text.replace(separator, " ")
    parts = [part for part in text.split(" ") if part.strip("()")]
    chosen = [part for part in parts if any(tick in part for tick in "√☑■")]
    if len(parts) < 2 or not chosen:
        return None
    return [part.replace("(√)", "").strip("√☑■") for part in chosen]


def unlettered(text: str) -> str:
    """Leave out a letter or a number before an option."""
    for letter in ("A.", "2"):
        text = text.removeprefix(letter)
    return text


def bare(text: str) -> str:
    """Leave out what decorates a choice."""
    return "".join(c for c in text if c not in ' \n《》“”"*.,、:;。√✓✔☑').lower()


def name_only(text: str) -> str:
    """Leave out what does not tell names apart."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c not in " \n·・•.").lower()
