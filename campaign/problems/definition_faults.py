"""Words the faults of plan, roster and forms, for those who keep these definitions.

The code that finds a fault names a member and fills in its facts with ``format``.
"""

from enum import StrEnum


class TomlFault(StrEnum):
    """Faults of a definition file as such, before its contents are looked at."""

    SYNTAX = "TOML语法错误（{error}）"
    SYNTAX_PLACE = "第{line}行第{column}列"
    SYNTAX_AT_END = "文件末尾"
    UNKNOWN_KEY = "没有这个设置项，请检查拼写"
    NEAREST_KEY = "（是否应为{key}？）"
    NOT_AN_OPTION = "“{input}”不在可选范围：{choices}"


class CatalogueFault(StrEnum):
    """Faults of a catalogue of texts below templates/."""

    MISSING = "缺少这个文件"
    UNUSED = "程序没有用到这个文件，请检查文件名"
    NOT_UTF_8 = "不是UTF-8编码（{reason}）"
    UNKNOWN_FACT = "“{{{name}}}”填不进内容，可用：{known}"
    BRACES = "花括号不成对"


VALUE_FAULTS = {
    "missing": "缺少此项",
    "extra_forbidden": TomlFault.UNKNOWN_KEY.value,
    "string_type": "应为文字，写在引号内",
    "string_too_short": "不能为空",
    "string_too_long": "过长，最多{max_length}个字",
    "string_pattern_mismatch": "“{input}”的写法不对，应符合{pattern}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数，不能带小数",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "greater_than": "应大于{gt}",
    "greater_than_equal": "应不小于{ge}",
    "less_than_equal": "应不大于{le}",
    "bool_type": "应为true或false",
    "bool_parsing": "应为true或false",
    "date_type": "应为日期，如2026-06-30",
    "date_parsing": "应为日期，如2026-06-30",
    "date_from_datetime_parsing": "应为日期，如2026-06-30",
    "date_from_datetime_inexact": "应为日期，不带时刻，如2026-06-30",
    "tuple_type": "应为列表，写在方括号内",
    "too_short": "至少要有{min_length}项",
    "dict_type": "应为一组设置项",
    "model_type": "应为一组设置项",
    "model_attributes_type": "应为一组设置项",
    "union_tag_invalid": "没有“{tag}”这种规则，可用：{expected_tags}",
    "union_tag_not_found": "缺少rule（规则名称）",
}
"""Faults of single values, by pydantic's type of the error."""


class PlanFault(StrEnum):
    """Faults of the plan, of the appraisal in it, and of both against the roster."""

    REPEATED = "{what}重复：{names}"
    KEY_REPEATED = "{table}中的key重复：{keys}"

    WEIGHTS_OF_ITEMS = "各项权重之和应为100，现为{total}"
    WEIGHTS_OF_MUTUAL = "互评两部分的权重之和应为100，现为{total}"
    WEIGHTS_OF_GROUPS = "各测评群体的权重之和应为100，现为{total}"
    CHANNELS_MISSING = "缺少渠道：{keys}（不用的权重写0）"
    GRADES_NOT_FALLING = "各等次应从高到低排列，最后一个的least为0"
    MARKS_WITHOUT_VALUE = "至少一个选项要有分值"
    LADDER_EMPTY = "至少要有一级处理"
    LADDER_NOT_COUNTING = "count应从1起逐次加1"
    TOTALS_REVERSED = "total_least应小于total_most"
    VETO_UNRECORDED = (
        "“{name}”没有写明由哪份表的哪个内容登记（recorded），无从产生；由程序得出的只有{keys}"
    )

    TIME_ZONE_UNKNOWN = "没有时区“{name}”"
    LISTED_MONTHS_NOT_MONTHS = "listed_months应为月份，如2027-01"
    MEETING_WITH_ZONE = "starts为当地时间，不要写时区"
    CLASSES_OR_UNITS = "classes、units须填且只填一项"
    PERIODS_AND_DUE = "periods与due须同时填写（随时报送的表两项都不填）"
    ONE_DUE = "date、working_day、day须填且只填一项"
    DUE_DATE_OF_SEVERAL = "due.date只用于单一期间"
    DUE_ON_UNKNOWN = "due_on中的期间不在periods内：{periods}"
    NO_DEADLINE = "{key}没有期限"
    YEAR_UNKNOWN = (
        "{year}年的法定工作日尚未发布或未收录，请在plan.toml的[calendar]中列出"
        "{month}（listed_months）及其工作日、休息日"
    )

    CAMPAIGN_DATES = "起止日期与年度不符，或者先后颠倒"
    PHASE_OUTSIDE = "“{name}”的起止日期不在活动期间内"
    PHASE_OVERLAPS = "“{name}”与上一阶段重叠或者次序颠倒"
    TOPIC_OUTSIDE = "“{name}”的期限不在活动期间内"
    MEETING_OUTSIDE = "{name}不在活动期间内"
    DAY_LISTED_TWICE = "{day}同时列为上班和放假"
    NOTICE_PERIOD_UNKNOWN = "公示期（含第二次公示）无法推算：{error}"
    FORM_UNKNOWN = "没有报表“{form}”"
    UNIT_UNKNOWN = "名册中没有单位“{unit}”"
    PERIOD_OF_OTHER_KIND = "期间与报表“{form}”的报送周期不符"
    SOURCE_UNKNOWN = "“{source}”不是方案条目，应为S1至S65"
    NOBODY_BOUND = "“{name}”没有约束任何单位"
    NOBODY_BOUND_IN_PERIOD = "“{name}”{period}没有约束任何单位"
    DUE_BEFORE_OPENING = "{period}的期限{due}早于受理日期"
    DUE_AFTER_CAMPAIGN = "{period}的期限{due}晚于活动结束日期"
    LOCK_BEFORE_DUE = "封账日期早于{period}的期限{due}（含宽限至{grace}）"
    LOCK_AFTER_RESULT = "封账日期{lock}应早于汇总全年成绩的日期（appraisal.result_on，{result_on}）"
    DUTY_TWICE = "{period}的{form}已由{other}要求{whom}报送，不能重复"
    OFFICE_UNKNOWN = "名册中没有类别为“办公室”的“{office}”"


class RosterFault(StrEnum):
    """Faults of the roster: of its cells, its rows, and its sheets against each other."""

    SHEET = "工作表“{sheet}”"
    ROW = "工作表“{sheet}”第{row}行"
    UNIT = "工作表“单位”（{code}）"
    PERSON = "工作表“人员”（{code}）"
    ROW_NAME = "第{row}行（{code}）"

    YES_OR_NO = "“{text}”应为“是”或者“否”"
    UNIT_CODE = "“{text}”应为2至12位大写字母、数字（党办填“党办”）"
    EMAIL = "“电子邮箱”{message}，发不出邮件"
    CODE_HASH = "应为审批码的加密值（scrypt$…），不能填审批码本身"
    CELL = "“{heading}”{message}"

    ERROR_VALUE = "是错误值“{text}”，请直接填写内容"
    NOT_CALCULATED = "是公式，没有保存计算结果，请直接填写内容"
    CODE_IS_DATE = "被表格软件改成了日期“{text}”，请先把单元格设为“文本”格式再填写"
    CODE_IS_POWER = "被表格软件改成了“{text}”，请先把单元格设为“文本”格式再完整填写"
    CODE_LOST_ZEROS = (
        "是数字{text}，别的行是{digits}位文本，前面的0可能已丢失，"
        "请先把单元格设为“文本”格式再完整填写"
    )

    SHEET_MISSING = "缺少这张工作表"
    COLUMNS_MISSING = "缺少栏目：{headings}"
    UNIT_DATES = "停用日期早于启用日期"
    SUCCESSOR_UNKNOWN = "“并入单位”{successor}不是其他单位的代码"
    SUCCESSOR_WITHOUT_END = "填了“并入单位”，须填“停用日期”"
    NO_OFFICE = "没有类别为“办公室”的单位（党办）"
    NAME_TAKEN = "代码、名称或别名“{name}”已用于{owner}"
    PERSON_DATES = "截止日期早于起始日期"
    UNIT_OF_PERSON_UNKNOWN = "“{heading}”{code}不在工作表“{sheet}”的代码中"
    PERSON_OUTLASTS_UNIT = "“{heading}”{code}于{last}停用，{name}的截止日期应不晚于这一天"
    PERSON_CODE_TAKEN = "人员编号{code}已用于第{row}行的{name}"
    CODES_ALIKE = (
        "“{heading}”{code}与第{row}行（{name}）的{other}只差前面的0、大小写或者字母O，容易混淆，"
        "请改用不同的编号"
    )
    CODE_OF_SAME_NAME = (
        "“{heading}”{code}与第{row}行的{other}只差前面的0、大小写或者字母O，又同是“{name}”："
        "同一人（单位）的编号各行应当一致，请先把单元格设为“文本”格式再完整填写"
    )
    PERSON_OVERLAPS = "与第{row}行是同一人，起止日期重叠"

    NO_LEADERS = "领导小组没有成员"
    FOLDER_TAKEN = "“{name}”与系统的文件夹同名，请换一个名称"
    NAME_OF_DEVICE = "Windows不能建立名为“{code}”的文件夹，请换一个代码"


class FormFault(StrEnum):
    """Faults of a form: within it, and against the plan."""

    KEYS_REPEATED = "key重复：{names}"
    HEADINGS_REPEATED = "heading或aliases重复：{names}"
    CHOICES_OF_TYPE = "choices只用于choice、choices类型，且不能为空"
    OF_PLAN_OF_TYPE = "of_plan只用于choice、choices类型"
    WITHIN_PERIOD_OF_TYPE = "within_period只用于date类型"
    MEANS_OF_TYPE = "means只用于date类型"
    DIGITS_OF_TYPE = "digits只用于code类型"
    OWN_UNIT_OF_TYPE = "own_unit只用于person、people类型"
    CARRIED_OF_TYPE = "carried只用于编号栏（number = true）"
    PREFILL_UNITS = "prefill_units用于有一栏unit类型的表，且不能与prefill同时使用"
    SHEET_EMPTY = "header和columns至少有一项"
    PREFILL_TOO_WIDE = "prefill的列数多于columns"
    SHEETS_REPEATED = "工作表的key、name不能重复"
    SHEET_RESERVED = "工作表名_form、_lists、修改意见由系统使用"
    EVENT_KEY_OF_PERIOD = "event_key只用于event类报表"
    EVENT_KEY_UNKNOWN = "event_key“{key}”不是第一张工作表header中的项"
    NIL_OF_EVENT = "event类报表没有零报告"
    PRIVATE_NOT_CONFIDENTIAL = "有private栏目的报表必须是confidential"

    SHEET_NAME_ALIKE = "“{name}”与工作表{other}的名称无法区分"
    NUMBERS_TWICE = "只能有一栏number = true：{keys}"
    EVENT_KEY_OPTIONAL = "“{heading}”应为必填（required = true），且不能是private"
    NO_PERIOD = "随时报送的表没有期间"
    KEY_RESERVED = "“{key}”由系统使用"
    NAME_RESERVED = "“{name}”由系统使用，请换一个名称"
    NUMBER_OPTIONAL = "“{heading}”是编号栏，应为必填（required = true）"
    GROUP_BY_UNKNOWN = "group_by“{key}”不是本表的栏目，或者是private栏目"
    SUMMARY_OF_TYPE = "“{heading}”不能按“{summary}”汇总，只用于{types}类型"
    NO_NUMBER_FITS = "最小值{least}大于最大值{most}，没有可填的数"
    NO_LENGTH_FITS = "最少{least}字多于最多{most}字，没有可填的内容"
    CHOICE_NOT_READ = "“{choice}”重复、无法与其他选项区分，或者含有分隔符"
    EXAMPLE_NOT_READ = "示例“{example}”不符合本栏自己的要求"
    PREFILL_NOT_READ = "“{value}”不是“{heading}”栏的规范写法"
    PREFILL_REPEATED = "“{heading}”栏不能重复，prefill中有重复"

    TAKEN = "“{value}”已用于报表{other}"
    NOBODY_FILES = "方案的obligations中没有这张报表，无人报送"
    CHOICE_MISSING = "“{heading}”缺少plan.toml的{of_plan}中的“{name}”"
    CHOICE_UNKNOWN = "“{heading}”的“{choice}”不在plan.toml的{of_plan}中"

    EVIDENCE_SHEET_MISSING = "缺少key为“{sheet}”的工作表，考评数据由此采集"
    EVIDENCE_COLUMNS_MISSING = "缺少key为“{keys}”的栏目，考评数据由此采集"
    EVIDENCE_OF_PLAN = "“{heading}”应写of_plan = '{of_plan}'，以便与方案核对"
    NOT_A_DIMENSION = "“{heading}”不是方案的五比之一，key应为{keys}之一"
    DIMENSION_TYPE = "“{heading}”应写type = '{type}'"
    DIMENSION_TYPE_OF_MARKS = "“{heading}”应写type = '{type}'、of_plan = 'marks'"


class RuleFault(StrEnum):
    """Faults of a form's rules across columns."""

    IN_RULE = "rules[{index}]：{fault}"
    SHEET_UNKNOWN = "没有工作表“{sheet}”"
    COLUMN_UNKNOWN = "工作表“{sheet}”没有栏目“{column}”"
    SEQUENCE = "“{heading}”是序号栏，不读入，不能用于规则"
    COLUMN_TWICE = "同一栏用了两次，规则不可能成立或者没有意义"
    NOT_SAME_DATES = "“{first}”与“{then}”应同为date或者同为month"
    NOT_NUMBERS = "“{headings}”不是数字栏"
    NEVER_EQUAL = "“{one}”与“{other}”类型不同，规则永远不起作用"
    NEVER_KNOWN = "“{one}”与“{other}”类型不同，规则不可能成立"
    NOT_A_CHOICE = "“{heading}”不是choice类型，没有选项可查"
    NOT_COUNTABLE = "“{heading}”没有选项，不能按选项计数"
    NOT_OF_TYPE = "“{heading}”不是{type}类型"
    NOT_A_CODE = "“{heading}”不是code类型，不能是编号"
    CONDITION_UNKNOWN = "“{heading}”没有选项{values}，规则永远不起作用"
    COUNTED_UNKNOWN = "“{heading}”没有选项{values}，规则不可能成立"
    EQUALS_WITHOUT_WHEN = "有equals而没有when，规则的条件不完整"
    WHEN_AND_EQUALS = "when、equals须同时填写，规则的条件不完整"
    FORM_WITHOUT_NUMBERS = "“{form}”没有编号栏（number = true）"


class QuestionnaireFault(StrEnum):
    """Faults of the mappings of questionnaire exports to a form."""

    SAYS_OR_ALWAYS = "says和always须写一项，且只写一项"
    NOT_A_PATTERN = "“{pattern}”不是正则表达式（{error}）"
    PATTERN_GROUPS = "“{pattern}”应当有且只有一对括号，括住问卷编号"
    NOT_AN_EVENT = "只有党办填报、有event_key的随时报送的表才能从问卷平台导出的答卷读入"
    LETTER_SHARED = "同一平台用同一字母，不同平台用不同的字母"
    MAPPED_TWICE = "“{service}”不限问卷的写了两次"
    NUMBERS_MAPPED_TWICE = "“{service}”问卷{numbers}写了两次"
    SHEET_UNKNOWN = "没有工作表“{sheet}”"
    SHEET_NOT_EXPORTED = "工作表“{sheet}”必填，导出的答卷中却没有"
    DAY_NOT_A_DATE = "第一张工作表的header中没有这一项，或者不是date类型"
    DAY_HEADING_UNKNOWN = "“{heading}”应当也写在headings中"
    HEADER_MISSING = "“{heading}”（{key}）必填，应当写明内容"
    HEADER_IS_EVENT_KEY = "“{key}”由问卷编号产生，不用写"
    HEADER_UNKNOWN = "第一张工作表的header中没有这一项"
    COLUMN_UNKNOWN = "工作表“{sheet}”没有栏目“{column}”"
    COLUMN_TWICE = "栏目“{column}”写了两次"
    COLUMN_NOT_ASKED = "“{heading}”（{key}）必填，应当有题目，且不能optional"
    OPTION_NUMBER = "选项的序号各问卷不同，须用only限定问卷编号"
    WORDS_NEVER_READ = "“{words}”没有词句，或者是headings、never中的栏，从不读入"
    VALUE_NOT_READ = "“{text}”不是“{heading}”可填的内容"
    VALUE_NOT_A_CHOICE = "“{text}”不是“{heading}”可填的内容，可选：{choices}"


class DefinitionHint(StrEnum):
    """What is allowed but worth knowing before the year begins."""

    DUE_ON_DAY_OFF = "“{name}”{period}的期限{due}是休息日，不顺延；{before}提醒"
    UNIT_WITHOUT_EMAIL = "{name}没有电子邮箱，通知不能用邮件送达"
    ADDRESS_SHARED = "电子邮箱{address}同时是{others}的邮箱，请核对；确属共用的不用改"
    SAME_NAME_TWO_CODES = (
        "{name}在{unit}有两个编号（{codes}），请核对是否同一人："
        "同一人只能用一个编号，确属同名的不用改"
    )
    MOVED_WITH_NEW_CODE = (
        "{name}的编号{earlier}截止于{last}，次日起是编号{later}，请核对是否同一人调动："
        "同一人调动前后应当用同一编号，确属同名的不用改"
    )
    UNIT_WITHOUT_PEOPLE = "{name}在“人员”表中没有人，表中的姓名栏无人可填"
    NO_APPROVAL_CODE = "没有人有审批码，结果无法审批"
    OFFICE_WITHOUT_EMAIL = "没有填写党办邮箱，汇总和告警不能用邮件送达"
