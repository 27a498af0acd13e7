"""Exports in the shape in which 问卷星 gives them: one answer sheet per row, all cells texts."""

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

SERVICE = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
UNIT = "1、您要评价的单位是"
GROUP = "2、您的身份是："
MATRIX = "3、请您对该单位的工作作出评价："
DIMENSIONS = ("服务", "效率", "质量", "作风", "形象")
SUGGESTION = "4、您对改进服务作风的意见（选填）"
QUESTIONS = (UNIT, GROUP, *(f"{MATRIX}—{name}" for name in DIMENSIONS), SUGGESTION)
IP = "203.0.113.77(福建-三明)"
NICKNAME = "山青水秀"

Answers = Sequence[str | int]


def sheet_of(
    unit: str, group: str = "服务对象", mark: str = "满意", comment: str = "(空)"
) -> Answers:
    """Return the answers of one sheet that gives the same mark five times."""
    return (unit, group, mark, mark, mark, mark, mark, comment)


def export(
    answers: Iterable[Answers],
    questions: Sequence[str] = QUESTIONS,
    day: str = "2026/10/20",
    service: Sequence[str] = SERVICE,
) -> bytes:
    """Return an export; answers are sheet by sheet, in the order of the questions."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Sheet1"
    page.append([*service, *questions, "总分"])
    for number, given in enumerate(answers, start=1):
        known: Mapping[str, str] = {
            "序号": str(number),
            "提交答卷时间": f"{day} 9:{number % 60:02d}:33",
            "所用时间": f"{40 + number}秒",
            "来源": "微信",
            "来源详情": NICKNAME,
            "来自IP": IP,
        }
        page.append([*(known[heading] for heading in service), *given, "500"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
