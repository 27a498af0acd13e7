"""Decides which mail addresses can be sent to: the roster is checked by what sending refuses."""

import re

_ATOM = r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}|localhost")
_LONGEST_LOCAL, _LONGEST = 64, 254  # octets, RFC 5321 4.5.3.1


def address_fault(address: str) -> str:
    """Return why no server could take a message to an address, "" if one could."""
    named = f"邮箱地址“{address}”"
    if address.count("@") > 1:
        return f"{named}不止一个，只能填一个"
    if not address.isascii():
        return f"{named}含有全角字符或汉字"
    local, _, domain = address.partition("@")
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        return f"{named}写法有误"
    if len(local) > _LONGEST_LOCAL or len(address) > _LONGEST:
        return f"{named}过长"
    return ""
