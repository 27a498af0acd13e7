"""Answers that somebody struck out, hid or whitened in a questionnaire's export are asked about."""

from campaign.values.raw_workbook import Appearance
from tests.campaign.reading.questionnaires.test_questionnaires import answers, read, values
from tests.support.samples.builders import places

GOOD = ("局办公室", "满意", "满意")


def test_an_answer_sheet_that_is_struck_out_is_asked_about_and_counted() -> None:
    struck = frozenset((2, column) for column in range(1, 8))
    submission = read(answers(GOOD, GOOD, appearance=Appearance(struck=struck)))
    assert places(submission.problems) == [("row.struck", "2")]
    assert len(values(submission)) == 2


def test_single_answers_that_are_struck_out_or_unseen_are_asked_about() -> None:
    looks = Appearance(
        struck=frozenset({(2, 6), (3, 4)}),  # D is the service's own: nobody reads it
        partly_struck=frozenset({(3, 5)}),
        unseen=frozenset({(3, 7)}),
        formats={(2, 7): ";;;"},
    )
    assert places(read(answers(GOOD, GOOD, appearance=looks)).problems) == [
        ("cell.struck", "F2"),
        ("cell.unseen", "G2"),
        ("cell.struck", "E3"),
        ("cell.unseen", "G3"),
    ]


def test_a_hidden_question_is_asked_about_and_a_hidden_address_is_not() -> None:
    book = answers(GOOD, hidden_columns=frozenset({4, 6}))
    assert places(read(book).problems) == [("column.hidden", "F1")]
