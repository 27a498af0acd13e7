"""Holds the lines that every issued workbook prints around its tables; reading passes over them."""

HELP_OPENING = "填表说明："
"""Begins the line below the title."""

NOTE_OF_TABLE = (
    "注：行数不够时，选中表中一整行，右击“插入”即可增加，多余的空行不必删除；"
    "从别处复制内容，请用“选择性粘贴”中的“数值”；请勿改动表头和填报码。"
)
"""Below a table to which rows may be added."""

NOTE = "注：请勿改动表头和填报码；从别处复制内容，请用“选择性粘贴”中的“数值”。"

SIGNATURE = "　　　　　　　　　".join(("填表人：", "审核人：", "负责人：", "（盖章）"))
