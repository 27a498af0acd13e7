"""How a returned copy is named after a file that was itself a returned copy."""

import pytest

from adapters.files.file_names import bare_stem


@pytest.mark.parametrize(
    ("stem", "bare"),
    [
        ("六月学习", "六月学习"),
        ("HZ26-000012 退回修改 六月学习", "六月学习"),
        ("HZ26-000012 原件退回 六月学习", "六月学习"),
        ("HZ26-000013 退回修改 HZ26-000012 退回修改 六月学习", "六月学习"),
        ("HZ26-000012 退回修改", ""),
        ("HZ26-000012 六月学习", "HZ26-000012 六月学习"),
        ("六月 HZ26-000012 退回修改 学习", "六月 HZ26-000012 退回修改 学习"),
    ],
)
def test_a_copy_carries_the_number_of_its_own_receipt_alone(stem: str, bare: str) -> None:
    assert bare_stem(stem) == bare
