"""The assessed home: a home with a result as version 0.2.0 drafted it, which must be reproduced.

``python -m tests.support.kept.make_assessed_home`` made tests/data/assessed-0.2.0.tar.xz, once,
with the software of that version; it is never made again. The result holds what later rules count
otherwise: small polls, an overfull batch, one criticism in three records, a person's criticism, two
findings of one matter, a tier entered twice, a nominee whom complaints have brought to 交流换岗,
an event outside of the campaign, a rater who gave all the same, a 一票否决情形 that was found.
"""

import os
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from adapters.files.home import Home
from adapters.workbooks.filler import fill
from campaign.values.acts import Actor
from rehearsal.content import report_contents
from services.intake.process_inbox import open_readers
from services.results.register.register import draft_result
from tests.support.office import Bureau, make_home
from tests.support.samples.definitions import changed
from tests.support.samples.evaluation_workbooks import (
    AUTUMN,
    event,
    inspection,
    ratings,
    self_evaluation,
    social_evaluation,
)

VERSION = "0.2.0"
ASSESSED_HOME = Path(__file__).parents[2] / "data" / f"assessed-{VERSION}.tar.xz"
DRAFTER = Actor(name="秦朗", reason="按程序办理")
DIMENSIONS = ("service", "efficiency", "quality", "style", "image")
NOMINEE = "林知夏"


def unpack_assessed_home(root: Path) -> Home:
    """Return a copy of the assessed home in a new folder."""
    with tarfile.open(ASSESSED_HOME) as archive:
        archive.extractall(root, filter="data")
    return Home(root)


def fill_home(root: Path) -> str:
    """Make the home, draft the result of 2 November 2026, and return its id."""
    home = make_home(root)
    plan = home.inputs / "plan.toml"
    text = changed(
        plan.read_text(encoding="utf-8"), "least_weight_present = 60", "least_weight_present = 25"
    )
    plan.write_text(text, encoding="utf-8")
    bureau = Bureau(home, AUTUMN)
    for name, data in _files(bureau).items():
        bureau.drop(name, data)
    with open_readers(bureau.context, 1) as readers:
        receipts = bureau.sweep(readers)
    assert {receipt.disposition for receipt in receipts} == {"receipt"}, [
        (receipt.receipt, receipt.disposition) for receipt in receipts
    ]
    drafted = draft_result(bureau.context, AUTUMN.date(), DRAFTER, bureau.now)
    bureau.context.engine.dispose()
    return drafted.id


def _files(bureau: Bureau) -> dict[str, bytes]:
    branches = [
        u.code for u in bureau.context.definitions.roster.of_classes(("支部",), AUTUMN.date())
    ]
    files = {}
    for at, code in enumerate(branches[:8]):
        files[f"{code}/自评.xlsx"] = self_evaluation(bureau, code, [95 - 4 * at, 90, 88, 85, 80])
        others = [unit for unit in branches if unit != code]
        given: list[dict[str, Any]] = [
            {
                **{
                    d: 80 if at == 3 else 70 + (at * 7 + place * 5 + n * 3) % 30
                    for n, d in enumerate(DIMENSIONS)
                },
                "basis": "听汇报",
            }
            for place, _ in enumerate(others)
        ]
        files[f"{code}/互评.xlsx"] = ratings(bureau, code, given)
    files["ZB01/社会.xlsx"] = social_evaluation(
        bureau, "ZB01", [{"issued": 6}], _ballots("党代表", 6, "满意")
    )
    files["ZB02/社会.xlsx"] = social_evaluation(
        bureau, "ZB02", [{"issued": 3}], _ballots("党代表", 6, "满意")
    )
    flags: list[dict[str, Any]] = [{}, {"found": True, "facts": "发生一起安全责任事故"}]
    for code in ("DW01", "DW02", "DW03"):
        found = {"red_flags": flags} if code == "DW02" else {}
        files[f"党办/检查{code}.xlsx"] = inspection(bureau, code, "2026-Q3", **found)
    files |= {f"党办/{name}.xlsx": data for name, data in _events(bureau).items()}
    deeds = "全年接待群众一千二百余人次，无一投诉，主动上门办理三十余件"
    rows = {"nominees": [{"person": NOMINEE, "deeds": deeds}]}
    files["ZB01/推荐.xlsx"] = event(bureau, "nomination", rows, unit="ZB01")
    return files


def _ballots(group: str, count: int, mark: str, **more: str) -> list[dict[str, Any]]:
    return [{**more, "group": group, **dict.fromkeys(DIMENSIONS, mark)} for _ in range(count)]


def _finding(unit: str, kinds: str, matter: str, **more: str) -> dict[str, Any]:
    return {"unit": unit, "dimension": "作风", "kinds": kinds, "matter": matter, **more}


def _events(bureau: Bureau) -> dict[str, bytes]:
    published = {"document": "示效〔2026〕9号", "published_on": "2026-09-25"}
    person = bureau.people("ZB03")[0].name
    matter = {"rectification_number": "ZB04-001"}
    checks = {
        1: [
            _finding(
                "ZB05", "乱作为、通报批评", "工作人员擅自离岗", criticised="单位", **published
            ),
            _finding("ZB05", "通报批评", "窗口无人值守一小时", criticised="单位", **published),
            _finding(
                "ZB03",
                "慢作为、通报批评",
                "超期未办结一件",
                person=person,
                criticised="个人",
                document="示效〔2026〕10号",
                published_on="2026-09-25",
            ),
        ],
        2: [_finding("ZB04", "慢作为", "一件申请超期办结", **matter)],
        3: [_finding("ZB04", "不作为", "申请人多次催办无人答复", **matter)],
    }
    files = {
        f"抽查{number}": event(
            bureau,
            "spot_check",
            {"findings": rows},
            number,
            record_number=f"CC-2026-0{number}",
            visited="ZB06、ZB07",
        )
        for number, rows in checks.items()
    }
    files["抽查4"] = event(
        bureau,
        "spot_check",
        {"findings": [_finding("ZB06", "其他", "台账登记不全")]},
        4,
        record_number="CC-2026-04",
        checked_on="2026-03-02",
    )
    decisions: list[tuple[str, dict[str, Any]]] = [
        ("示效[2026] 9 号", {"kind": "通报", "unit": "ZB05", "basis": "抽查"}),
        ("示效〔2026〕21号", {"kind": "通报", "unit": "ZB06", "basis": "抽查"}),
        ("示民〔2026〕18号", {"kind": "表彰", "unit": "ZB01", "tier": "国家级"}),
        ("示民[2026]18号", {"kind": "表彰", "unit": "ZB01", "tier": "局级"}),
        ("示民〔2026〕31号", {"kind": "重点整改", "unit": "ZB08"}),
    ]
    for number, (document, row) in enumerate(decisions, 1):
        rows = {"matters": [{**row, "content": "详见文件，已按程序办理"}]}
        files[f"决定{number}"] = event(bureau, "decision", rows, number, document=document)
    for number in (1, 2, 3):
        files[f"投诉{number}"] = _complaint(bureau, number)
    ballots = [
        *_ballots("服务对象", 8, "基本满意", unit="ZB01"),
        *_ballots("党代表", 6, "满意", unit="ZB02"),
        *_ballots("服务对象", 12, "满意", unit="ZB03"),
    ]
    batches = [{"unit": "ZB02", "group": "党代表", "issued": 4}]
    rows = {"batches": batches, "ballots": ballots}
    files["测评"] = event(bureau, "public_ballots", rows, batch="MC-2026-01")
    return files


def _complaint(bureau: Bureau, number: int) -> bytes:
    people = bureau.context.definitions.roster.people
    person = next(p for p in people if p.name == NOMINEE)
    header = report_contents.complaint_header(person.name, AUTUMN.date().replace(day=1)) | {
        "case_number": f"TS-2026-00{number}",
        "received_on": "2026-10-10",
        "closed_on": "2026-10-30",
    }
    rows = report_contents.complaint_rows(person)
    result = {"result": "属实", "decided_on": f"2026-10-2{number}"}
    rows["case"][0] |= {**result, "finding": "经调阅登记和走访核实", "handling": "批评教育"}
    return fill(
        bureau.form("complaint"), bureau.blank("complaint", "党办", number=number), rows, header
    )


def main() -> int:
    """Write the file, unless it is there."""
    if ASSESSED_HOME.exists():
        sys.stderr.write(f"{ASSESSED_HOME} is kept as it is\n")
        return 1
    os.environ.pop("ZUOFENG_DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "home"
        sys.stdout.write(fill_home(root) + "\n")
        with tarfile.open(ASSESSED_HOME, "w:xz") as archive:
            for path in sorted(
                (
                    *root.glob("inputs/*.*"),
                    *root.glob("inputs/forms/*.toml"),
                    *root.glob("outputs/state/**/*"),
                    *root.glob("outputs/archive/**/*"),
                )
            ):
                if path.is_file():
                    archive.add(path, path.relative_to(root).as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main())
