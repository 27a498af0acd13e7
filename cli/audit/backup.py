"""zuofeng backup and zuofeng restore: a home in one file, and back."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.filesize import decimal
from rich.progress import Progress

from adapters.files.home import Home
from adapters.store.engine import open_store
from adapters.store.sql.timestamps import now_in
from campaign.values.text import day_text
from cli.help_texts import help_text
from cli.options import HomeOption, JsonOption, err, open_home, out, print_json
from services.backup import BackupError, back_up
from services.backup import restore as restore_backup
from services.definitions.loading import load_definitions
from services.texts.backup import backup_wordings

_PASSPHRASE = "ZUOFENG_BACKUP_PASSPHRASE"  # noqa: S105 - the variable's name
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help=help_text("backup.passphrase_file").format(variable=_PASSPHRASE),
        exists=True,
        dir_okay=False,
    ),
]


def backup(
    target: Annotated[Path, typer.Argument(metavar="目标", help=help_text("backup.target"))],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Back up a home to one file: store, originals, keys behind a passphrase, settings."""
    place = open_home(home)
    now = now_in(load_definitions(place).plan.campaign.time_zone)
    wordings = backup_wordings()
    name = wordings.file_name.format(time=f"{now:%Y-%m-%d %H%M%S}")
    path = target / name if target.is_dir() else target
    passphrase = _passphrase(passphrase_file, confirm=True)
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task(wordings.backing_up, total=None)
        try:
            written = back_up(
                open_store(place),
                place,
                path,
                passphrase,
                now,
                lambda count, total: progress.update(bar, completed=count, total=total),
            )
        except BackupError as error:
            raise _refused(error) from error
    size = decimal(path.stat().st_size)
    if as_json:
        print_json(
            {"path": str(path), "files": written.files, "head": written.head, "made_at": now}
        )
        return
    _say(wordings.made.format(path=path, files=written.files, size=size))
    _say(wordings.head.format(head=written.head))
    _say(wordings.keep)


def restore(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="备份文件", exists=True, dir_okay=False, help=help_text("restore.source")
        ),
    ],
    home: Annotated[Path, typer.Option("--home", help=help_text("restore.home"))],
    passphrase_file: PassphraseOption = None,
) -> None:
    """Restore a backup to an empty folder, then verify it."""
    from cli.audit.verify import verify_

    place, wordings = Home(home.resolve()), backup_wordings()
    passphrase = _passphrase(passphrase_file, confirm=False)
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task(wordings.restoring, total=None)
        try:
            restored = restore_backup(
                source,
                place,
                passphrase,
                lambda count, total: progress.update(bar, completed=count, total=total),
            )
        except BackupError as error:
            raise _refused(error) from error
    made_at = f"{day_text(restored.made_at)}{restored.made_at:%H:%M}"
    _say(wordings.restored.format(path=place.root, files=restored.files, made_at=made_at))
    _say(wordings.head.format(head=restored.head))
    verify_(place.root)


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file:
        return file.read_text(encoding="utf-8-sig").splitlines()[0]
    if passphrase := os.environ.get(_PASSPHRASE):
        return passphrase
    prompt = backup_wordings().prompt
    typed: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=confirm)
    return typed


def _refused(error: BackupError) -> typer.Exit:
    err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(1)


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
