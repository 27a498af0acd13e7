"""Rows of sums and means are no data, by whatever name; a row of data is never taken for one."""

import pytest

from campaign.problems.codes import Code
from campaign.reading.submission import Submission
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import field, form, places, raw, read, sheet

Row = tuple[Scalar, ...]
TARGETS = form(
    sheet(
        field("sequence", "sequence", heading="序号"),
        field("text", "indicator", heading="指标", required=True),
        field("number", "task", heading="任务数", required=True),
        field("number", "actual", heading="完成数"),
        field("text", "note", heading="说明"),
    )
)
POINTS = form(
    sheet(
        field("choice", "dimension", heading="五比", choices=("服务", "总分"), required=True),
        field("text", "item", heading="检查项目", required=True),
        field("number", "possible", heading="应得分", required=True),
        field("number", "got", heading="实得分", required=True),
    )
)
ROWS: tuple[Row, ...] = (
    (1.0, "引进项目", 2.0, 3.0, None),
    (2.0, "开工项目", 5.0, 4.5, None),
    (3.0, "合同资金", 800.0, 1200.0, "已到账"),
)
ITEMS: tuple[Row, ...] = (("服务", "首问负责", 10.0, 9.0), ("服务", "一次告知", 20.0, 17.0))


def read_targets(*more: Row) -> Submission:
    return read(TARGETS, raw(("序号", "指标", "任务数", "完成数", "说明"), *ROWS, *more))


def read_points(*more: Row) -> Submission:
    return read(POINTS, raw(("五比", "检查项目", "应得分", "实得分"), *ITEMS, *more))


def rows_of(submission: Submission) -> list[int]:
    return [row.number for row in submission.sheets[0].rows]


@pytest.mark.parametrize(
    "name",
    [
        "合计",
        "合　计",
        "小 计",
        "总计：",
        "共计",
        "汇总",
        "汇 总",
        "合计（万元）",
        "合计(分)",
        "平均",
        "平均分",
        "平均值",
        "平均得分",
        "总分",
        "总和",
        "累计",
        "本页小计",
        "本月合计",
        "最高分",
        "最低分",
        "最大值",
        "最小值",
        "求和",
        "计数",
        "总计数",
        "合计数",
        "全年合计",
        "上半年累计",
        "年度合计",
        "本年度累计数",
        "以上合计",
        "各项合计",
        "Total",
        "Grand Total:",
        "SUM",
    ],
)
@pytest.mark.parametrize("figures", [(807.0, 1207.5), ("807", "1,207.5元"), (None, 1207.5)])
def test_a_row_of_sums_is_a_remark_by_any_name(name: str, figures: Row) -> None:
    for first in (None, name, 4.0):
        words = None if first == name else name
        submission = read_targets((first, words, *figures))
        assert (rows_of(submission), submission.problems) == ([2, 3, 4], ())
        assert submission.sheets[0].remark_rows == (5,)


def test_the_name_may_stand_in_a_column_of_choices() -> None:
    submission = read_points(("合计（分）", None, 30.0, 26.0), ("平均分", None, 15.0, 13.0))
    assert (rows_of(submission), submission.problems) == ([2, 3], ())


def test_a_choice_of_that_name_is_data() -> None:
    assert rows_of(read_points(("总分", "全部", 30.0, 26.0))) == [2, 3, 4]
    missing = read_points(("总分", None, 30.0, 26.0))
    assert places(missing.problems) == [("cell.blank", "B4")]


@pytest.mark.parametrize(
    "row",
    [
        (None, "合计新增项目", 7.0, 8.0),
        (None, "汇总上报情况", 7.0, 8.0),
        (None, "平均每户补助", 7.0, 8.0),
        (None, "总分馆建设", 7.0, 8.0),
        (None, "累计", 7.0, 8.0, "自一月起"),
        (None, "合计", 7.0, None, "含上年"),
        (None, "最高人民法院来访", 7.0, 8.0),
        (None, "本年", 7.0, 8.0),
    ],
)
def test_a_row_of_data_that_begins_like_one_is_read(row: Row) -> None:
    assert rows_of(read_targets(row)) == [2, 3, 4, 5]


def test_words_for_a_sum_with_words_beside_them_are_told_if_the_row_lacks_something() -> None:
    submission = read_targets((None, "合计", None, None, "完成率一半"))
    assert places(submission.problems) == [("row.not_read", "B5")]


LONG = form(
    sheet(
        *(field("text", "group", heading="支部", required=True),),
        field("text", "item", heading="项目", required=True),
        *(field("number", f"n{number}", heading=f"第{number}次") for number in range(1, 6)),
    )
)
LONG_HEADINGS: Row = ("支部", "项目", *(f"第{number}次" for number in range(1, 6)))


@pytest.mark.parametrize(
    "name",
    [
        "第一支部小计",
        "6月合计",
        "1-6月累计",
        "机关各支部合计：",
        "甲组 汇总",
        "全系统总计",
        "低保 计数",
    ],
)
def test_a_group_is_summed_up_in_a_row_of_many_figures(name: str) -> None:
    rows: tuple[Row, ...] = (("一支部", "学习", 1.0, 2.0, 3.0, 4.0, 5.0),) * 2
    sums: Row = (name, None, 2.0, 4.0, 6.0, 8.0, 10.0)
    submission = read(LONG, raw(LONG_HEADINGS, *rows, sums))
    assert (rows_of(submission), places(submission.problems)) == ([2, 3], [("row.not_read", "A4")])


def test_a_row_of_data_whose_name_ends_like_a_sum_is_read() -> None:
    row: Row = ("上年累计", "学习", 1.0, 2.0, 3.0, 4.0, 5.0)
    assert rows_of(read(LONG, raw(LONG_HEADINGS, row))) == [2]
    begun: Row = ("上年累计", None, 1.0, "约3次", 3.0, 4.0, 5.0)
    assert rows_of(read(LONG, raw(LONG_HEADINGS, begun))) == [2]


def test_what_a_spreadsheet_puts_between_groups_is_told_and_no_data() -> None:
    submission = read_points(("服务 汇总", None, 30.0, 26.0))
    assert (rows_of(submission), places(submission.problems)) == ([2, 3], [("row.not_read", "A4")])


@pytest.mark.parametrize(
    "figures", [(807.0, 1207.5), (807.0,), (None, 1207.5), (269.0, 402.5), (269.0, 402.5)]
)
def test_sums_and_means_without_a_name_are_told_and_no_data(figures: Row) -> None:
    submission = read_targets((None, None, *figures))
    [problem] = submission.problems
    assert (rows_of(submission), problem.code) == ([2, 3, 4], Code.ROW_NOT_READ)


def test_sums_and_means_may_stand_together() -> None:
    submission = read_targets((None, None, 807.0, 1207.5), (None, None, 269.0, 402.5))
    assert rows_of(submission) == [2, 3, 4]


def test_a_figure_that_stands_above_too_may_be_anybodys() -> None:
    headings = ("序号", "指标", "任务数", "完成数", "说明")
    same: tuple[Row, ...] = tuple((None, name, 2.0) for name in "甲乙丙")
    submission = read(TARGETS, raw(headings, *same, (None, None, 2.0)))
    assert places(submission.problems) == [("cell.blank", "B5")]


@pytest.mark.parametrize("figures", [(808.0, 1207.5), (5.0, 4.5), (807.0, 1200.0), (7.0, None)])
def test_figures_that_are_not_those_of_all_others_are_data_without_a_name(figures: Row) -> None:
    submission = read_targets((None, None, *figures))
    assert places(submission.problems)[0] == ("cell.blank", "B5")
    assert rows_of(submission) == [2, 3, 4, 5]
