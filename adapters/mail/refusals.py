"""Interprets a mail server's refusal: whom it concerns, and for how long.

Providers give the sender's own limits and faults codes of the 500s, as they give a mailbox that
does not exist. Code, enhanced status (RFC 3463) and words decide together; the words are those of
the manuals of NetEase, Tencent, Alibaba, Google and Microsoft.
"""

import re
from enum import StrEnum


class SmtpVerdict(StrEnum):
    """The meaning of an answer: taken, try later, never, or our own setup must be mended first."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    SETUP = "setup"


class QuotaReachedError(Exception):
    """The provider takes no more messages from this sender today; worded for the office."""


QUOTA_REACHED = "邮箱服务商限制了今天的发信量"

_ADDRESS_OF_HELP = re.compile(r"https?://\S+")
"""What an answer refers to: NetEase's page on every kind of refusal is called help_spam."""

_FOR_GOOD, _TOO_LARGE = 500, 552
_LOGIN_NEEDED = frozenset({530, 534, 535, 538})
_QUOTA_OF_DAY = re.compile(
    r"mi:stc|\b5\.4\.5\b|\b5\.1\.90\b|submissionquotaexceeded"
    r"|(?:daily|today|24 ?hours?|per day|a day|this day).{0,60}(?:limit|quota|exceed|too many)"
    r"|(?:limit|quota|exceed|too many).{0,60}(?:daily|today|24 ?hours?|per day|a day|this day)"
    r"|(?:send(?:ing|er)?|submission|outgoing|relay|outbound) (?:quota|limit)\b"
    r"|(?:quota|limit) (?:of|for|on) (?:send(?:ing|er)|submission|outgoing|outbound)"
    r"|(?:今日|今天|当天|当日|每日|每天|日发).{0,20}(?:超|上限|限制|限额|过多)"
    r"|发[信送件].{0,12}(?:上限|限额|超限|超过|超出)"
)
_RATE = re.compile(
    r"frequen|rate ?limit|too (?:many|fast|quick)|slow down|try (?:again )?later|throttl"
    r"|\bmi:(?:sfq|dmc|cel|ccl)|\brp:(?:qrc|drc|cel|ccl)|\bhl:(?:ifc|icc|ihu)|频率|过于频繁|稍后"
)
_LOGIN = re.compile(
    r"relay|authenticat|auth(?:orization)? (?:is )?required|not logged in|login fail|log in first"
    r"|\b5\.7\.(?:8|9|57)\b|登录|认证"
)
_SENDER = re.compile(
    r"\b5\.1\.[78]\b|\b5\.7\.60\b|\bdt:sum\b|mi:spb|wm:blu"
    r"|sender (?:address )?(?:is )?(?:rejected|denied|refused|invalid|not )"
    r"|(?:invalid|bad|unknown) (?:outbound )?sender|not owned by user|send ?as"
    r"|mail from (?:address )?must|(?:not )?(?:equal|same as|match).{0,20}auth"
    r"|发件人|发信人"
)
_HOST = re.compile(
    r"black ?list|block ?list|spamhaus|\brbl\b|client host|(?:your|sender) ip"
    r"|ip (?:address )?(?:is |has been )?(?:rejected|blocked|listed|not allowed)"
    r"|hl:(?:rep|ipb)|wm:bli|\b5\.7\.(?:25|50[0-9]|51[0-9]|7\d\d)\b"
)
_SPAM = re.compile(
    r"spam|dt:spm|virus|content (?:denied|rejected|refused)|content.{0,20}(?:policy|filter)"
    r"|illegal (?:content|attachment)|垃圾|内容"
)


_RECIPIENT = re.compile(
    r"\b5\.1\.(?:1|2|3|6|10)\b|\b[45]\.2\.[12]\b|\b5\.4\.4\b"
    r"|mailbox (?:is )?full|over ?quota|disk quota|receiv|user (?:unknown|not found)|no such user"
)
"""A mailbox that does not exist, is closed or full, or takes no more from anybody."""


def judge_refusal(code: int, reply: str, of_sender: bool) -> tuple[SmtpVerdict, str]:
    """Return the verdict and its Chinese words; ``of_sender`` tells a refusal of MAIL FROM.

    Raises QuotaReachedError if the provider has closed this sender's day. A refused login, relay or
    sender would refuse every message: that is ours to mend.
    """
    words = _ADDRESS_OF_HELP.sub("", reply.casefold())
    of_recipient = _RECIPIENT.search(words)
    if _QUOTA_OF_DAY.search(words) and not of_recipient:
        raise QuotaReachedError(f"{QUOTA_REACHED}，其余邮件明天再发（{reply}）")
    if code >= _FOR_GOOD and of_recipient:
        return SmtpVerdict.NEVER, f"邮件服务器拒收（{reply}）"
    if code in _LOGIN_NEEDED or _LOGIN.search(words):
        return SmtpVerdict.SETUP, f"邮件服务器要求登录或拒绝转发（{reply}）"
    if code < _FOR_GOOD or _RATE.search(words):
        return SmtpVerdict.LATER, f"邮件服务器暂不接收（{reply}）"
    if code == _TOO_LARGE:
        return SmtpVerdict.NEVER, f"邮件服务器拒收（{reply}）"
    if of_sender or _SENDER.search(words):
        return SmtpVerdict.SETUP, f"邮件服务器不接受发件人，请核对plan.toml的mail.sender（{reply}）"
    if _HOST.search(words):
        return SmtpVerdict.SETUP, f"邮件服务器不接受本机发信，请联系邮箱服务商（{reply}）"
    if _SPAM.search(words):
        return SmtpVerdict.NEVER, f"邮件服务器认为内容像垃圾邮件，没有收（{reply}）"
    return SmtpVerdict.NEVER, f"邮件服务器拒收（{reply}）"
