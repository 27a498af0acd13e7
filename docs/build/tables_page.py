"""Writes docs/tables.md from the catalogue of tables; a test notices when it is out of date."""

from collections.abc import Iterator
from pathlib import Path

from adapters.files.home import CHECKOUT, Home
from campaign.definitions.definitions import Definitions
from campaign.tables import Column, ColumnType
from services.definitions.loading import load_definitions
from services.reports.entries import TableEntry, TableKind, table_entries
from services.reports.listing import AUDIENCE_NAMES

_TOP = """# 表格目录

系统把全年的报送、办理、考评整理成下列表格。`zuofeng tables`列出行数和期间，`zuofeng table 名称`看
一张，加`--out 文件`存成.xlsx、.csv、.parquet、.json。名称用标识（如
`study.attendance`）、中文名称都可以。

本文件由`python -m docs.build.tables_page`生成，请勿手工修改。报表的表格按`inputs/forms/`中的
定义得出：新增一张报表，不用改程序就有自己的表格和汇总。

**谁可以看。** 所有人：不限。本单位：各单位看自己的行，党办看全部。党办：只有党办。保密：党办只看
数量，确需查看的写明何人、何故（`--by`、`--why`），记入办理记录。加密的栏目（`private`）不进任何表格。
表格、栏目的范围不同的，以窄的为准。没有写明的：单位填报的归本单位，党办填报的归党办，电话归本单位，
保密报表（`confidential`）全部保密。在报表定义中写`audience`改变：整张报表写在`period`之后，一张工作表写在
`name`之后，一栏写在该栏之内，可写`everyone`、`unit`、`office`、`confidential`。

**怎样汇总。** 汇总按类别、单位列出，另有小计、合计；一栏怎样汇总，在该栏写`summary`：

| 写法 | 含义 | 不写时用于 |
|---|---|---|
| `sum` | 合计 | 整数、数 |
| `mean` | 平均 | 分数、百分数 |
| `count` | 选项栏逐项计数，其他栏计已填的格数 | |
| `share` | 选项列入“选项分布”；是否：“是”的比例；数字：占合计的比例；文字：填写率 | 选项、是否 |
| `least`、`most` | 最低、最高；日期为最早、最晚 | |
| `list` | 列出不同的内容 | |
| `none` | 不汇总，只在明细中 | 文字、人员、日期、编号 |

工作表写`group_by = ["栏目"]`的，先按这些栏目分组，再按类别、单位；写单位栏的，
按该栏所填单位汇总。
"""
_TYPE_NAMES = {
    ColumnType.TEXT: "文字",
    ColumnType.INTEGER: "整数",
    ColumnType.NUMBER: "数",
    ColumnType.PERCENT: "百分数",
    ColumnType.DATE: "日期",
    ColumnType.MOMENT: "时间",
    ColumnType.YES_NO: "是否",
}


def tables_document(definitions: Definitions) -> str:
    """Return the page: every table with its columns, as these definitions give them."""
    return "\n".join((_TOP, *_sections(table_entries(definitions))))


def _sections(entries: tuple[TableEntry, ...]) -> Iterator[str]:
    for kind in TableKind:
        yield f"## {kind.value}\n"
        for entry in entries:
            if entry.kind is kind:
                yield from _table(entry)


def _table(entry: TableEntry) -> Iterator[str]:
    yield f"### `{entry.name}` {entry.title}\n"
    yield f"谁可以看：{AUDIENCE_NAMES[entry.audience]}。\n"
    if entry.schema is None:
        yield "各栏随报表、方案的设置而定。\n"
        return
    yield "| 标识 | 栏目 | 类型 | 单位 | 谁可以看 | 出处 |"
    yield "|---|---|---|---|---|---|"
    yield from (_column(column, entry) for column in entry.schema.columns)
    yield ""


def _column(column: Column, entry: TableEntry) -> str:
    audience = AUDIENCE_NAMES[entry.audience.narrowed(column.audience)]
    cells = (f"`{column.key}`", column.heading, _TYPE_NAMES[column.type], column.unit, audience)
    return "| " + " | ".join((*cells, column.source)) + " |"


if __name__ == "__main__":
    page = tables_document(load_definitions(Home(CHECKOUT)))
    (Path(__file__).parents[1] / "tables.md").write_text(page, encoding="utf-8")
