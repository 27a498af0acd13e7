"""Words the faults of templates, prefect.yaml and definition files, for those who keep them.

The code that finds a fault names a member and fills in its facts with ``format``.
"""

from enum import StrEnum


class TemplateFault(StrEnum):
    """Faults of the templates of mail and documents."""

    MAIL_UNUSED = "没有哪一种邮件用到这个模板，请检查文件名"
    DOCUMENT_UNUSED = "没有哪一种文件用到这个模板，请检查文件名"
    DOCUMENT_MISSING = "缺少“{document}”的模板"
    MISSING = "缺少模板“{name}”"
    INCLUDED_MISSING = "引用的模板“{name}”不存在"
    SYNTAX = "模板语法错误（{error}）"
    SYNTAX_PLACE = "第{line}行"
    NOT_UTF_8 = "不是UTF-8编码（{reason}）"
    NOT_A_DOCUMENT = "不是.docx文件，请在WPS或者Word中另存为.docx"
    NOT_FILLED = "标签填不进内容（{error}）"
    TAGS_CROSSED = "标签位置不对，前后不成对（{error}）"
    VALUE_MISSING = "没有内容的项目（None）不能直接打印"


class DeploymentFault(StrEnum):
    """Faults of prefect.yaml: of its deployments, their schedules, and what these leave out."""

    FILE_MISSING = "文件不存在，没有定时任务"
    SYNTAX = "YAML语法错误（{error}）"
    SYNTAX_PLACE = "第{line}行第{column}列"
    NO_DEPLOYMENT = "没有任何部署"
    NOT_A_TABLE = "应为一组设置项"
    NAME_REPEATED = "名称“{name}”为空或者重复"
    KEY_MISSING = "“{name}”缺少{key}"
    ENTRYPOINT_SHAPE = "“{entrypoint}”应写作模块形式，如flows.intake:intake"
    NOT_IMPORTED = "{module}不能导入（{error}）"
    NO_FLOW = "{module}中没有流程“{flow}”"
    UNKNOWN_PARAMETER = "流程“{flow}”没有这个参数"
    SLUG_REPEATED = "slug“{slug}”为空或者重复，重新部署时会重复建立"
    ACTIVE_WRITTEN = "不要写active：重新部署会恢复人工暂停的定时任务"
    ONE_TIMING = "cron、rrule、interval须写且只写一项"
    TIME_ZONE_MISSING = "缺少时区，定时会按UTC计算"
    TIMING = "“{timing}”无效（{reasons}）"
    FLOW_NOT_DEPLOYED = "没有部署流程“{flow}”，不能办理{actions}"
    DAYS_UNCOVERED = "以下日期没有定时运行，不能按期办理{actions}"


class DefinitionFileFault(StrEnum):
    """Faults of a definition file, in inputs/ or as archived."""

    MISSING = "文件不存在"
    NOT_UTF_8 = "不是UTF-8编码，请用UTF-8保存（{reason}）"
    NAME = "文件名应与key一致，为{key}.toml"
    NOT_ARCHIVED = "存档中没有这份文件"
    ARCHIVED_ALTERED = "存档的这份文件被改动或已损坏"
