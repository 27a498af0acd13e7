"""Names: what is compared, and what is printed, however a name was typed, pasted or scanned."""

import pytest

from campaign.values.text import clean_code, clean_name, name_key

DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u25cf\u25e6\u16eb\u02d9\u30fb\uff65\u2024\ufe52"
UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\u061c"
    "\u180e\ufe00\ufe0f\U000e0100\u3164\u034f\u2800"
)


@pytest.mark.parametrize("dot", [f"{ord(dot):04x}" for dot in DOTS])
def test_every_dot_of_a_name_is_the_same_dot(dot: str) -> None:
    written = f"阿依古丽{chr(int(dot, 16))}吐尔逊"
    assert name_key(written) == name_key("阿依古丽·吐尔逊")
    if dot not in ("fe52",):  # a small full stop is printed as it was typed
        assert clean_name(written) == "阿依古丽·吐尔逊"


@pytest.mark.parametrize("sign", [f"{ord(sign):04x}" for sign in UNSEEN])
def test_what_nobody_sees_is_no_part_of_a_name(sign: str) -> None:
    unseen = chr(int(sign, 16))
    for written in (f"{unseen}第二党支部", f"第二{unseen}党支部", f"第二党支部{unseen} "):
        assert name_key(written) == name_key("第二党支部")
        assert clean_name(written) == "第二党支部"
        assert clean_code(f"ZB{unseen}02") == "ZB02"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("⼈⺠⻅", "人民见"),
        ("⻢⽂⻰", "马文龙"),
        ("郎\ufa0a", "郎見"),
        ("老干（离退休）支部", "老干（离退休）支部"),
        ("第１党支部", "第１党支部"),
        ("白\u3000芷", "白 芷"),
        ("白\n芷", "白 芷"),
    ],
)
def test_a_name_is_printed_in_common_characters_and_its_own_width(
    written: str, printed: str
) -> None:
    assert clean_name(written) == printed


@pytest.mark.parametrize(
    "written",
    ["老干（离退休）支部", "老干(离退休)支部", "老干〔离退休〕支部", "老干﹙离退休﹚支部"],
)
def test_brackets_are_compared_without_their_kind(written: str) -> None:
    assert name_key(written) == "老干(离退休)支部"


@pytest.mark.parametrize(("one", "other"), [("未央", "末央"), ("陈晨", "陈辰"), ("王一", "王丁")])
def test_different_characters_stay_different(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
