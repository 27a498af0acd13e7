"""Which form, duty and file carries each of the sixty-five obligations; for docs/obligations.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from campaign.definitions import Definition, DefinitionError, Fault, parse_toml
from campaign.form import Form
from campaign.obligations import due_date
from campaign.plan import Plan

LAST = 65


class Article(Definition):
    """One obligation of the plan's text: who does what and when, and what has to carry it.

    ``kind`` is H (dated or counted), R (recurring), Q (evidence when present) or X (done by
    others, recorded here). ``forms`` must name it among their sources; ``by`` are files that
    carry it besides; ``later`` says what is still to be made.
    """

    kind: Literal["H", "R", "Q", "X"]
    who: str
    what: str
    when: str
    forms: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    later: str = ""


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

方案的六十五项任务，逐项写明由哪张报表、哪项设定、哪个程序承载。类别：H有期限或者可计数，R按期重复，
Q有材料即可，X由上级办理、本局只登记其结果。期限是样例方案`inputs/plan.toml`的设定。

本文件由`python docs/obligations.py`生成，请勿手工修改；条目在`docs/obligations.toml`中修改，报表、
任务的`sources`在各自的定义中修改。

| 条目 | 类别 | 谁 | 做什么 | 何时 | 报表 | 期限 | 其他承载 |
|---|---|---|---|---|---|---|---|"""


def obligations_document(articles: Articles, plan: Plan, forms: Sequence[Form]) -> str:
    """Return docs/obligations.md: article by article, what carries it and until when it is due."""
    lines = (_line(number, article, plan, forms) for number, article in articles.items())
    return "\n".join((_TOP, *lines)) + "\n"


def _line(number: str, article: Article, plan: Plan, forms: Sequence[Form]) -> str:
    titles = "；".join(f"{form.title}（`{form.key}`）" for form in forms_of(number, forms))
    due = "；".join(dict.fromkeys(_dates(number, plan)))
    others = "；".join((*_settings(number, plan), *_files(article)))
    cells = (number, article.kind, article.who, article.what, article.when, titles, due, others)
    return f"| {' | '.join(cells)} |"


def _dates(number: str, plan: Plan) -> Iterator[str]:
    for obligation in plan.obligations:
        if number in obligation.sources:
            dates = [due_date(obligation, period, plan) for period in obligation.periods]
            yield "、".join(f"{day.month}月{day.day}日" for day in dates) or "随时"


def _settings(number: str, plan: Plan) -> Iterator[str]:
    for what, items in (
        ("专题", plan.topics),
        ("会议", plan.meetings),
        ("否决", plan.appraisal.vetoes),
    ):
        if names := [item.name for item in items if number in item.sources]:
            yield f"{what}：{'、'.join(names)}"


def _files(article: Article) -> Iterator[str]:
    yield from (f"`{path}`" for path in article.by)
    if article.later:
        yield f"待建：{article.later}"
