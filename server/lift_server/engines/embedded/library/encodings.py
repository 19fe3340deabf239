"""Idioms that encode, decode and sum up: Base64, checksums, check digits, Morse code."""

import base64
import hashlib
import re
import string
import zlib

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="base64 encode encoding text string utf-8 bytes ascii armor convert to base 64",
    variant="the standard alphabet with padding",
    probes=['base64_encode("subjects?>~")', 'base64_encode("caf\\u00e9")', 'base64_encode("")'],
)
def base64_encode(text: str) -> str:
    """Return the UTF-8 bytes of a text in Base64.

    >>> base64_encode("Hello")
    'SGVsbG8='
    >>> base64_encode("")
    ''
    """
    return base64.b64encode(text.encode()).decode("ascii")


@idiom(of="base64_encode", variant="safe for URLs: - and _, without padding")
def base64_encode_for_url(text: str) -> str:
    """Return the UTF-8 bytes of a text in the Base64 for URLs, without padding.

    >>> base64_encode_for_url("Hello")
    'SGVsbG8'
    >>> base64_encode_for_url("~~~")
    'fn5-'
    """
    return base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")


@idiom(
    words="base64 decode decoding text string utf-8 bytes convert from base 64 back original",
    variant="strict; anything else raises ValueError",
    probes=[
        'base64_decode("SGVsbG8=")',
        'base64_decode("SGVsbG8")',
        'base64_decode("SGVs\\nbG8=")',
        'base64_decode("fn5-")',
    ],
)
def base64_decode(text: str) -> str:
    """Return the text whose UTF-8 bytes are given in Base64; raise ValueError for any other text.

    >>> base64_decode("SGVsbG8=")
    'Hello'
    >>> base64_decode("")
    ''
    """
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError as error:
        raise ValueError(f"not a text in Base64: {error}") from error


@idiom(of="base64_decode", variant="missing padding and the alphabet for URLs are accepted")
def base64_decode_from_url(text: str) -> str:
    """Return the text whose UTF-8 bytes are given in Base64 of either alphabet, padded or not; else raise ValueError.

    >>> base64_decode_from_url("SGVsbG8")
    'Hello'
    >>> base64_decode_from_url("fn5-")
    '~~~'
    """
    digits = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True).decode()
    except ValueError as error:
        raise ValueError(f"not a text in Base64: {error}") from error


@idiom(of="base64_decode", variant="white space and line breaks are ignored")
def base64_decode_ignoring_space(text: str) -> str:
    """Return the text whose UTF-8 bytes are given in Base64, white space ignored; raise ValueError for other text.

    >>> base64_decode_ignoring_space("SGVs bG8=")
    'Hello'
    >>> base64_decode_ignoring_space("")
    ''
    """
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except ValueError as error:
        raise ValueError(f"not a text in Base64: {error}") from error


@idiom(of="base64_decode", variant="anything else gives None")
def base64_decode_or_none(text: str) -> str | None:
    """Return the text whose UTF-8 bytes are given in Base64, or None for any other text.

    >>> base64_decode_or_none("SGVsbG8=")
    'Hello'
    >>> base64_decode_or_none("?") is None
    True
    """
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return None


@idiom(words="sha256 sha-256 sha hash checksum digest fingerprint hexadecimal hex of text string utf-8 cryptographic")
def checksum_sha256(text: str) -> str:
    """Return the SHA-256 checksum of the UTF-8 bytes of a text as 64 hexadecimal digits.

    >>> checksum_sha256("abc")
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    >>> checksum_sha256("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode()).hexdigest()


@idiom(
    words="crc32 crc cyclic redundancy check checksum 32 bit text string utf-8 zlib hash",
    variant="a number",
    probes=['crc32("hello")', 'crc32("")'],
)
def crc32(text: str) -> int:
    """Return the CRC-32 checksum of the UTF-8 bytes of a text.

    >>> crc32("hello")
    907060870
    >>> crc32("")
    0
    """
    return zlib.crc32(text.encode())


@idiom(of="crc32", variant="eight hexadecimal digits")
def crc32_hex(text: str) -> str:
    """Return the CRC-32 checksum of the UTF-8 bytes of a text as eight hexadecimal digits.

    >>> crc32_hex("hello")
    '3610a686'
    >>> crc32_hex("")
    '00000000'
    """
    return f"{zlib.crc32(text.encode()):08x}"


@idiom(words="luhn check digit compute calculate append mod 10 credit card imei account number checksum missing last")
def luhn_check_digit(digits: str) -> int:
    """Return the digit which, put behind the digits of a text, makes them pass the Luhn check; else raise ValueError.

    >>> luhn_check_digit("7992739871")
    3
    >>> luhn_check_digit("411111111111111")
    1
    """
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValueError(f"not a text of digits: {digits!r}")
    values = [int(char) for char in reversed(digits)]
    # Doubling gives one or two digits; divmod by 10 splits them to be added up.
    return -(sum(sum(divmod(2 * value, 10)) for value in values[::2]) + sum(values[1::2])) % 10


@idiom(
    words="morse code encode translate text into dots and dashes telegraph signal letters convert to",
    variant="a character without code raises ValueError",
    probes=['morse_encode("SOS now")', 'morse_encode("a#b")', 'morse_encode("")'],
)
def morse_encode(text: str) -> str:
    """Return a text in Morse code, letters separated by spaces and words by " / "; raise ValueError if impossible.

    >>> morse_encode("SOS now")
    '... --- ... / -. --- .--'
    >>> morse_encode("")
    ''
    """
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
        "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--.. -....- -..-."
    )
    table = dict(zip(string.ascii_uppercase + string.digits + ".,?-/", codes.split(), strict=True))
    words = text.upper().split()
    unknown = sorted(set("".join(words)) - set(table))
    if unknown:
        raise ValueError(f"no Morse code for {unknown[0]!r}")
    return " / ".join(" ".join(table[char] for char in word) for word in words)


@idiom(of="morse_encode", variant="a character without code is left out")
def morse_encode_skipping(text: str) -> str:
    """Return a text in Morse code, letters separated by spaces and words by " / ", leaving out what has no code.

    >>> morse_encode_skipping("a#b ! c")
    '.- -... / -.-.'
    >>> morse_encode_skipping("")
    ''
    """
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
        "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--.. -....- -..-."
    )
    table = dict(zip(string.ascii_uppercase + string.digits + ".,?-/", codes.split(), strict=True))
    words = [" ".join(table[char] for char in word if char in table) for word in text.upper().split()]
    return " / ".join(word for word in words if word)


@idiom(
    words="morse code decode translate dots and dashes into text telegraph signal letters convert from read",
    variant="an unknown code raises ValueError",
    probes=['morse_decode("... --- ... / -. --- .--")', 'morse_decode(".- ......")', 'morse_decode("")'],
)
def morse_decode(text: str) -> str:
    """Return the text in capitals that Morse code with spaces and " / " stands for; raise ValueError for unknown code.

    >>> morse_decode("... --- ... / -. --- .--")
    'SOS NOW'
    >>> morse_decode("")
    ''
    """
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
        "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--.. -....- -..-."
    )
    table = dict(zip(codes.split(), string.ascii_uppercase + string.digits + ".,?-/", strict=True))
    words = [word.split() for word in text.split("/")]
    unknown = [group for word in words for group in word if group not in table]
    if unknown:
        raise ValueError(f"not a Morse code: {unknown[0]!r}")
    return " ".join("".join(table[group] for group in word) for word in words if word)


@idiom(of="morse_decode", variant='an unknown code becomes "?"')
def morse_decode_with_marks(text: str) -> str:
    """Return the text in capitals that Morse code with spaces and " / " stands for, "?" for unknown code.

    >>> morse_decode_with_marks(".- ......")
    'A?'
    >>> morse_decode_with_marks("")
    ''
    """
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
        "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--.. -....- -..-."
    )
    table = dict(zip(codes.split(), string.ascii_uppercase + string.digits + ".,?-/", strict=True))
    words = [word.split() for word in text.split("/")]
    return " ".join("".join(table.get(group, "?") for group in word) for word in words if word)
