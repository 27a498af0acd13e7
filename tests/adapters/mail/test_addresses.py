"""Addresses: which of them a mail server could take a message to."""

import pytest

from adapters.mail.addresses import address_fault


@pytest.mark.parametrize(
    "address",
    [
        "zb01@minzheng.example",
        "zb01.zheng+x@mail.minzheng.gov.cn",
        "123456789@qq.com",
        "ZB01_x@MINZHENG.EXAMPLE",
        "root@localhost",
        "x@163.com",
    ],
)
def test_what_a_server_can_take_has_no_fault(address: str) -> None:
    assert address_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("zb05@minzheng..example", "写法有误"),
        (".zb05@minzheng.example", "写法有误"),
        ("zb05.@minzheng.example", "写法有误"),
        ("zb05@minzheng", "写法有误"),
        ("zb05@-minzheng.example", "写法有误"),
        ("zb05@minzheng.example\n", "写法有误"),
        ("<zb05@minzheng.example>", "写法有误"),
        ("zb05@minzheng.example;", "写法有误"),
        ("zb 05@minzheng.example", "写法有误"),
        ("zb05", "写法有误"),
        ("@minzheng.example", "写法有误"),
        ("支部@minzheng.example", "汉字"),
        ("zb01＠minzheng.example", "全角"),
        ("a@minzheng.example,b@minzheng.example", "不止一个"),
        (f"{'a' * 65}@minzheng.example", "过长"),
        (f"a@{'b.' * 130}example", "过长"),
    ],
)
def test_what_no_server_takes_is_told_with_its_fault(address: str, words: str) -> None:
    assert words in address_fault(address)
