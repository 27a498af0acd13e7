"""Words the problems of single cells and of rules across columns.

Each has a title, and a sentence each for the problem, its reason and its remedy.
"""

from campaign.problems.codes import Code

WORDINGS: dict[Code, tuple[str, str, str, str]] = {
    Code.CELL_ERROR_VALUE: (
        "单元格是错误值",
        "“{heading}”显示为错误值“{value}”。",
        "公式出错，没有可用的值。",
        "请直接填写正确的内容，不要使用公式。",
    ),
    Code.CELL_NOT_CALCULATED: (
        "公式没有计算结果",
        "“{heading}”是公式，但文件中没有保存计算结果。",
        "系统只读取保存的结果，不执行公式。",
        "请打开文件待公式算出后保存，或者直接填写数值。",
    ),
    Code.CELL_BLANK: (
        "必填项为空",
        "“{heading}”没有填写。",
        "该项必填。",
        "请填写{expected}。",
    ),
    Code.CELL_NOT_A_NUMBER: (
        "不是数字",
        "“{heading}”填的是“{value}”，不是数字。",
        "该栏须参加计算。",
        "请按表头所示的单位只填数字，如{example}。",
    ),
    Code.CELL_NOT_WHOLE: (
        "不是整数",
        "“{heading}”填的是“{value}”，不是整数。",
        "该栏按个数、人数、次数计，应为整数。",
        "请填写整数。",
    ),
    Code.CELL_NOT_A_DATE: (
        "不是有效日期",
        "“{heading}”填的是“{value}”，不是有效日期。",
        "日期不存在、年份明显有误，或者写法无法识别。",
        "请按“{example}”的样式填写。",
    ),
    Code.CELL_NOT_A_CHOICE: (
        "不在可选范围",
        "“{heading}”填的是“{value}”，不在可选范围内。",
        "该栏只能从下拉选项中选择。",
        "请从以下选项中选填：{choices}。",
    ),
    Code.CELL_LOST_ZEROS: (
        "编号前面的0丢失",
        "“{heading}”填的是数字“{value}”，应为{digits}位编号。",
        "按数字填写时，编号前面的0会丢失。",
        "请先把单元格设为“文本”格式，再完整填写{digits}位编号。",
    ),
    Code.CELL_BAD_PATTERN: (
        "格式不符",
        "“{heading}”填的是“{value}”，格式不符。",
        "该栏有固定的写法。",
        "请按“{example}”的样式填写。",
    ),
    Code.CELL_TOO_LOW: (
        "数值过小",
        "“{heading}”填的是“{value}”，小于{limit}。",
        "超出允许范围。",
        "请核对，应不小于{limit}。",
    ),
    Code.CELL_TOO_HIGH: (
        "数值过大",
        "“{heading}”填的是“{value}”，大于{limit}。",
        "超出允许范围。",
        "请核对，应不大于{limit}。",
    ),
    Code.CELL_TOO_SHORT: (
        "内容过短",
        "“{heading}”只有{count}个字，要求不少于{limit}个字。",
        "内容过于简单，不能说明情况。",
        "请补充具体内容。",
    ),
    Code.CELL_TOO_LONG: (
        "内容过长",
        "“{heading}”有{count}个字，要求不超过{limit}个字。",
        "汇总表中无法完整显示。",
        "请精简；详细材料可作为附件报送。",
    ),
    Code.CELL_OUTSIDE_PERIOD: (
        "日期不在本期",
        "“{heading}”填的是“{value}”，不在本期（{first}至{last}）之内。",
        "本表只填本期发生的事项。",
        "请核对日期；属于其他期间的请填入该期的表。",
    ),
    Code.CELL_NOT_UNIQUE: (
        "内容重复",
        "“{heading}”填的是“{value}”，与第{other}行重复。",
        "该栏各行的内容不得重复。",
        "请核对，删去重复的行或者改正编号。",
    ),
    Code.CELL_LOOKS_LIKE_FORMULA: (
        "内容像公式",
        "“{heading}”的内容以“{first}”开头，已按文字接收。",
        "系统从不执行报送内容中的公式。",
        "如属误输请改正后重新报送。",
    ),
    Code.CELL_SHOWN_OTHERWISE: (
        "显示的与实际填的不一致",
        "“{heading}”显示为“{shown}”，单元格里实际存的是“{value}”。",
        "单元格的数字格式改变了显示的数值，与表头的单位对不上，无法确定以哪个为准。",
        "请把该格的数字格式改为“常规”，按表头所示的单位重新填写。",
    ),
    Code.CELL_CONVERTED: (
        "文字可能被表格软件改变",
        "“{heading}”应填文字，该格存的却是{kind}（显示为“{shown}”），已按“{value}”接收。",
        "录入或者粘贴时，表格软件会把9-3、6.30、1：30以及长串数字一类的文字自动变成日期、数字或者时间。",
        "请核对；不符的，请先把单元格设为“文本”格式，重新填写后再报送。",
    ),
    Code.CELL_DIGITS_LOST: (
        "长编号的末尾几位丢失",
        "“{heading}”填的是数字“{value}”，超过15位，末尾几位已经丢失。",
        "按数字填写时，表格软件只保留前15位。",
        "请先把单元格设为“文本”格式，再完整填写。",
    ),
    Code.CELL_UNSEEN: (
        "内容看不见",
        "“{heading}”有内容“{value}”，但在表中看不见，已照常读入。",
        "单元格的数字格式或者白色字体使内容不显示，可能是遗留的旧数据。",
        "请核对；不应报送的请删除，应当报送的请恢复显示，再重新报送。",
    ),
    Code.CELL_STRUCK: (
        "内容加了删除线",
        "“{heading}”的{part}内容加了删除线，已照常读入。",
        "系统不以删除线为准，该格仍是报送的内容。",
        "请核对；不应报送的请删除后重新报送。",
    ),
    Code.CELL_PICTURE: (
        "单元格里是图片",
        "“{heading}”该格是图片，没有读入。",
        "系统不读图片，证明材料请另存为PDF或者图片，以填报码开头命名。",
        "如该格应填文字，请直接填写后重新报送。",
    ),
    Code.PERSON_UNKNOWN: (
        "人员不在名册",
        "“{heading}”填的“{value}”不在人员名册内。",
        "可能是错别字、简称，或者新进人员尚未列入名册。",
        "{mend}",
    ),
    Code.PERSON_OTHER_UNIT: (
        "人员属于其他单位",
        "“{heading}”填的“{value}”在名册中属于“{unit}”。",
        "可能同名，或者人员已调动。",
        "已照常接收，请核对；人员调动请告知党办更新名册。",
    ),
    Code.PERSON_AWAY: (
        "人员当时不在册",
        "“{heading}”填的“{value}”，按名册所列的起止日期，{period}不在册。",
        "可能填错了人，或者名册所列的起止日期有误。",
        "已照常接收，请核对；名册有误的，请告知党办更正。",
    ),
    Code.CELL_UNIT_UNKNOWN: (
        "单位名称不在名册",
        "“{heading}”填的“{value}”不在单位名册内。",
        "可能是错别字或者未登记的简称。",
        "请填写单位名册中的名称或者代码。",
    ),
    Code.CELL_OBLIGATION_UNKNOWN: (
        "没有这项任务",
        "“{heading}”填的“{value}”不是按期报送的任务。",
        "可能是错别字，或者该表随时报送、没有期限。",
        "请从下拉列表中选择，或者填写活动方案中任务的名称。",
    ),
    Code.CELL_NOT_A_PERIOD: (
        "看不出期间",
        "“{heading}”填的是“{value}”，看不出是哪一期。",
        "期间应为某年、某季度或者某月。",
        "请按“{example}”的样式填写。",
    ),
    Code.CELL_PERIOD_UNKNOWN: (
        "没有这一期",
        "“{heading}”填的“{value}”，没有任务要报这一期。",
        "活动方案未安排这一期的报送。",
        "请核对期间，从下拉列表中选择。",
    ),
    Code.RULE_ORDER: (
        "先后顺序不对",
        "“{heading}”（{value}）早于“{other}”（{other_value}）。",
        "时间先后矛盾。",
        "请核对两个日期。",
    ),
    Code.RULE_NOT_MORE: (
        "数量关系不对",
        "“{heading}”（{value}）大于“{other}”（{other_value}）。",
        "前者不应大于后者。",
        "请核对两个数字。",
    ),
    Code.RULE_REQUIRED_IF: (
        "缺少相应内容",
        "“{other}”填了“{other_value}”，“{heading}”却没有填写。",
        "此种情况下该项必填。",
        "请填写{expected}。",
    ),
    Code.RULE_ONE_OF: (
        "至少填写一项",
        "{headings}均没有填写。",
        "这几项至少应填一项。",
        "请至少填写其中一项。",
    ),
    Code.RULE_DIFFERENT: (
        "两项不应相同",
        "“{heading}”与“{other}”都是“{value}”。",
        "按规定两者不能相同。",
        "请核对后改正。",
    ),
    Code.RULE_EACH_CHOICE: (
        "内容不齐",
        "“{heading}”栏缺少：{missing}。",
        "规定的各项都应填写。",
        "请补齐缺少的各行。",
    ),
    Code.RULE_AT_LEAST: (
        "应有的项目不够",
        "“{heading}”栏填“{choices}”的至少要有{least}行，现有{found}行。",
        "按规定这项工作必须开展并登记。",
        "请补充登记；确实还没有开展的，请开展后再报。",
    ),
    Code.RULE_KNOWN_IN: (
        "前后对不上",
        "“{heading}”填的“{value}”，在工作表“{other_sheet}”中找不到。",
        "两张工作表应当互相对应。",
        "请核对，使两处填写一致。",
    ),
    Code.RULE_SUM: (
        "合计不符",
        "“{heading}”填的是“{value}”，各分项之和为{sum}。",
        "合计应等于{parts}之和。",
        "请核对各分项和合计。",
    ),
    Code.RULE_DISTINCT: (
        "两行重复",
        "本行{headings}与第{other}行相同。",
        "同一事项只应登记一行。",
        "请删去多余的一行；确属两项的，请填写清楚以便区分。",
    ),
    Code.RULE_PERIOD_OF: (
        "该任务没有这一期",
        "“{other}”填了“{other_value}”，该任务没有{period}这一期。",
        "各项任务的期间由活动方案规定。",
        "请填写下列之一：{choices}。",
    ),
}
