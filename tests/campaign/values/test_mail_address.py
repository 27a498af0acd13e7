"""Addresses as staff write them: cleaned where one alone can be meant, else left as they are."""

import pytest

from campaign.values.mail_address import clean_address

ZB01 = "zb01@minzheng.example"


@pytest.mark.parametrize(
    "written",
    [
        ZB01,
        f" {ZB01} ",
        f"{ZB01}，",
        f"{ZB01};",
        f"{ZB01}；",
        f"{ZB01}、",
        f"{ZB01}。",
        f"<{ZB01}>",
        f"＜{ZB01}＞",
        f"郑怀远<{ZB01}>",
        f"Zheng Huaiyuan 2 <{ZB01}>;",
        f"“郑怀远” <{ZB01}>",
        f"{ZB01}(郑怀远)",
        f"{ZB01}（郑怀远）",
        f"{ZB01} 郑怀远",
        f"郑怀远：{ZB01}",
        f"mailto:{ZB01}",
        f"E-mail：{ZB01}",
        "ｚｂ０１＠ｍｉｎｚｈｅｎｇ．ｅｘａｍｐｌｅ",
        "zb01@minzheng。example",
        "zb01@\u200bminzheng.example",
        "\ufeffzb01@minzheng.example\u200b",
    ],
)
def test_one_address_is_read_without_what_stands_around_it(written: str) -> None:
    assert clean_address(written) == ZB01


@pytest.mark.parametrize(
    "written",
    [
        f"{ZB01};zb02@minzheng.example",
        f"{ZB01} zb02@minzheng.example",
        "zb 01@minzheng.example",
        "邓凌霄@minzheng.example",
        "zb05@minzheng..example",
        "zb01 at minzheng.example",
        "minzheng.example",
    ],
)
def test_what_is_no_single_address_is_left_for_the_sender_to_refuse(written: str) -> None:
    assert clean_address(written) == written


def test_no_address_stays_none() -> None:
    assert clean_address("") == ""
