"""Sample answers to what was dropped."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.mail.messages import Letter
from adapters.mail.receipt_facts import Hint, ReceiptFacts
from campaign.definitions.definitions import Definitions
from services.definitions.sample_letters.frame import DAY, MOMENT, statuses_of


def answers(definitions: Definitions) -> Iterator[Letter]:
    """Return every answer with everything, bare, confidential, and without marks."""
    bare = ReceiptFacts(receipt="HZ26-000012", received_at=MOMENT)
    full = _full(bare, definitions)
    secret = replace(full, confidential=True, filed_as=0, earlier_version=3)
    unmarked = replace(full, unmarked=True, filed_as=0, version=0)
    nobodys = replace(unmarked, sender_known=False, unit="")
    kinds = ("receipt", "returned", "duplicate", "attachment", "quarantined", "accepted")
    for kind in (*kinds, "withdrawn"):
        for facts in (bare, full, secret, unmarked, nobodys):
            yield facts.letter(kind)


def _full(bare: ReceiptFacts, definitions: Definitions) -> ReceiptFacts:
    hint = Hint(where="记录 C7", what="“主持人”没有填写。", why="该项必填。", mend="请填写。")
    hints = (*(hint for _ in range(60)), Hint(cells=3))
    return replace(
        bare,
        estimated=True,
        file_name="六月.xlsx",
        unit="局机关第一党支部",
        form="学习情况月报",
        period="2026年6月",
        serial="XX26-ZB01-06-LY4T",
        timeliness="按期",
        version=3,
        filed_as=2,
        nil=True,
        sheets=(("学习场次", 2),),
        normalised=(("统一日期写法", 3), ("统一选项写法", 1)),
        errors=hints,
        warnings=hints,
        owed=statuses_of(definitions),
        earlier_receipt="HZ26-000003",
        earlier_version=1,
        receipt_in_force="HZ26-000011",
        marked_copy="outputs/returned/ZB01/六月.xlsx",
        cells_marked=True,
        in_time_until=DAY,
        by="张三",
        reason="经核实",
    )
