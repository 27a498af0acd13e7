"""The words of every problem: what it is, why it is not accepted, how to mend it.

Read by clerks in receipts and on the sheet 修改意见. ``{value}`` is what the sender wrote; the
other names in braces are the problem's facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.problems import Code, Problem
from campaign.sheets import column_letters


@dataclass(frozen=True, slots=True)
class Wording:
    """A problem's title, and its three sentences as templates of ``str.format``."""

    title: str
    what: str
    why: str
    mend: str


CATALOGUE: dict[Code, Wording] = {
    Code.FILE_EMPTY: Wording(
        "空文件",
        "文件大小为0，没有任何内容。",
        "可能是复制中断，或者保存没有成功。",
        "请在本机打开原文件，确认有内容并保存后，重新复制到收件箱。",
    ),
    Code.FILE_NOT_A_WORKBOOK: Wording(
        "不是表格文件",
        "文件内容不是电子表格。",
        "只改文件后缀名不能把其他文件变成表格；收件箱只读取xlsx、xls、et、ods表格。",
        "请在WPS或Excel中打开下发的表格填写，另存为“Excel工作簿（*.xlsx）”后重新报送。",
    ),
    Code.FILE_DAMAGED: Wording(
        "文件损坏",
        "文件不完整或已损坏，无法打开。",
        "可能是复制、传输或者保存时中断。",
        "请在本机打开原文件，能正常显示后另存为“Excel工作簿（*.xlsx）”，重新报送。",
    ),
    Code.FILE_PASSWORD: Wording(
        "文件有打开密码",
        "文件设置了打开密码。",
        "系统不接受加密文件，也不会尝试密码。",
        "请打开文件，取消打开密码并保存后重新报送；需保密的事项请放入“保密”文件夹。",
    ),
    Code.FILE_MACROS: Wording(
        "文件含有宏",
        "文件中含有宏（程序代码）。",
        "为保证安全，含宏的文件一律不接收。",
        "请另存为不含宏的“Excel工作簿（*.xlsx）”后重新报送。",
    ),
    Code.FILE_TOO_LARGE: Wording(
        "文件过大",
        "文件大小为{size}，超过上限{limit}。",
        "报表只需文字和数字，过大的文件通常是插入了图片。",
        "请删去表内图片；证明材料请另存为PDF，以填报码开头命名，与报表一并放入收件箱。",
    ),
    Code.FILE_INFLATES: Wording(
        "文件解压后过大",
        "文件解压后达到{size}，超过上限{limit}。",
        "通常是整列整行设置了格式，或者文件内容异常。",
        "请重新领取空白表，把数据以“只粘贴数值”的方式粘入后报送。",
    ),
    Code.FILE_TOO_MANY_SHEETS: Wording(
        "工作表过多",
        "文件中有{count}张工作表，超过上限{limit}张。",
        "报表应当只含下发的工作表。",
        "请删去无关的工作表后重新报送。",
    ),
    Code.FILE_TOO_MANY_CELLS: Wording(
        "单元格过多",
        "工作表“{sheet}”的单元格有{count}个，超过上限{limit}个。",
        "通常是整列整行设置了格式或者填充了公式。",
        "请重新领取空白表，把数据以“只粘贴数值”的方式粘入后报送。",
    ),
    Code.FILE_FAR_CELL: Wording(
        "表格范围之外有内容",
        "工作表“{sheet}”的单元格{cell}有内容或格式，远在表格之外。",
        "通常是误按方向键后输入，或者整列整行设置了格式。",
        "请选中表格以下、以右的全部空行空列并删除，保存后重新报送。",
    ),
    Code.FILE_UNREADABLE: Wording(
        "文件无法读取",
        "读取文件时程序中止。",
        "文件内部结构异常，虽可能仍能在本机打开。",
        "请重新领取空白表，把数据以“只粘贴数值”的方式粘入后报送；仍不成功请联系党办。",
    ),
    Code.ATTACHMENT_NO_SERIAL: Wording(
        "附件未注明填报码",
        "附件文件名不是以有效的填报码开头。",
        "没有填报码，无法判断附件属于哪一份报表。",
        "请把附件改名为“填报码＋空格＋名称”（填报码印在报表右上方）后重新放入收件箱。",
    ),
    Code.SEAL_FORGED: Wording(
        "表格标识被改动",
        "表格内的隐藏标识与下发时不一致。",
        "标识记录了单位、期间和填报码，改动后无法确认是哪一份表。",
        "请重新领取本单位本期的空白表填写，不要改动或者复制隐藏工作表。",
    ),
    Code.SEAL_MISSING: Wording(
        "不是下发的表格",
        "文件中没有下发表格的标识，又不在本单位的文件夹内。",
        "无法确认是哪个单位报送的。",
        "请用下发的空白表填写；如确需使用自制表格，请放入以本单位代码命名的文件夹。",
    ),
    Code.FORM_UNCERTAIN: Wording(
        "无法确认是哪一份表",
        "文件没有下发标识，从标题和表头不能确定{what}。",
        "没有标识的表格，只有单位、表名、期间都能确定时才能接收。",
        "请用下发的空白表填写后重新报送。",
    ),
    Code.FORM_UNKNOWN: Wording(
        "不是本活动的报表",
        "本活动没有“{form}”这张报表。",
        "可能放错了文件，或者该表已停用。",
        "请核对后报送正确的报表。",
    ),
    Code.FORM_OLD_VERSION: Wording(
        "报表版本过旧",
        "这是“{form}”的第{old}版，现行的是第{new}版。",
        "报表内容已经调整，旧版缺少或者多出栏目。",
        "请领取新版空白表，把数据以“只粘贴数值”的方式粘入后报送。",
    ),
    Code.UNIT_UNKNOWN: Wording(
        "单位不在名册",
        "单位“{unit}”不在现行单位名册内。",
        "可能已经撤并、改名，或者代码有误。",
        "请与党办核对单位名册后领取新的空白表。",
    ),
    Code.UNIT_NOT_ASKED: Wording(
        "本单位不需报送此表",
        "“{form}”不由“{unit}”报送。",
        "此表由{filers}报送。",
        "请核对是否放错了文件；如有疑问请联系党办。",
    ),
    Code.PLACE_FOREIGN_FOLDER: Wording(
        "放错了文件夹",
        "这份表属于“{unit}”，却放在“{folder}”的文件夹内。",
        "不同单位的文件夹不能混用，以免张冠李戴。",
        "请放入本单位的文件夹，或者收件箱的最上层。",
    ),
    Code.PLACE_NOT_CONFIDENTIAL: Wording(
        "保密报表未放入保密文件夹",
        "“{form}”属于保密报表，却放在普通文件夹内。",
        "普通文件夹其他单位也能看到。",
        "文件已加密接收并从收件箱移走；今后请直接放入“保密”文件夹。",
    ),
    Code.PERIOD_OUTSIDE: Wording(
        "期间不在活动范围",
        "“{form}”没有“{period}”这一期。",
        "该期间不在活动方案规定的报送期内。",
        "请核对期间，领取对应期间的空白表填写。",
    ),
    Code.PERIOD_NOT_BEGUN: Wording(
        "期间尚未开始",
        "“{period}”这一期自{opens}起受理。",
        "提前报送的内容可能不完整。",
        "请在该期开始之后报送。",
    ),
    Code.PERIOD_LOCKED: Wording(
        "该期已经封账",
        "“{form}”{period}已于{lock}封账。",
        "封账后数据已进入考评，不能再改。",
        "确有特殊原因的，请向党办提出书面说明，经批准后补报。",
    ),
    Code.SHEET_MISSING: Wording(
        "缺少工作表",
        "找不到工作表“{name}”。",
        "该工作表是报表的必要部分，可能被删除或者改名。",
        "请恢复工作表名称“{name}”，或者重新领取空白表填写。",
    ),
    Code.SHEET_HIDDEN: Wording(
        "工作表被隐藏",
        "工作表“{sheet}”处于隐藏状态。",
        "隐藏的内容报送人看不到，容易误报。",
        "请取消隐藏，核对内容后重新报送。",
    ),
    Code.SHEET_NO_HEADINGS: Wording(
        "找不到表头",
        "工作表“{sheet}”中找不到表头行。",
        "系统按表头识别各栏，表头被删除或者改动较多时无法识别。",
        "请按空白表恢复表头（{headings}）后重新报送。",
    ),
    Code.SHEET_EMPTY: Wording(
        "没有填写内容",
        "工作表“{sheet}”没有填写任何一行。",
        "空表无法区分是没有事项还是漏填。",
        "{mend}",
    ),
    Code.SHEET_TOO_MANY_ROWS: Wording(
        "行数过多",
        "工作表“{sheet}”有{count}行，超过上限{limit}行。",
        "超出上限的表格不能接收。",
        "请删去重复、无关的行；确有需要请联系党办调整上限。",
    ),
    Code.SHEET_UNUSUALLY_MANY_ROWS: Wording(
        "行数偏多",
        "工作表“{sheet}”有{count}行，通常在{usual}行以内。",
        "可能误粘贴了其他期间的数据。",
        "已照常接收，请核对；如有误请改正后重新报送。",
    ),
    Code.COLUMN_MISSING: Wording(
        "缺少栏目",
        "工作表“{sheet}”缺少“{heading}”栏。",
        "该栏是必填栏，可能被删除或者改名。",
        "请按空白表恢复“{heading}”栏并填写。",
    ),
    Code.COLUMN_TWICE: Wording(
        "栏目重复",
        "“{heading}”栏出现了两次。",
        "无法确定以哪一栏为准。",
        "请只保留一栏。",
    ),
    Code.COLUMN_UNKNOWN: Wording(
        "多出的栏目",
        "“{value}”不是本表的栏目，没有读入。",
        "自行增加的栏目不进入汇总。",
        "如属备注请填入“备注”栏；如是改名的栏目请恢复原名。",
    ),
    Code.ROW_MERGED: Wording(
        "有合并单元格",
        "第{first}至{last}行有合并的单元格。",
        "合并后只有第一格有值，其余各行成为空白。",
        "请取消合并，逐行填写。",
    ),
    Code.ROW_HIDDEN: Wording(
        "有隐藏的行",
        "第{row}行处于隐藏或者筛选状态，已照常读入。",
        "隐藏的行也是报送的内容。",
        "请核对；不应报送的请删除该行后重新报送。",
    ),
    Code.HEADER_MISSING: Wording(
        "表头信息未填",
        "“{label}”没有填写。",
        "该项必填。",
        "请在“{label}”右侧的单元格内填写{expected}。",
    ),
    Code.HEADER_MISMATCH: Wording(
        "表头信息被改动",
        "表头的“{label}”写的是“{value}”，而这份表下发给“{expected}”。",
        "改动表头不能把一份表变成另一份。",
        "请领取对应单位和期间的空白表填写。",
    ),
    Code.NIL_WITH_ROWS: Wording(
        "零报告与内容矛盾",
        "“本期无（零报告）”填了“是”，表内却有{count}行内容。",
        "两者只能取一。",
        "有内容的，请把“本期无（零报告）”清空；确实没有的，请删去各行。",
    ),
    Code.NIL_WITHOUT_REASON: Wording(
        "零报告没有说明原因",
        "“本期无（零报告）”填了“是”，没有填写原因。",
        "零报告须说明原因，以区别于漏报。",
        "请在“零报告原因”右侧填写原因。",
    ),
    Code.CELL_ERROR_VALUE: Wording(
        "单元格是错误值",
        "“{heading}”显示为错误值“{value}”。",
        "公式出错，没有可用的值。",
        "请直接填写正确的内容，不要使用公式。",
    ),
    Code.CELL_NOT_CALCULATED: Wording(
        "公式没有计算结果",
        "“{heading}”是公式，但文件中没有保存计算结果。",
        "系统只读取保存的结果，不执行公式。",
        "请打开文件待公式算出后保存，或者直接填写数值。",
    ),
    Code.CELL_BLANK: Wording(
        "必填项为空",
        "“{heading}”没有填写。",
        "该项必填。",
        "请填写{expected}。",
    ),
    Code.CELL_NOT_A_NUMBER: Wording(
        "不是数字",
        "“{heading}”填的是“{value}”，不是数字。",
        "该栏须参加计算。",
        "请只填数字，如{example}。",
    ),
    Code.CELL_NOT_WHOLE: Wording(
        "不是整数",
        "“{heading}”填的是“{value}”，不是整数。",
        "该栏按个数、人数、次数计，应为整数。",
        "请填写整数。",
    ),
    Code.CELL_NOT_A_DATE: Wording(
        "不是有效日期",
        "“{heading}”填的是“{value}”，不是有效日期。",
        "日期不存在，或者写法无法识别。",
        "请按“{example}”的样式填写。",
    ),
    Code.CELL_NOT_A_CHOICE: Wording(
        "不在可选范围",
        "“{heading}”填的是“{value}”，不在可选范围内。",
        "该栏只能从下拉选项中选择。",
        "请填写其中之一：{choices}。",
    ),
    Code.CELL_NOT_TEXT: Wording(
        "应为文字",
        "“{heading}”填的是“{value}”，应当是文字说明。",
        "该栏填写文字内容，日期、数字不能说明情况。",
        "请填写{expected}。",
    ),
    Code.CELL_LOST_ZEROS: Wording(
        "编号前面的0丢失",
        "“{heading}”填的是数字“{value}”，应为{digits}位编号。",
        "按数字填写时，编号前面的0会丢失。",
        "请先把单元格设为“文本”格式，再完整填写{digits}位编号。",
    ),
    Code.CELL_BAD_PATTERN: Wording(
        "格式不符",
        "“{heading}”填的是“{value}”，格式不符。",
        "该栏有固定的写法。",
        "请按“{example}”的样式填写。",
    ),
    Code.CELL_TOO_LOW: Wording(
        "数值过小",
        "“{heading}”填的是“{value}”，小于{limit}。",
        "超出允许范围。",
        "请核对，应不小于{limit}。",
    ),
    Code.CELL_TOO_HIGH: Wording(
        "数值过大",
        "“{heading}”填的是“{value}”，大于{limit}。",
        "超出允许范围。",
        "请核对，应不大于{limit}。",
    ),
    Code.CELL_TOO_SHORT: Wording(
        "内容过短",
        "“{heading}”只有{count}个字，要求不少于{limit}个字。",
        "内容过于简单，不能说明情况。",
        "请补充具体内容。",
    ),
    Code.CELL_TOO_LONG: Wording(
        "内容过长",
        "“{heading}”有{count}个字，要求不超过{limit}个字。",
        "汇总表中无法完整显示。",
        "请精简；详细材料可作为附件报送。",
    ),
    Code.CELL_OUTSIDE_PERIOD: Wording(
        "日期不在本期",
        "“{heading}”填的是“{value}”，不在本期（{first}至{last}）之内。",
        "本表只填本期发生的事项。",
        "请核对日期；属于其他期间的请填入该期的表。",
    ),
    Code.CELL_NOT_UNIQUE: Wording(
        "内容重复",
        "“{heading}”填的是“{value}”，与第{other}行重复。",
        "该栏每行须不相同。",
        "请核对，删去重复的行或者改正编号。",
    ),
    Code.CELL_LOOKS_LIKE_FORMULA: Wording(
        "内容像公式",
        "“{heading}”的内容以“{first}”开头，已按文字接收。",
        "系统从不执行报送内容中的公式。",
        "如属误输请改正后重新报送。",
    ),
    Code.PERSON_UNKNOWN: Wording(
        "人员不在名册",
        "“{heading}”填的“{value}”不在人员名册内。",
        "可能是错别字、简称，或者新进人员尚未列入名册。",
        "{mend}",
    ),
    Code.PERSON_OTHER_UNIT: Wording(
        "人员属于其他单位",
        "“{heading}”填的“{value}”在名册中属于“{unit}”。",
        "可能同名，或者人员已调动。",
        "已照常接收，请核对；人员调动请告知党办更新名册。",
    ),
    Code.CELL_UNIT_UNKNOWN: Wording(
        "单位名称不在名册",
        "“{heading}”填的“{value}”不在单位名册内。",
        "可能是错别字或者未登记的简称。",
        "请填写单位名册中的名称或者代码。",
    ),
    Code.RULE_ORDER: Wording(
        "先后顺序不对",
        "“{heading}”（{value}）早于“{other}”（{other_value}）。",
        "时间先后矛盾。",
        "请核对两个日期。",
    ),
    Code.RULE_NOT_MORE: Wording(
        "数量关系不对",
        "“{heading}”（{value}）大于“{other}”（{other_value}）。",
        "前者不应大于后者。",
        "请核对两个数字。",
    ),
    Code.RULE_REQUIRED_IF: Wording(
        "缺少相应内容",
        "“{other}”填了“{other_value}”，“{heading}”却没有填写。",
        "此种情况下该项必填。",
        "请填写{expected}。",
    ),
    Code.RULE_ONE_OF: Wording(
        "至少填写一项",
        "{headings}均没有填写。",
        "这几项至少应填一项。",
        "请至少填写其中一项。",
    ),
    Code.RULE_DIFFERENT: Wording(
        "两项不应相同",
        "“{heading}”与“{other}”都是“{value}”。",
        "按规定两者不能相同。",
        "请核对后改正。",
    ),
    Code.RULE_EACH_CHOICE: Wording(
        "内容不齐",
        "“{heading}”栏缺少：{missing}。",
        "规定的各项都应填写。",
        "请补齐缺少的各行。",
    ),
    Code.RULE_KNOWN_IN: Wording(
        "前后对不上",
        "“{heading}”填的“{value}”，在工作表“{other_sheet}”中找不到。",
        "两张工作表应当互相对应。",
        "请核对，使两处填写一致。",
    ),
    Code.RULE_SUM: Wording(
        "合计不符",
        "“{heading}”填的是“{value}”，各分项之和为{sum}。",
        "合计应等于{parts}之和。",
        "请核对各分项和合计。",
    ),
    Code.HISTORY_NUMBER_TAKEN: Wording(
        "编号已被使用",
        "编号“{value}”已用于{where}。",
        "一个编号只能对应一个事项。",
        "请改用本单位未使用过的编号。",
    ),
    Code.HISTORY_ROWS_GONE: Wording(
        "有事项不见了",
        "此前报送的编号{numbers}，这次的表中没有。",
        "台账事项只能逐步办理、销号，不应消失。",
        "已照常接收，请核对；如有漏填请补齐后重新报送。",
    ),
    Code.HISTORY_SERIAL_REUSED: Wording(
        "填报码已用于另一件",
        "填报码{serial}已用于“{other}”，这次填的是“{value}”。",
        "一份空白表只能登记一件，否则后一件会顶替前一件。",
        "请为新的一件另领空白表填写。",
    ),
}
"""Every code has its words; a test holds the two together."""


def what(problem: Problem) -> str:
    """Return the sentence that says what is wrong."""
    return _fill(CATALOGUE[problem.code].what, problem)


def why(problem: Problem) -> str:
    """Return the sentence that says why it matters."""
    return _fill(CATALOGUE[problem.code].why, problem)


def mend(problem: Problem) -> str:
    """Return the sentence that says what to do."""
    return _fill(CATALOGUE[problem.code].mend, problem)


def title(problem: Problem) -> str:
    """Return the problem's short name, free of anything that the sender wrote."""
    return CATALOGUE[problem.code].title


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One line for the sender: the same problem in one column, with all its cells."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The problem whose words stand for all."""
        return self.problems[0]

    @property
    def where(self) -> str:
        """The place as staff name it: 学习记录 C7、C9至C12."""
        cells = _cells(self.problems)
        return " ".join(part for part in (self.first.sheet, cells) if part) or "整个文件"


def findings(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Group problems of the same code, column and words into lines, in the workbook's order."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for found in problems:
        key = (found.sheet, found.column, found.code, what(found), mend(found))
        groups.setdefault(key, []).append(found)
    return tuple(Finding(problems=tuple(group)) for group in groups.values())


def _fill(template: str, problem: Problem) -> str:
    place = {"sheet": problem.sheet, "row": str(problem.row), "cell": problem.cell}
    return template.format(**place, **{"value": problem.value, **dict(problem.facts)})


def _cells(problems: tuple[Problem, ...]) -> str:
    if not problems[0].row:
        return f"{column_letters(problems[0].column)}列" if problems[0].column else ""
    if not problems[0].column:
        return "、".join(f"第{found.row}行" for found in problems)
    letters = column_letters(problems[0].column)
    return "、".join(
        f"{letters}{first}" if first == last else f"{letters}{first}至{letters}{last}"
        for first, last in _runs(sorted({found.row for found in problems}))
    )


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
