"""The evaluations' opening notices, and the mid-way report that only the office gets."""

import pytest

from adapters.worker_pool import Readers
from campaign.deadlines.agenda import ActionKind
from services.publishing.evaluation_notice import announce_window
from services.scoring.interim_report import report_interim
from tests.support.office import Bureau
from tests.support.run_actions import carry, posted, words
from tests.support.samples.evaluation_workbooks import Row, inspection, ratings


@pytest.mark.parametrize(
    ("obligation", "name", "says", "receivers"),
    [
        (
            "self_evaluation",
            "支部自评",
            ("民主生活会", "占10%", "10月8日至11月15日", "本项记0分"),
            "支部",
        ),
        (
            "mutual_evaluation",
            "支部互评",
            (
                "听汇报、查资料、问卷调查",
                "占20%",
                "10月10日至10月31日",
                "给本支部的打分不计",
                "12月15日后不再接收",
            ),
            "支部",
        ),
        (
            "social_evaluation",
            "社会评议",
            ("行风评议代表", "国有企业", "收回多于发放", "并向群众反馈"),
            "支部 单位",
        ),
    ],
)
def test_an_evaluation_is_announced_to_those_who_carry_it_out(
    bureau: Bureau, obligation: str, name: str, says: tuple[str, ...], receivers: str
) -> None:
    for _ in range(2):
        carry(bureau, announce_window, ActionKind.WINDOW, obligation)
    text = words(bureau, f"文件/2026 {name}通知.docx")
    assert [phrase for phrase in says if phrase not in text] == []
    everybody = obligation == "social_evaluation"
    assert ("各党支部，局机关各科室、直属各单位：" if everybody else "各党支部：") in text
    sent = posted(bureau, "evaluation")
    units = bureau.context.definitions.roster.of_classes(("支部", "单位"), bureau.now.date())
    wanted = {unit.code for unit in units if unit.unit_class in receivers.split()}
    assert sorted(row.unit for row in sent) == sorted({*wanted, "党办"})
    assert all(f"{name}通知.docx" in row.attachments for row in sent)


def test_a_notice_that_comes_too_late_does_not_go_out(bureau: Bureau) -> None:
    done = carry(bureau, announce_window, ActionKind.WINDOW, "mutual_evaluation", late=30)
    assert (done.posts, done.files) == ((), ())
    assert "已过报送期限" in done.note


def test_the_midway_report_tells_the_office_alone_how_far_everything_is(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("党办/检查.xlsx", inspection(bureau, "DW01", "2026-Q2"))
    assert {reply.disposition for reply in bureau.sweep(readers)} == {"receipt"}
    for _ in range(2):
        done = carry(bureau, report_interim, ActionKind.MIDWAY_REPORT)
    [report] = posted(bureau, "midway")
    assert (report.unit, report.recipient) == ("党办", "dangban@minzheng.example")
    assert done.files == () and report.attachments == "[]"
    assert not list(bureau.home.reports.rglob("*"))
    rows = [line.split() for line in report.text.splitlines()]
    assert ["类别", "渠道", "权重", "单位数", "齐全", "部分", "已有权重", "报送时间"] in rows
    [mutual] = [row for row in rows if row[:2] == ["单位", "互评"]]
    assert mutual[4:6] == ["1", "0"] and mutual[-1] == "每季度检查"
    [own] = [row for row in rows if row[:2] == ["支部", "自评"]]
    assert (own[4], *own[-2:]) == ("0", "0%", "10月8日至11月15日")
    [place] = [row for row in rows if "局机关第一党支部" in row]
    assert place[:4] == ["支部", "－", "局机关第一党支部", "－"]


def test_raters_who_do_not_tell_apart_are_named(bureau: Bureau, readers: Readers) -> None:
    scores = dict.fromkeys(("service", "efficiency", "quality", "style", "image"), 90)
    given: list[Row] = [{**scores, "basis": "听汇报"} for _ in range(10)]
    bureau.now = bureau.now.replace(month=10, day=25)
    bureau.drop("ZB01/互评.xlsx", ratings(bureau, "ZB01", given))
    replies = bureau.sweep(readers)
    assert {reply.disposition for reply in replies} == {"receipt"}, replies
    carry(bureau, report_interim, ActionKind.MIDWAY_REPORT, late=30)
    [report] = posted(bureau, "midway")
    assert "局机关第一党支部给各单位的打分全部相同" in report.text
