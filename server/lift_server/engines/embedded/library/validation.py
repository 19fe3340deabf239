"""Idioms that check addresses: e-mail, telephone, URL, IP; all return a bool and raise for no text."""

import ipaddress
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="email e-mail mail address addresses valid validate validates validator check well-formed format syntax @",
    variant="pragmatic: a dot in the domain, at most 64 characters before the @ and 254 in all",
    probes=[
        'is_email("user@localhost")',
        'is_email("john..doe@example.com")',
        'is_email("j\\u00f6rg@example.com")',
        'is_email("a" * 65 + "@example.com")',
    ],
)
def is_email(text: str) -> bool:
    """Return whether a text is an e-mail address as they occur in practice.

    >>> is_email("first.last+tag@sub.example.co.uk")
    True
    >>> is_email("no-at-sign.example.com")
    False
    >>> is_email("john..doe@example.com")
    False
    >>> is_email("user@localhost")
    False
    """
    if len(text) > 254 or text.find("@") > 64:
        return False
    atom = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    top_level = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
    return re.fullmatch(rf"{atom}(?:\.{atom})*@(?:{label}\.)+{top_level}", text) is not None


@idiom(of="is_email", variant="a host without a dot is allowed: user@localhost")
def is_email_on_any_host(text: str) -> bool:
    """Return whether a text is an e-mail address, the host having a dot or not.

    >>> is_email_on_any_host("user@localhost")
    True
    >>> is_email_on_any_host("user@-host")
    False
    """
    if len(text) > 254 or text.find("@") > 64:
        return False
    atom = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    top_level = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
    return re.fullmatch(rf"{atom}(?:\.{atom})*@(?:{label}|(?:{label}\.)+{top_level})", text) is not None


@idiom(of="is_email", variant="a simple pattern that does not look at where dots and hyphens are")
def is_email_by_simple_pattern(text: str) -> bool:
    """Return whether a text has the rough form of an e-mail address: characters, @, characters, dot, letters.

    >>> is_email_by_simple_pattern("first.last+tag@example.com")
    True
    >>> is_email_by_simple_pattern("john..doe@example.com")
    True
    >>> is_email_by_simple_pattern("user@localhost")
    False
    """
    return re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", text) is not None


@idiom(of="is_email", variant="no limit on the length")
def is_email_of_any_length(text: str) -> bool:
    """Return whether a text is an e-mail address as they occur in practice, however long.

    >>> is_email_of_any_length("a" * 65 + "@example.com")
    True
    >>> is_email_of_any_length("user@localhost")
    False
    """
    atom = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    top_level = r"(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9])"
    return re.fullmatch(rf"{atom}(?:\.{atom})*@(?:{label}\.)+{top_level}", text) is not None


@idiom(of="is_email", variant="letters of all languages are allowed")
def is_international_email(text: str) -> bool:
    """Return whether a text is an e-mail address, letters and digits of all languages being allowed.

    >>> is_international_email("jörg@müller.example")
    True
    >>> is_international_email("john..doe@example.com")
    False
    """
    if len(text) > 254 or text.find("@") > 64:
        return False
    atom = r"[\w!#$%&'*+/=?^`{|}~-]+"
    label = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
    top_level = r"(?:[^\W\d_]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
    return re.fullmatch(rf"{atom}(?:\.{atom})*@(?:{label}\.)+{top_level}", text) is not None


@idiom(
    words="phone telephone mobile cell number valid validate validator check is well-formed format dial digits contact",
    variant="7 to 15 digits with optional +, spaces, dots, hyphens and parentheses",
    probes=[
        'is_phone_number("+14155552671")',
        'is_phone_number("(415) 555-2671")',
        'is_phone_number("+44 20 7946 0958")',
        'is_phone_number("555-2671")',
    ],
)
def is_phone_number(text: str) -> bool:
    """Return whether a text is a telephone number: 7 to 15 digits, perhaps with a plus sign and separators.

    >>> is_phone_number("+44 (20) 7946-0958")
    True
    >>> is_phone_number("555-2671")
    True
    >>> is_phone_number("phone")
    False
    """
    # One digit or one group in parentheses at a time, with at most one separator between.
    if not re.fullmatch(r"\+?(?:[0-9]|\([0-9]{1,4}\))(?:[ .-]?(?:[0-9]|\([0-9]{1,4}\)))*", text):
        return False
    return 7 <= sum(char.isdigit() for char in text) <= 15


@idiom(of="is_phone_number", variant="North American: ten digits, perhaps with the country code 1")
def is_north_american_phone_number(text: str) -> bool:
    """Return whether a text is a North American telephone number of ten digits, perhaps after +1 or 1.

    >>> is_north_american_phone_number("(415) 555-2671")
    True
    >>> is_north_american_phone_number("+44 20 7946 0958")
    False
    """
    return re.fullmatch(r"(?:\+?1[ .-]?)?(?:\([0-9]{3}\)|[0-9]{3})[ .-]?[0-9]{3}[ .-]?[0-9]{4}", text) is not None


@idiom(of="is_phone_number", variant="international E.164 only: + and up to 15 digits without separators")
def is_e164_phone_number(text: str) -> bool:
    """Return whether a text is a telephone number in the E.164 form: a plus sign and 7 to 15 digits.

    >>> is_e164_phone_number("+14155552671")
    True
    >>> is_e164_phone_number("(415) 555-2671")
    False
    """
    return re.fullmatch(r"\+[1-9][0-9]{6,14}", text) is not None


@idiom(of="is_phone_number", variant="digits only, exactly ten")
def is_ten_digit_phone_number(text: str) -> bool:
    """Return whether a text consists of exactly ten digits.

    >>> is_ten_digit_phone_number("4155552671")
    True
    >>> is_ten_digit_phone_number("(415) 555-2671")
    False
    """
    return re.fullmatch(r"[0-9]{10}", text) is not None


@idiom(
    words="url web address link website http https uri valid validate validator check is well-formed format",
    variant="http or https with any host",
    probes=[
        'is_url("http://localhost:8000")',
        'is_url("ftp://example.com/file")',
        'is_url("www.example.com")',
        'is_url("https://example.com/a b")',
    ],
)
def is_url(text: str) -> bool:
    """Return whether a text is a complete http or https URL.

    >>> is_url("https://example.com:8080/path?q=1#top")
    True
    >>> is_url("example.com")
    False
    >>> is_url("http://")
    False
    """
    label = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
    host = rf"(?:{label}(?:\.{label})*\.?|\[[0-9A-Fa-f:.]+\])"
    rest = r"(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f\x7f\"<>]*)?"
    return re.fullmatch(rf"[Hh][Tt][Tt][Pp][Ss]?://(?:[^\s/?#@]+@)?{host}{rest}", text) is not None


@idiom(of="is_url", variant="the host needs a dot: localhost is refused")
def is_url_on_dotted_host(text: str) -> bool:
    """Return whether a text is a complete http or https URL whose host contains a dot or is an IP address.

    >>> is_url_on_dotted_host("https://example.com/path")
    True
    >>> is_url_on_dotted_host("http://localhost:8000")
    False
    """
    label = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
    host = rf"(?:{label}(?:\.{label})+\.?|\[[0-9A-Fa-f:.]+\])"
    rest = r"(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f\x7f\"<>]*)?"
    return re.fullmatch(rf"[Hh][Tt][Tt][Pp][Ss]?://(?:[^\s/?#@]+@)?{host}{rest}", text) is not None


@idiom(of="is_url", variant="any scheme that is followed by //, such as ftp")
def is_url_of_any_scheme(text: str) -> bool:
    """Return whether a text is a complete URL with a scheme, // and a host.

    >>> is_url_of_any_scheme("ftp://example.com/file.txt")
    True
    >>> is_url_of_any_scheme("example.com")
    False
    """
    label = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
    host = rf"(?:{label}(?:\.{label})*\.?|\[[0-9A-Fa-f:.]+\])"
    rest = r"(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f\x7f\"<>]*)?"
    return re.fullmatch(rf"[A-Za-z][A-Za-z0-9+.-]*://(?:[^\s/?#@]+@)?{host}{rest}", text) is not None


@idiom(of="is_url", variant="the scheme may be missing when the host has a dot: www.example.com")
def is_url_with_optional_scheme(text: str) -> bool:
    """Return whether a text is an http or https URL, or one without its scheme whose host contains a dot.

    >>> is_url_with_optional_scheme("www.example.com/path")
    True
    >>> is_url_with_optional_scheme("http://localhost:8000")
    True
    >>> is_url_with_optional_scheme("hello")
    False
    """
    label = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
    host = rf"(?:{label}(?:\.{label})*\.?|\[[0-9A-Fa-f:.]+\])"
    rest = r"(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f\x7f\"<>]*)?"
    complete = rf"[Hh][Tt][Tt][Pp][Ss]?://(?:[^\s/?#@]+@)?{host}{rest}"
    return re.fullmatch(rf"{complete}|{label}(?:\.{label})+\.?{rest}", text) is not None


@idiom(
    words="ipv4 ip address internet protocol version 4 dotted decimal four octets valid validate validator check is",
    variant="no leading zeros",
    probes=['is_ipv4("192.168.001.001")', 'is_ipv4("256.1.1.1")', 'is_ipv4("1.2.3")', 'is_ipv4("0.0.0.0")'],
)
def is_ipv4(text: str) -> bool:
    """Return whether a text is an IPv4 address: four numbers from 0 to 255 without leading zeros, joined by dots.

    >>> is_ipv4("192.168.0.1")
    True
    >>> is_ipv4("256.1.1.1")
    False
    >>> is_ipv4("192.168.0.01")
    False
    """
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


@idiom(of="is_ipv4", variant="leading zeros are allowed")
def is_ipv4_with_leading_zeros(text: str) -> bool:
    """Return whether a text is four numbers from 0 to 255 of up to three digits, joined by dots.

    >>> is_ipv4_with_leading_zeros("192.168.001.001")
    True
    >>> is_ipv4_with_leading_zeros("256.1.1.1")
    False
    """
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", text):
        return False
    return all(int(number) <= 255 for number in text.split("."))


@idiom(
    words="ipv6 ip address internet protocol version 6 hexadecimal colons valid validate validator check is",
    variant="without a zone",
    probes=['is_ipv6("fe80::1%eth0")', 'is_ipv6("::1")', 'is_ipv6("1.2.3.4")'],
)
def is_ipv6(text: str) -> bool:
    """Return whether a text is an IPv6 address without a zone.

    >>> is_ipv6("2001:db8::8a2e:370:7334")
    True
    >>> is_ipv6("192.168.0.1")
    False
    >>> is_ipv6("::1::")
    False
    """
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text


@idiom(of="is_ipv6", variant="a zone such as %eth0 is allowed")
def is_ipv6_with_zone(text: str) -> bool:
    """Return whether a text is an IPv6 address, perhaps with a zone such as %eth0.

    >>> is_ipv6_with_zone("fe80::1%eth0")
    True
    >>> is_ipv6_with_zone("192.168.0.1")
    False
    """
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
