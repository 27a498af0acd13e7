"""Writes docs/problems.md, the catalogue of problems, for those who answer clerks' questions."""

import re
from collections.abc import Iterator

from campaign.problems.codes import WARNINGS, Code
from campaign.problems.messages import CATALOGUE

_FAMILIES = {
    "文件": ("file", "attachment"),
    "标识、单位、期间": ("seal", "form", "unit", "place", "period"),
    "工作表、表头、行": ("sheet", "column", "row"),
    "表头信息、零报告": ("header", "nil"),
    "问卷导出的答卷": ("export",),
    "单元格": ("cell", "person"),
    "各栏、各表之间": ("rule",),
    "与以往报送核对": ("history",),
}
FACTS = {
    "cell": "单元格",
    "choices": "可选项",
    "count": "实际数",
    "digits": "位数",
    "example": "示例",
    "expected": "应填内容",
    "filers": "适用单位",
    "first": "起",
    "folder": "文件夹",
    "form": "报表",
    "format": "文件格式",
    "found": "现有行数",
    "heading": "栏目",
    "headings": "各栏目",
    "kind": "实际的类型",
    "label": "项目",
    "last": "止",
    "least": "最少行数",
    "limit": "限度",
    "lock": "封账日期",
    "lost": "各表少了的行",
    "mend": "按具体情况说明怎样修改",
    "missing": "缺少的项",
    "name": "工作表",
    "new": "现行版次",
    "numbers": "各编号",
    "old": "版次",
    "opens": "受理日期",
    "other": "另一处",
    "other_sheet": "另一张工作表",
    "other_value": "另一处的内容",
    "parts": "各分项",
    "part": "部分或者全部",
    "period": "期间",
    "received": "收到日期",
    "registered": "登记的内容",
    "remark": "附注",
    "row": "行",
    "rows": "行",
    "says": "题目用语",
    "serial": "填报码",
    "sheet": "工作表",
    "shown": "显示的内容",
    "size": "大小",
    "sum": "各分项之和",
    "whose": "所属各项",
    "unit": "单位",
    "usual": "通常行数",
    "value": "所填内容",
    "version": "版次",
    "what": "所缺信息",
    "where": "已用之处",
}
"""What the document shows for each fact, by the fact's name."""

_TOP = """# 问题目录

报送的文件有下列问题时，回执和退回文件中的“修改意见”这样说明。级别为“须修改”的，文件整份退回，
不作任何登记；级别为“请核对”的，文件照常接收。〔〕内的文字在实际说明中换成具体内容。

本文件由`python docs/build/problems_page.py`生成，请勿手工修改；措辞在`campaign/problems/`中修改。
"""


def problems_document() -> str:
    """Return the document: every problem by family, with its level, title and three sentences."""
    return "\n".join((_TOP, *_sections()))


def _sections() -> Iterator[str]:
    for family, prefixes in _FAMILIES.items():
        yield f"## {family}\n"
        yield "| 代码 | 级别 | 名称 | 问题 | 原因 | 怎样修改 |"
        yield "|---|---|---|---|---|---|"
        for code in Code:
            if code.value.partition(".")[0] in prefixes:
                yield _line(code)
        yield ""


def _line(code: Code) -> str:
    wording = CATALOGUE[code]
    level = "请核对" if code in WARNINGS else "须修改"
    templates = (wording.problem, wording.reason, wording.remedy)
    return " | ".join((f"| `{code}`", level, wording.title, *map(_sentence, templates))) + " |"


def _sentence(template: str) -> str:
    return re.sub(r"{(\w+)}", lambda fact: f"〔{FACTS[fact[1]]}〕", template).replace("|", "\\|")
