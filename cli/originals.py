"""zuofeng original: one original by its receipt number."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.files.atomic_write import write_durably
from campaign.values.acts import Actor
from cli.options import HomeOption, err, open_home, out
from services.context import open_context
from services.reports.confidential import (
    ConfidentialError,
    UnknownReceiptError,
    open_original,
)

ByOption = Annotated[str, typer.Option("--by", help="何人：打开保密内容时必填")]
WhyOption = Annotated[str, typer.Option("--why", help="何故：打开保密内容时必填，记入办理记录")]


def actor_of(by: str, why: str) -> Actor | None:
    """Return who asks for something confidential and why, None if both are left out.

    Raises typer.BadParameter if one of them is.
    """
    if not by.strip() and not why.strip():
        return None
    for hint, text in (("--by", by), ("--why", why)):
        if not text.strip():
            raise typer.BadParameter("何人、何故都要写明", param_hint=hint)
    return Actor(name=by.strip(), reason=why.strip())


def original(
    receipt: Annotated[str, typer.Argument(help="回执号，如HZ26-000123")],
    path: Annotated[
        Path | None, typer.Option("--out", help="写入哪个文件，默认写入当前文件夹", metavar="FILE")
    ] = None,
    by: ByOption = "",
    why: WhyOption = "",
    home: HomeOption = None,
) -> None:
    """取原件：按回执号取出一份原件，逐字节不变。

    保密的原件须写明何人、何故，记入办理记录。
    """
    context = open_context(open_home(home))
    try:
        file = open_original(context, receipt.strip(), actor_of(by, why), context.now())
    except UnknownReceiptError as error:
        raise typer.BadParameter(f"没有回执号“{receipt}”", param_hint="RECEIPT") from error
    except ConfidentialError as error:
        raise typer.BadParameter(
            "这份原件保密，确需取出的，请用--by写明何人、--why写明何故", param_hint="RECEIPT"
        ) from error
    target = path or Path(file.name)
    if target.is_dir():
        target /= file.name
    try:
        write_durably(target, file.data)
    except OSError as error:
        err.print(f"不能写入“{target}”：{error.strerror}", style="red", markup=False)
        raise typer.Exit(2) from error
    out.print(f"已写入：{target}", soft_wrap=True, markup=False, highlight=False)
