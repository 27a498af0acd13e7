"""zuofeng code: a personal approval code's hash for the roster; and how a code is asked for.

A code is typed without being shown, or comes from the environment or standard input for scripts:
never from the command line, where everybody on the machine could read it.
"""

import os
import secrets
import sys

import typer

from campaign.approval_codes import hash_code
from cli.options import HomeOption, JsonOption, err, out, print_json

VARIABLE = "ZUOFENG_CODE"
LEAST_LENGTH = 6
_SALT_BYTES = 16


def code(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """生成审批码的加密值，由本人输入审批码，结果填入名册“领导小组”表的“审批码”栏。

    审批码至少6位；在脚本中由环境变量ZUOFENG_CODE或者标准输入给出。
    """
    del home  # every command takes it; a code belongs to a person
    given = ask_code("审批码", twice=True)
    if len(given) < LEAST_LENGTH:
        raise typer.BadParameter(f"审批码至少{LEAST_LENGTH}位", param_hint=VARIABLE)
    stored = hash_code(given, secrets.token_bytes(_SALT_BYTES))
    if as_json:
        print_json({"hash": stored})
        return
    out.print(stored, soft_wrap=True, markup=False, highlight=False)
    err.print("请把上面一行填入名册，审批码本身不要写在任何地方。", style="yellow")


def ask_code(words: str, *, twice: bool = False) -> str:
    """Return a code from the environment, from a hidden prompt, or from standard input's line."""
    if given := os.environ.get(VARIABLE, ""):
        return given.strip()
    if sys.stdin.isatty():
        answer: str = typer.prompt(words, hide_input=True, confirmation_prompt=twice, err=True)
        return answer.strip()
    line = sys.stdin.readline().strip()
    if not line:
        raise typer.BadParameter(
            "没有给出审批码：请在终端输入，或者由标准输入、环境变量给出", param_hint=VARIABLE
        )
    return line
