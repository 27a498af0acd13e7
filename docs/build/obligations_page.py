"""Which form, rule, flow and test carries each of the sixty-five obligations; for the office.

docs/obligations.md is written from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from campaign.deadlines.agenda import Action, agenda, issue_days, issued_by
from campaign.definitions.duties import due_date
from campaign.definitions.errors import Definition, DefinitionError, Fault, parse_toml
from campaign.definitions.form import Form, parse_form
from campaign.definitions.plan import Plan, parse_plan

LAST = 65


class Article(Definition):
    """One obligation of the plan's text: who does what and when, and what has to carry it.

    ``kind`` is H (dated or counted), R (recurring), Q (evidence when present) or X (done by
    others, recorded here). ``forms`` must name it among their sources; ``by`` are files that
    carry it besides. ``tests`` would fail if it were carried no more: a test file, a function of
    one after ``::``, or a folder of golden cases.
    """

    kind: Literal["H", "R", "Q", "X"]
    who: str
    what: str
    when: str
    forms: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    tests: tuple[str, ...]


class _Articles(Definition):
    articles: dict[str, Article]


Articles = Mapping[str, Article]
"""The articles by their names, S1 to S65 in order."""


def parse_articles(text: str, source: str) -> Articles:
    """Read docs/obligations.toml; raises DefinitionError for a faulty, missing or surplus one."""
    articles = parse_toml(text, _Articles, source).articles
    wanted = [f"S{number}" for number in range(1, LAST + 1)]
    if list(articles) != wanted:
        odd = "、".join(sorted(set(articles) ^ set(wanted))) or "次序"
        raise DefinitionError([Fault(source=source, path="articles", message=f"条目不齐：{odd}")])
    return articles


def forms_of(number: str, forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return the forms that name an article among their sources."""
    return tuple(form for form in forms if number in form.sources)


_TOP = """# 方案任务与承载对照表

方案的六十五项任务，逐项写明由哪张报表、哪些规则、哪个流程承载，由哪些测试检验。类别：H有期限或者可计数，
R按期重复，Q有材料即可，X由上级办理、本局只登记其结果。期限是样例方案`inputs/plan.toml`的设定。

- 规则：报表各栏的填写要求和跨栏规则（`inputs/forms/`），方案中的设定，以及按其核算、判定的程序。
- 流程：发放空白表、通知、汇总的流程和步骤。报表一律由`flows/intake.py`收取、答复，有期限的一律由
  `flows/daily.py`催报，不逐项重复列出。
- 测试：`tests/data/golden/`下是各表填对、填错的样例，
  由`tests/services/intake/examining/test_golden_folders.py`逐份送入收件箱核对。

本文件由`python docs/obligations.py`生成，请勿手工修改；条目在`docs/obligations.toml`中修改，报表、
任务的`sources`在各自的定义中修改。

| 条目 | 类别 | 谁 | 做什么 | 何时 | 报表 | 期限 | 规则 | 流程 | 文件 | 测试 |
|---|---|---|---|---|---|---|---|---|---|---|"""


def obligations_document(articles: Articles, plan: Plan, forms: Sequence[Form]) -> str:
    """Return docs/obligations.md: article by article, what carries and tests it, and its dates."""
    works = agenda(plan)
    lines = (
        f"| {' | '.join(_cells(number, article, plan, forms, works))} |"
        for number, article in articles.items()
    )
    return "\n".join((_TOP, *lines)) + "\n"


def _cells(
    number: str, article: Article, plan: Plan, forms: Sequence[Form], actions: Sequence[Action]
) -> Iterator[str]:
    yield from (number, article.kind, article.who, article.what, article.when)
    mine = forms_of(number, forms)
    for parts in (
        (f"{form.title}（`{form.key}`）" for form in mine),
        _dates(number, plan),
        (*_rules(mine), *_settings(number, plan), *_files(article, "campaign/")),
        (*_flows(number, plan, actions), *_files(article, "flows/", "tasks/")),
        _files(article, "templates/"),
        (f"`{test}`" for test in article.tests),
    ):
        yield "；".join(dict.fromkeys(parts))


def _dates(number: str, plan: Plan) -> Iterator[str]:
    for obligation in plan.obligations:
        if number in obligation.sources:
            dates = [due_date(obligation, period, plan) for period in obligation.periods]
            yield "、".join(f"{day.month}月{day.day}日" for day in dates) or "随时"


def _rules(forms: Iterable[Form]) -> Iterator[str]:
    for form in forms:
        across = "、".join(f"`{kind}`" for kind in sorted({rule.rule for rule in form.rules}))
        yield f"`{form.key}`各栏填写要求" + (f"和{across}" if across else "")


def _settings(number: str, plan: Plan) -> Iterator[str]:
    for what, items in (
        ("专题", plan.topics),
        ("会议", plan.meetings),
        ("否决", plan.appraisal.vetoes),
    ):
        if names := [item.name for item in items if number in item.sources]:
            yield f"{what}：{'、'.join(names)}"


def _flows(number: str, plan: Plan, actions: Sequence[Action]) -> Iterator[str]:
    """Name the flows that issue an article's workbooks and that have other work about it."""
    duties = [item for item in plan.obligations if number in item.sources]
    meetings = [item.key for item in plan.meetings if number in item.sources]
    subjects = tuple(f"{key} " for key in (*(duty.key for duty in duties), *meetings))
    issuing = [issued_by(duty.form, day, plan) for duty in duties for day in issue_days(duty, plan)]
    after = [work.flow for work in actions if work.subject.startswith(subjects)]
    yield from (f"`flows/{flow.replace('-', '_')}.py`" for flow in (*issuing, *after))


def _files(article: Article, *folders: str) -> Iterator[str]:
    yield from (f"`{path}`" for path in article.by if path.startswith(folders))


HERE = Path(__file__).parents[1]
INPUTS = HERE.parent / "inputs"


def document() -> str:
    """Return the document as it should stand."""
    articles = parse_articles((HERE / "obligations.toml").read_text("utf-8"), "obligations.toml")
    plan = parse_plan((INPUTS / "plan.toml").read_text("utf-8"), "inputs/plan.toml")
    paths = sorted((INPUTS / "forms").glob("*.toml"))
    forms = [parse_form(path.read_text("utf-8"), path.name) for path in paths]
    return obligations_document(articles, plan, forms)


if __name__ == "__main__":
    (HERE / "obligations.md").write_text(document(), encoding="utf-8")
