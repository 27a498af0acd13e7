"""Refusals: code, status and words tell whether sender, recipient, content or the day is meant."""

import pytest

from adapters.mail.refusals import QuotaReachedError, SmtpVerdict, judge_refusal

NETEASE = ",please see http://mail.163.com/help/help_spam_16.htm?ip=203.0.113.9&hostid=smtp4&time=1"
TENCENT = "http://service.mail.qq.com/cgi-bin/help?subtype=1&id=20022&no=1000722"

QUOTA_OF_THE_DAY = [
    f"554 MI:STC smtp4,GdxpCgD3{NETEASE}",
    "550 Mailbox daily sending quota exceeded",
    "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits",
    "550 5.4.5 Daily SMTP relay limit exceeded for user",
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for recipients",
    "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed",
    "550 You have sent too many messages today",
    "451 Too many letters per day, limit 50",
    "552 sending quota exceeded",
    "550 今日发信量已达上限",
    "554 发件人当天内累计邮件数量超过限制",
]


@pytest.mark.parametrize("reply", QUOTA_OF_THE_DAY)
@pytest.mark.parametrize("of_sender", [False, True])
def test_a_quota_of_the_day_closes_the_senders_day(reply: str, of_sender: bool) -> None:
    with pytest.raises(QuotaReachedError, match="邮箱服务商限制了今天的发信量"):
        judge_refusal(int(reply[:3]), reply, of_sender)


LATER, NEVER, SETUP = SmtpVerdict.LATER, SmtpVerdict.NEVER, SmtpVerdict.SETUP
REFUSALS = [
    ("450 4.7.1 Greylisted, please try again in 300 seconds", LATER, "暂不接收"),
    ("451 4.3.0 Temporary failure", LATER, "暂不接收"),
    ("452 4.2.2 The email account that you tried to reach is over quota", LATER, "暂不接收"),
    (
        "550 Ip frequency limited. {TENCENT}",
        LATER,
        "暂不接收",
    ),
    ("550 5.7.1 Too many messages, slow down", LATER, "暂不接收"),
    (f"451 DT:SPM smtp1{NETEASE}", LATER, "暂不接收"),
    (f"554 HL:IHU smtp1{NETEASE}", LATER, "暂不接收"),
    (f"451 MI:SFQ smtp1{NETEASE}", LATER, "暂不接收"),
    ("550 5.1.1 User unknown", NEVER, "拒收"),
    ("550 User not found: zb01@163.example", NEVER, "拒收"),
    ("552 5.2.2 Mailbox full", NEVER, "拒收"),
    ("550 5.2.2 Mailbox quota exceeded for today", NEVER, "拒收"),
    ("550 5.2.1 The user has exceeded a daily receiving limit", NEVER, "拒收"),
    ("554 5.1.2 Bad destination host", NEVER, "拒收"),
    ("552 5.3.4 Message too big", NEVER, "拒收"),
    (
        "550 Mailbox not found. {TENCENT}",
        NEVER,
        "拒收",
    ),
    (f"554 DT:SPM smtp1{NETEASE}", NEVER, "垃圾邮件"),
    (
        "550 Mail content denied. {TENCENT}",
        NEVER,
        "垃圾邮件",
    ),
    ("554 5.7.1 Rejected as spam", NEVER, "垃圾邮件"),
    ("535 Login fail. Authorization code is expired", SETUP, "要求登录"),
    ("535 5.7.8 Error: authentication failed", SETUP, "要求登录"),
    ("553 authentication is required,smtp4", SETUP, "要求登录"),
    ("554 5.7.1 <x@y.example>: Relay access denied", SETUP, "要求登录"),
    ("554 5.7.1 <a@b.example>: Sender address rejected: not owned by user", SETUP, "mail.sender"),
    ("501 mail from address must be same as authorization user", SETUP, "mail.sender"),
    (f"554 DT:SUM smtp1{NETEASE}", SETUP, "mail.sender"),
    ("550 5.1.8 Access denied, bad outbound sender", SETUP, "mail.sender"),
    ("550 5.7.60 Client does not have permissions to send as this sender", SETUP, "mail.sender"),
    (f"550 HL:REP smtp1{NETEASE}", SETUP, "本机"),
    ("554 5.7.1 Client host blocked using zen.spamhaus.org", SETUP, "本机"),
    ("554 Transaction failed", NEVER, "拒收"),
]


@pytest.mark.parametrize(("reply", "verdict", "words"), REFUSALS)
def test_a_refusal_concerns_the_recipient_or_the_content_or_ourselves(
    reply: str, verdict: SmtpVerdict, words: str
) -> None:
    judged, told = judge_refusal(int(reply[:3]), reply, of_sender=False)
    assert judged is verdict
    assert words in told and reply in told


@pytest.mark.parametrize("reply", ["550 5.7.1 Not permitted", "553 Mailbox name not allowed"])
def test_a_refused_sender_is_ours_to_mend_whatever_the_words(reply: str) -> None:
    verdict, told = judge_refusal(int(reply[:3]), reply, of_sender=True)
    assert verdict is SmtpVerdict.SETUP and "mail.sender" in told
