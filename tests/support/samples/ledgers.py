"""A filled rectification ledger with one problem whose time is over on 1 July."""

from adapters.workbooks.filler import fill
from tests.support.office import Bureau


def ledger(
    bureau: Bureau, unit: str = "ZB01", progress: str = "告知单已启用", source: str = "自评"
) -> bytes:
    """Return a unit's ledger of the second quarter."""
    person = bureau.people(unit)[0].name
    problem = {
        "number": f"{unit}-001",
        "category": "办事效率",
        "source": source,
        "content": "一次性告知不到位，群众往返两次",
        "found_on": "2026-06-08",
        "measure": "印制一次性告知单，首问负责",
        "office": "社会救助科",
        "person": person,
        "due_on": "2026-07-01",
        "status": "整改中",
        "progress": progress,
    }
    header = {"responsible_leader": person, "reporter": person, "reported_on": "2026-06-24"}
    blank = bureau.blank("rectification", unit, "2026-Q2")
    return fill(bureau.form("rectification"), blank, {"ledger": [problem]}, header)
