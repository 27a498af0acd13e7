"""How many pieces of each unit are published, and of how many the copies lack."""

import pytest

from campaign.monitoring.publicity import OUTLETS, PublicityCount, published_pieces
from campaign.reports.report import Values
from tests.support.samples.definitions import form
from tests.support.samples.reports import report, sheet

OUT: Values = {"title": "甲文", "outlet": "新闻媒体", "state": "已刊登", "copy": "已寄送"}


def counted(*rows: Values) -> PublicityCount:
    """Return the counts of a unit whose every row came in a report of its own."""
    reports = [report("publicity", pieces=sheet("稿件", row)) for row in rows]
    return published_pieces(reports)["ZB01"]


@pytest.mark.parametrize(
    ("other", "pieces", "by_outlet", "without_copy"),
    [
        ({"outlet": "有关部门简报"}, 1, (0, 1, 1), 0),
        ({"outlet": "新闻媒体"}, 1, (0, 0, 1), 0),
        ({"title": " 《甲文》"}, 1, (0, 0, 1), 0),
        ({"copy": "待补报"}, 1, (0, 0, 1), 0),
        ({"title": "乙文"}, 2, (0, 0, 2), 0),
        ({"title": "乙文", "outlet": "工委简报", "copy": "待补报"}, 2, (1, 0, 1), 1),
        ({"title": "乙文", "state": "待刊登"}, 1, (0, 0, 1), 0),
        ({"title": "乙文", "state": "未采用"}, 1, (0, 0, 1), 0),
        ({"title": "乙文", "outlet": "本单位简报"}, 1, (0, 0, 1), 0),
        ({"title": "乙文", "outlet": "橱窗"}, 1, (0, 0, 1), 0),
        ({"title": "乙文", "outlet": "其他"}, 1, (0, 0, 1), 0),
    ],
)
def test_a_piece_counts_once_however_many_bulletins_and_media_publish_it(
    other: Values, pieces: int, by_outlet: tuple[int, ...], without_copy: int
) -> None:
    assert counted(OUT, {**OUT, **other}) == PublicityCount(
        pieces=pieces, by_outlet=by_outlet, without_copy=without_copy
    )


def test_a_unit_is_counted_by_its_own_reports_of_publicity_alone() -> None:
    pieces = sheet("稿件", OUT, {**OUT, "title": "乙文"})
    reports = [
        report("publicity", pieces=pieces),
        report("publicity", "ZB02", pieces=sheet("稿件", OUT)),
        report("publicity", "ZB03", pieces=sheet("稿件", {**OUT, "state": "待刊登"})),
        report("opinions", "ZB04", pieces=pieces),
    ]
    assert {unit: one.pieces for unit, one in published_pieces(reports).items()} == {
        "ZB01": 2,
        "ZB02": 1,
    }


def test_what_is_counted_are_choices_of_the_form() -> None:
    columns = {column.key: column.choices for column in form("publicity").sheets[0].columns}
    assert set(OUTLETS) < set(columns["outlet"])
    assert {"已刊登"} < set(columns["state"]) and {"随表报送", "已寄送"} < set(columns["copy"])
