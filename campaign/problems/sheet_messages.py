"""Words the problems of a sheet, its headings and rows, and of what was reported before.

Each has a title, and a sentence each for the problem, its reason and its remedy.
"""

from campaign.problems.codes import Code

WORDINGS: dict[Code, tuple[str, str, str, str]] = {
    Code.SHEET_MISSING: (
        "缺少工作表",
        "找不到工作表“{name}”。",
        "该工作表是报表的必要部分，可能被删除或者改名。",
        "请恢复工作表名称“{name}”，或者重新领取空白表填写。",
    ),
    Code.SHEET_HIDDEN: (
        "工作表被隐藏",
        "工作表“{sheet}”处于隐藏状态。",
        "隐藏的内容报送人看不到，容易误报。",
        "请取消隐藏，核对内容后重新报送。",
    ),
    Code.SHEET_UNKNOWN: (
        "多出的工作表",
        "工作表“{sheet}”不属于本表，没有读入。",
        "自行增加的工作表不进入汇总。",
        "其中如有应报的内容，请填入原有的工作表后重新报送；没有的，可不处理。",
    ),
    Code.SHEET_NO_HEADINGS: (
        "找不到表头",
        "工作表“{sheet}”中找不到表头行。",
        "系统按表头识别各栏，表头被删除或者改动较多时无法识别。",
        "请按空白表恢复表头（{headings}）后重新报送。",
    ),
    Code.SHEET_EMPTY: (
        "没有填写内容",
        "工作表“{sheet}”没有填写任何一行。",
        "空表无法区分是没有事项还是漏填。",
        "{mend}",
    ),
    Code.SHEET_TOO_MANY_ROWS: (
        "行数过多",
        "工作表“{sheet}”有{count}行，超过上限{limit}行。",
        "超出上限的表格不能接收。",
        "请删去重复、无关的行；确有需要请联系党办调整上限。",
    ),
    Code.SHEET_UNUSUALLY_MANY_ROWS: (
        "行数偏多",
        "工作表“{sheet}”有{count}行，通常在{usual}行以内。",
        "可能误粘贴了其他期间的数据。",
        "已照常接收，请核对；如有误请改正后重新报送。",
    ),
    Code.COLUMN_MISSING: (
        "缺少栏目",
        "工作表“{sheet}”缺少“{heading}”栏。",
        "该栏按规定应当填写，可能被删除或者改名。",
        "请按空白表恢复“{heading}”栏并填写。",
    ),
    Code.COLUMN_TWICE: (
        "栏目重复",
        "“{heading}”栏出现了不止一次。",
        "无法确定以哪一栏为准。",
        "请只保留一栏。",
    ),
    Code.COLUMN_UNKNOWN: (
        "多出的栏目",
        "“{value}”不是本表的栏目，没有读入。",
        "自行增加的栏目不进入汇总。",
        "如属备注请填入“备注”栏；如是改名的栏目请恢复原名。",
    ),
    Code.EXPORT_QUESTION_MISSING: (
        "缺少题目",
        "导出的答卷中找不到“{heading}”对应的题目。",
        "系统按题目中的词句（“{says}”）识别，可能问卷没有设这道题，或者题目另有说法。",
        "请核对问卷；题目另有说法的，在报表定义的exports中补上，再放入原文件。",
    ),
    Code.EXPORT_QUESTION_TWICE: (
        "题目无法区分",
        "导出的答卷中不止一道题对应“{heading}”。",
        "系统按题目中的词句（“{says}”）识别，不能确定以哪一题为准。",
        "请在报表定义的exports中写明更具体的词句，再放入原文件。",
    ),
    Code.ROW_MERGED: (
        "有合并单元格",
        "{rows}有合并的单元格。",
        "合并后只有左上角一格有值，其余各格成为空白。",
        "请取消合并，逐格填写。",
    ),
    Code.ROW_HIDDEN: (
        "有隐藏的行",
        "该行处于隐藏或者筛选状态，已照常读入。",
        "隐藏的行也是报送的内容。",
        "请核对；不应报送的请删除该行后重新报送。",
    ),
    Code.ROW_NOT_READ: (
        "有的行没有读入",
        "第{row}行未作为数据读入，该行写的是“{value}”。",
        "该行像是说明、合计，不像一行数据。",
        "其中如有应报的内容，请填入各栏后重新报送；没有的，可不处理。",
    ),
    Code.HEADER_MISSING: (
        "表头信息未填",
        "“{label}”没有填写。",
        "该项必填。",
        "请在“{label}”右侧的单元格内填写{expected}；该项目被删除的，请先按空白表恢复。",
    ),
    Code.HEADER_MISMATCH: (
        "表头信息被改动",
        "表头的“{label}”写的是“{value}”，而这份表下发时是“{expected}”。",
        "改动表头不能把一份表变成另一份。",
        "请领取对应单位和期间的空白表填写。",
    ),
    Code.HEADER_UNIT_UNKNOWN: (
        "单位名称与名册不符",
        "表头的“单位”写的是“{value}”，名册中没有这个名称。",
        "单位可能在表格下发后改名，或者表头被改动。",
        "已作为“{expected}”的报表接收，请核对；不是该单位的，请联系党办。",
    ),
    Code.NIL_WITH_ROWS: (
        "零报告与内容矛盾",
        "“本期无（零报告）”填了“是”，表内却有{count}行内容。",
        "两者只能取一。",
        "有内容的，请把“本期无（零报告）”清空；确实没有的，请删去各行。",
    ),
    Code.NIL_WITHOUT_REASON: (
        "零报告没有说明原因",
        "“本期无（零报告）”填了“是”，没有填写原因。",
        "零报告须说明原因，以区别于漏报；只填“无”不算说明。",
        "请在“零报告原因”右侧填写原因。",
    ),
    Code.HISTORY_NUMBER_TAKEN: (
        "编号已被使用",
        "编号“{value}”已用于{where}。",
        "一个编号只能对应一个事项。",
        "请改用本单位未使用过的编号。",
    ),
    Code.HISTORY_ROWS_GONE: (
        "有事项不见了",
        "此前报送的编号{numbers}，这次的表中没有。",
        "台账事项只能逐步办理、销号，不应消失。",
        "已照常接收，请核对；如有漏填请补齐后重新报送。",
    ),
    Code.HISTORY_LINK_UNKNOWN: (
        "编号对不上",
        "“{heading}”填的“{value}”，在本单位已报送的《{form}》中找不到。",
        "两张表的编号应当对得上，才能从意见、问题一直查到销号。",
        "已照常接收，请核对编号；《{form}》还没有报送的，请及时报送。",
    ),
    Code.HISTORY_SERIAL_REUSED: (
        "填报码已用于另一件",
        "填报码{serial}已用于“{other}”，这次填的是“{value}”。",
        "一份空白表只能登记一件，否则后一件会顶替前一件。",
        "请为新的一件另领空白表填写。",
    ),
}
