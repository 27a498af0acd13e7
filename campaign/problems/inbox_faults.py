"""Words what stands in the way in the inbox, for those who keep the shared folder."""

from enum import StrEnum


class InboxFault(StrEnum):
    """What stands in the way in the inbox, by the name of its kind, and whose inbox it is."""

    UNLISTABLE = "文件夹打不开，里面的文件收不到，请检查权限"
    TOO_DEEP = "文件夹层数过多，更深处的文件收不到，请移到上层"
    LINK = "是链接，不予收取，请改为真正的文件夹或者文件"
    SPECIAL = "不是普通文件，不予收取"
    UNREADABLE = "读不到大小和时间，收不到，请检查权限"
    UNREMOVABLE = "里面已经答复的文件移不走，请检查权限"
    MISSING = "收件箱不存在或者打不开（{reason}）"
    FOREIGN = (
        "这个收件箱由另一套系统收取（{host}，{root}），两套同时收取会各答复一遍，因此停止收取；"
        "确需改由本系统收取的，先停掉那一套，再运行zuofeng intake --take-over"
    )
    MARK_GONE = (
        "收件箱里没有本系统的标记“{mark}”，可能共享文件夹没有挂接，因此停止收取；"
        "确是换了或者清空了收件箱的，运行zuofeng intake --take-over"
    )
