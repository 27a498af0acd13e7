"""zuofeng original: one original by its receipt number."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.files.atomic_write import write_durably
from campaign.values.acts import Actor
from cli.help_texts import help_text
from cli.options import HomeOption, err, open_home, out
from services.context import open_context
from services.reports.confidential import (
    ConfidentialError,
    UnknownReceiptError,
    open_original,
)
from services.texts.sentences import command_sentences

ByOption = Annotated[str, typer.Option("--by", help=help_text("original.by"))]
WhyOption = Annotated[str, typer.Option("--why", help=help_text("original.why"))]


def actor_of(by: str, why: str) -> Actor | None:
    """Return who asks for something confidential and why, None if both are left out.

    Raises typer.BadParameter if one of them is.
    """
    if not by.strip() and not why.strip():
        return None
    for hint, text in (("--by", by), ("--why", why)):
        if not text.strip():
            raise typer.BadParameter(command_sentences().original.half_named, param_hint=hint)
    return Actor(name=by.strip(), reason=why.strip())


def original(
    receipt: Annotated[str, typer.Argument(help=help_text("original.receipt"))],
    path: Annotated[
        Path | None, typer.Option("--out", help=help_text("original.path"), metavar="FILE")
    ] = None,
    by: ByOption = "",
    why: WhyOption = "",
    home: HomeOption = None,
) -> None:
    """Write the original of a receipt to a file, byte by byte.

    Raises typer.BadParameter for an unknown receipt, and for a confidential one without who and
    why; typer.Exit (2) if the file cannot be written.
    """
    context, texts = open_context(open_home(home)), command_sentences()
    try:
        file = open_original(context, receipt.strip(), actor_of(by, why), context.now())
    except UnknownReceiptError as error:
        message = texts.original.unknown.format(receipt=receipt)
        raise typer.BadParameter(message, param_hint="RECEIPT") from error
    except ConfidentialError as error:
        raise typer.BadParameter(texts.original.confidential, param_hint="RECEIPT") from error
    target = path or Path(file.name)
    if target.is_dir():
        target /= file.name
    try:
        write_durably(target, file.data)
    except OSError as error:
        text = texts.options.not_written.format(path=target, reason=error.strerror)
        err.print(text, style="red", markup=False)
        raise typer.Exit(2) from error
    text = texts.options.written.format(path=target)
    out.print(text, soft_wrap=True, markup=False, highlight=False)
