"""The made-up roster of inputs/roster.xlsx: twenty branches and units, so that everything can be
tried before a bureau's own roster is there. Every name in it is invented.

The approval code of each member of the sample's leading group is the last six digits of the
campaign's first day with the member's number: 260401 for the first, 260402 for the second.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator

from adapters.files.home import Home
from adapters.workbooks.roster_writer import roster_workbook
from campaign.definitions.roster import Member, Person, Roster, Unit
from campaign.values.approval_codes import hash_code

MERGER = dt.date(2026, 9, 1)
MOVE = dt.date(2026, 8, 1)

# code, name, 参公, head, aliases
_BRANCHES = (
    ("ZB01", "局机关第一党支部", True, "林知夏", "机关一支部、第一支部"),
    ("ZB02", "局机关第二党支部", True, "许清和", "机关二支部、第二支部"),
    ("ZB03", "局机关第三党支部", True, "司徒若川", "机关三支部、第三支部"),
    ("ZB04", "老区办党支部", True, "郑怀远", "老区办、老区办支部"),
    ("ZB05", "老龄办党支部", True, "韩松龄", "老龄办、老龄办支部"),
    ("ZB06", "残联机关党支部", True, "邓凌霄", "残联、残联支部"),
    ("ZB07", "社会福利院党支部", False, "上官砚", "福利院支部"),
    ("ZB08", "救助管理站党支部", True, "丁立冬", "救助站支部"),
    ("ZB09", "殡仪馆党支部", False, "万青松", "殡仪馆支部"),
    ("ZB10", "康复医院党支部", False, "施半夏", "康复医院、康复医院支部"),
    ("ZB11", "离退休干部党支部", False, "严守正", "离退休支部、老干支部"),
    ("ZB12", "慈善总会党支部", False, "项善同", "慈善总会、慈善总会支部"),
)
_UNITS = (
    ("DW01", "局办公室", True, "林知夏", "办公室、局办"),
    ("DW02", "社会救助科", True, "许清和", "救助科、低保科"),
    ("DW03", "社会事务科", True, "司徒若川", "事务科"),
    ("DW04", "市社会福利院", False, "上官砚", "福利院、市福利院"),
    ("DW05", "市救助管理站", True, "丁立冬", "救助站、市救助站"),
    ("DW06", "市殡仪馆", False, "万青松", "殡仪馆"),
    ("DW07", "市未成年人救助保护中心", False, "黎昕", "未保中心"),
)

# branch, unit, then name and post of each, one a line; a star marks an activist (入党积极分子)
_PEOPLE = """
ZB01 党办: 顾砚秋 党办主任 / 苏晚晴 科员 / 江映雪 科员 / 陆行舟* 科员
ZB01 DW01: 周望舒 党组书记、局长 / 方既白 副局长 / 林知夏 主任 / 沈青禾 副主任 / 秦朗 科员
ZB01 DW01: 温如故* 科员
ZB02 DW01: 欧阳明澈 副局长
ZB02 DW02: 许清和 科长 / 唐小满 副科长 / 梁书言 科员 / 陈晨 科员 / 何田田* 科员
ZB03 DW01: 贺云章 副局长
ZB03 DW03: 司徒若川 科长 / 夏初 副科长 / 白芷 科员 / 石磊 科员 / 罗小鹿* 科员
ZB04 ZB04: 郑怀远 主任 / 彭晓棠 科员 / 杜若 科员 / 蒋一鸣 科员 / 魏长庚* 工勤人员
ZB05 ZB05: 韩松龄 主任 / 冯知秋 科员 / 曹小荷 科员 / 袁牧野* 科员
ZB06 ZB06: 邓凌霄 理事长 / 薛简 副理事长 / 崔晓白 科员 / 潘若谷 科员 / 范小舟 科员
ZB06 ZB06: 任嘉树* 科员 / 阿依古丽·吐尔逊 科员
ZB07 DW04: 上官砚 院长 / 汪晴川 副院长 / 廖书恒 护理部主任 / 邹小雨 护理员 / 姚一诺 护理员
ZB07 DW04: 金满堂* 后勤人员 / 邵青岚 医师 / 陈静 会计
ZB08 DW05: 丁立冬 站长 / 侯小暑 副站长 / 龙井生 科员 / 钟离安 科员 / 孟夏* 科员
ZB08 DW07: 黎昕 主任 / 段木清 社工 / 雷雨田 社工 / 贾北辰* 社工
ZB09 DW06: 万青松 馆长 / 康宁 副馆长 / 毛小草 业务员 / 尹归鸿 业务员 / 常乐 司机
ZB09 DW06: 陈静 出纳 / 易小寒* 业务员
ZB10 ZB10: 施半夏 院长 / 孔令仪 医师 / 龚小遂 护士长 / 文竹 护士 / 樊星* 护士
ZB10 ZB10: 巴特尔·苏和 医师
ZB11 ZB11: 严守正 支部书记 / 华长青 支委 / 陶然 党员 / 葛成蹊 党员 / 陈晨 党员 / 戚晚舟 党员
ZB12 ZB12: 项善同 秘书长 / 祝余 干事 / 游小鱼 干事 / 诸葛云帆 干事 / 钱小满* 干事
"""
_LEADERS = (
    ("周望舒", "组长（党组书记、局长）"),
    ("方既白", "副组长（副局长）"),
    ("欧阳明澈", "副组长（副局长）"),
    ("贺云章", "副组长（副局长）"),
    ("顾砚秋", "办公室主任（党办主任）"),
)


def write_sample_roster(home: Home) -> None:
    """Write the sample as inputs/roster.xlsx; only after a change of this module."""
    (home.inputs / "roster.xlsx").write_bytes(roster_workbook(sample_roster()))


def sample_roster() -> Roster:
    """Return the sample: with a merger and a move in mid-year, namesakes, rare forms of names."""
    return Roster(
        units=tuple(_units()),
        people=tuple(_people()),
        leading_group=(*_members(), *_heads()),
    )


def sample_approval_code(number: int) -> str:
    """Return the approval code of the number-th member of the sample's leading group."""
    return f"2604{number:02d}"


def _units() -> Iterator[Unit]:
    rows = [*((row, "支部") for row in _BRANCHES), *((row, "单位") for row in _UNITS)]
    for number, ((code, name, civil_service, head, aliases), unit_class) in enumerate(rows, 1):
        merged = code == "DW07"
        yield Unit(
            code=code,
            name=name,
            unit_class=unit_class,
            civil_service=civil_service,
            head=head,
            email="" if code == "ZB11" else f"{code.lower()}@minzheng.example",
            telephone=f"0590-55501{number:02d}",
            aliases=tuple(aliases.split("、")),
            first=dt.date(2026, 5, 1) if code == "ZB12" else None,
            last=MERGER - dt.timedelta(days=1) if merged else None,
            successor="DW05" if merged else "",
        )
    yield Unit(
        code="党办",
        name="市民政局党办",
        unit_class="办公室",
        civil_service=True,
        head="顾砚秋",
        email="dangban@minzheng.example",
        telephone="0590-5550100",
        aliases=("作风办", "活动领导小组办公室"),
    )


def _people() -> Iterator[Person]:
    counts: Counter[str] = Counter()
    for line in _PEOPLE.strip().splitlines():
        place, _, members = line.partition(": ")
        branch, unit = place.split()
        for member in members.split(" / "):
            name, post = member.split()
            counts[branch] += 1
            person = Person(
                code=f"{branch[2:]}{counts[branch]:02d}",
                name=name.rstrip("*"),
                unit=unit,
                branch=branch,
                category="入党积极分子" if name.endswith("*") else "党员干部",
                post=post,
            )
            yield from _history(person)


def _history(person: Person) -> Iterator[Person]:
    """Give a person's rows: two for those of the merged unit and for the one who moved."""
    if person.unit == "DW07":
        moved, day = person.model_copy(update={"unit": "DW05"}), MERGER
    elif person.name == "夏初":
        former = person.model_copy(update={"unit": "DW02", "branch": "ZB02", "post": "科员"})
        person, moved, day = former, person, MOVE
    else:
        yield person
        return
    yield person.model_copy(update={"last": day - dt.timedelta(days=1)})
    yield moved.model_copy(update={"first": day})


def _members() -> Iterator[Member]:
    for number, (name, role) in enumerate(_LEADERS, start=1):
        salt = hashlib.sha256(f"sample salt {number}".encode()).digest()[:16]
        yield Member(name=name, role=role, code_hash=hash_code(sample_approval_code(number), salt))


def _heads() -> Iterator[Member]:
    """Give the secretaries of the branches and the heads of the subordinate units (S56)."""
    for _, name, _, head, _ in _BRANCHES:
        yield Member(name=head, role=f"成员（{name}书记）")
    yield Member(name="黎昕", role="成员（市未成年人救助保护中心主任）")
