"""Words for problems of a whole file: its content, its seal, its place, its period."""

from campaign.problems.codes import Code
from campaign.problems.message import ProblemWording

WORDINGS: dict[Code, ProblemWording] = {
    Code.FILE_EMPTY: ProblemWording(
        "空文件",
        "文件大小为0，没有任何内容。",
        "可能是复制中断，或者保存没有成功。",
        "请在本机打开原文件，确认有内容并保存后，重新复制到收件箱。",
    ),
    Code.FILE_NOT_A_WORKBOOK: ProblemWording(
        "不是表格文件",
        "文件内容不是电子表格。",
        "只改文件后缀名不能把其他文件变成表格；收件箱只读取xlsx、xls、et、ods表格。",
        "请在WPS或Excel中打开下发的表格填写，另存为“Excel工作簿（*.xlsx）”后重新报送。",
    ),
    Code.FILE_OTHER_FORMAT: ProblemWording(
        "表格格式不受理",
        "文件的实际格式是{format}，与后缀名无关。",
        "收件箱只读取xlsx、xls、et、ods表格；其他格式虽能打开，内容不能可靠读取。",
        "请用WPS或Excel打开，另存为“Excel工作簿（*.xlsx）”后重新报送，不要只改后缀名。",
    ),
    Code.FILE_DAMAGED: ProblemWording(
        "文件损坏",
        "文件不完整或已损坏，无法打开。",
        "可能是复制、传输或者保存时中断。",
        "请在本机打开原文件，能正常显示后另存为“Excel工作簿（*.xlsx）”，重新报送。",
    ),
    Code.FILE_PASSWORD: ProblemWording(
        "文件有打开密码",
        "文件设置了打开密码。",
        "系统不接受加密文件，也不会尝试密码。",
        "请打开文件，取消打开密码并保存后重新报送；需保密的事项请放入“保密”文件夹。",
    ),
    Code.FILE_MACROS: ProblemWording(
        "文件含有宏",
        "文件中含有宏（程序代码）。",
        "为保证安全，含宏的文件一律不接收。",
        "请另存为不含宏的“Excel工作簿（*.xlsx）”后重新报送。",
    ),
    Code.FILE_TOO_LARGE: ProblemWording(
        "文件过大",
        "文件大小为{size}，超过上限{limit}。",
        "报表只需文字和数字，过大的文件通常是插入了图片。",
        "请删去表内图片；证明材料请另存为PDF，以填报码开头命名，与报表一并放入收件箱。",
    ),
    Code.FILE_INFLATES: ProblemWording(
        "文件解压后过大",
        "文件解压后达到{size}，超过上限{limit}。",
        "通常是整列整行设置了格式，或者文件内容异常。",
        "请重新领取空白表，把数据以“只粘贴数值”的方式粘入后报送。",
    ),
    Code.FILE_TOO_MANY_SHEETS: ProblemWording(
        "工作表过多",
        "文件中有{count}张工作表，超过上限{limit}张。",
        "报表应当只含下发的工作表。",
        "请删去无关的工作表后重新报送。",
    ),
    Code.FILE_TOO_MANY_CELLS: ProblemWording(
        "单元格过多",
        "工作表“{sheet}”的单元格有{count}个，超过上限{limit}个。",
        "通常是整列整行设置了格式或者填充了公式。",
        "请重新领取空白表，把数据以“只粘贴数值”的方式粘入后报送。",
    ),
    Code.FILE_FAR_CELL: ProblemWording(
        "表格范围之外有内容",
        "工作表“{sheet}”的单元格{cell}有内容或格式，远在表格之外。",
        "通常是误按方向键后输入，或者整列整行设置了格式。",
        "请选中表格以下、以右的全部空行空列并删除，保存后重新报送。",
    ),
    Code.FILE_UNREADABLE: ProblemWording(
        "文件无法读取",
        "读取文件时程序中止。",
        "文件内部结构异常，虽可能仍能在本机打开。",
        "请重新领取空白表，把数据以“只粘贴数值”的方式粘入后报送；仍不成功请联系党办。",
    ),
    Code.ATTACHMENT_NO_SERIAL: ProblemWording(
        "附件未注明填报码",
        "附件文件名不是以有效的填报码开头。",
        "没有填报码，无法判断附件属于哪一份报表。",
        "请把附件改名为“填报码＋空格＋名称”（填报码印在报表右上方）后重新放入收件箱。",
    ),
    Code.SEAL_FORGED: ProblemWording(
        "表格标识被改动",
        "表格内的隐藏标识与下发时不一致。",
        "标识记录了单位、期间和填报码，改动后无法确认是哪一份表。",
        "请重新领取本单位本期的空白表填写，不要改动或者复制隐藏工作表。",
    ),
    Code.SEAL_MISSING: ProblemWording(
        "不是下发的表格",
        "文件中没有下发表格的标识，又不在本单位的文件夹内。",
        "无法确认是哪个单位报送的。",
        "请用下发的空白表填写；如确需使用自制表格，请放入以本单位代码命名的文件夹。",
    ),
    Code.FORM_UNCERTAIN: ProblemWording(
        "无法确认是哪一份表",
        "文件没有下发标识，从标题和表头不能确定{what}。",
        "没有标识的表格，只有单位、表名、期间都能确定时才能接收。",
        "请用下发的空白表填写后重新报送。",
    ),
    Code.EXPORT_NO_NUMBER: ProblemWording(
        "导出文件没有问卷编号",
        "文件是问卷平台导出的答卷，文件名中却没有问卷编号。",
        "问卷编号用来区分各份问卷，没有编号，再次导出的会被当作另一份问卷重复计入。",
        "请把文件名改回下载时的名称，或者改为以问卷编号开头，如“84564398_测评”，重新放入；"
        "也可以由党办用accept命令人工接收，--period写问卷编号。",
    ),
    Code.FORM_UNKNOWN: ProblemWording(
        "不是本活动的报表",
        "本活动没有“{form}”这张报表。",
        "可能放错了文件，或者该表已停用。",
        "请核对后报送正确的报表。",
    ),
    Code.FORM_OLD_VERSION: ProblemWording(
        "报表版本不符",
        "这是“{form}”的第{old}版，现行的是第{new}版。",
        "报表内容已经调整，旧版缺少或者多出栏目。",
        "请领取新版空白表，把数据以“只粘贴数值”的方式粘入后报送。",
    ),
    Code.UNIT_UNKNOWN: ProblemWording(
        "单位不在名册",
        "单位“{unit}”不在现行单位名册内。",
        "可能已经撤并、改名，或者代码有误。",
        "请与党办核对单位名册后领取新的空白表。",
    ),
    Code.UNIT_NOT_ASKED: ProblemWording(
        "此表不适用于本单位",
        "“{form}”不适用于“{unit}”。",
        "按活动方案，此表适用于：{filers}。",
        "请核对是否放错了文件；如有疑问请联系党办。",
    ),
    Code.PLACE_FOREIGN_FOLDER: ProblemWording(
        "放错了文件夹",
        "这份表属于“{unit}”，却放在“{folder}”的文件夹内。",
        "不同单位的文件夹不能混用，以免张冠李戴。",
        "请放入本单位的文件夹，或者收件箱的最上层。",
    ),
    Code.PLACE_NOT_CONFIDENTIAL: ProblemWording(
        "保密报表未放入保密文件夹",
        "“{form}”属于保密报表，却放在普通文件夹内。",
        "普通文件夹其他单位也能看到。",
        "文件已加密接收并从收件箱移走；今后请直接放入“保密”文件夹。",
    ),
    Code.PERIOD_OUTSIDE: ProblemWording(
        "期间不在活动范围",
        "“{form}”没有“{period}”这一期。",
        "该期间不在活动方案规定的报送期内。",
        "请核对期间，领取对应期间的空白表填写。",
    ),
    Code.PERIOD_NOT_BEGUN: ProblemWording(
        "期间尚未开始",
        "“{period}”这一期自{opens}起受理，目前尚未开始。",
        "提前报送的内容可能不完整。",
        "请在{opens}以后报送。",
    ),
    Code.PERIOD_LOCKED: ProblemWording(
        "该期已经封账",
        "“{form}”（{period}）已于{lock}封账。",
        "封账后数据已进入考评，不能再改。",
        "确有特殊原因的，请向党办提出书面说明，经批准后补报。",
    ),
}
