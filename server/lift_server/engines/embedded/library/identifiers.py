"""Idioms that check numbers and codes with a fixed form or a check digit; all return a bool and raise for no text."""

import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="hex hexadecimal color colour code css html web rgb # valid validate validator check is",
    variant="#rgb or #rrggbb",
    probes=['is_hex_color("#fff")', 'is_hex_color("ffffff")', 'is_hex_color("#ff000080")', 'is_hex_color("#FF8000")'],
)
def is_hex_color(text: str) -> bool:
    """Return whether a text is a color of the form #rgb or #rrggbb with hexadecimal digits.

    >>> is_hex_color("#FF8800")
    True
    >>> is_hex_color("#f80")
    True
    >>> is_hex_color("ff8800")
    False
    """
    return re.fullmatch(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", text) is not None


@idiom(of="is_hex_color", variant="the # may be missing")
def is_hex_color_with_optional_hash(text: str) -> bool:
    """Return whether a text is a color of three or six hexadecimal digits, perhaps after a #.

    >>> is_hex_color_with_optional_hash("ff8800")
    True
    >>> is_hex_color_with_optional_hash("#ff88")
    False
    """
    return re.fullmatch(r"#?(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", text) is not None


@idiom(of="is_hex_color", variant="#rrggbb only")
def is_six_digit_hex_color(text: str) -> bool:
    """Return whether a text is a color of the form #rrggbb with hexadecimal digits.

    >>> is_six_digit_hex_color("#ff8800")
    True
    >>> is_six_digit_hex_color("#f80")
    False
    """
    return re.fullmatch(r"#[0-9A-Fa-f]{6}", text) is not None


@idiom(of="is_hex_color", variant="an opacity is allowed: #rgba or #rrggbbaa")
def is_hex_color_with_opacity(text: str) -> bool:
    """Return whether a text is a # with three, four, six or eight hexadecimal digits.

    >>> is_hex_color_with_opacity("#ff880080")
    True
    >>> is_hex_color_with_opacity("#ff880")
    False
    """
    return re.fullmatch(r"#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})", text) is not None


@idiom(
    words="credit card debit number luhn checksum mod 10 algorithm payment digits valid validate validator check is",
    variant="13 to 19 digits, spaces and hyphens between them being ignored",
    probes=[
        'is_credit_card("4111 1111 1111 1111")',
        'is_credit_card("79927398713")',
        'is_credit_card("4111111111111112")',
        'is_credit_card("")',
    ],
)
def is_credit_card(text: str) -> bool:
    """Return whether a text is a card number: 13 to 19 digits, with spaces or hyphens, that pass the Luhn check.

    >>> is_credit_card("4111 1111 1111 1111")
    True
    >>> is_credit_card("4111 1111 1111 1112")
    False
    """
    if not re.fullmatch(r"[0-9](?:[ -]?[0-9]){12,18}", text):
        return False
    digits = [int(char) for char in reversed(text) if char.isdigit()]
    # Doubling gives one or two digits; divmod by 10 splits them to be added up.
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


@idiom(of="is_credit_card", variant="digits only, no spaces or hyphens")
def is_credit_card_of_digits(text: str) -> bool:
    """Return whether a text is a card number: 13 to 19 digits and nothing else, that pass the Luhn check.

    >>> is_credit_card_of_digits("4111111111111111")
    True
    >>> is_credit_card_of_digits("4111 1111 1111 1111")
    False
    """
    if not re.fullmatch(r"[0-9]{13,19}", text):
        return False
    digits = [int(char) for char in reversed(text)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


@idiom(of="is_credit_card", variant="any number of digits, only the Luhn check counts")
def passes_luhn_check(text: str) -> bool:
    """Return whether the digits of a text, in which spaces and hyphens are ignored, pass the Luhn check.

    >>> passes_luhn_check("7992 7398 713")
    True
    >>> passes_luhn_check("79927398710")
    False
    """
    if not re.fullmatch(r"[0-9](?:[ -]?[0-9])*", text):
        return False
    digits = [int(char) for char in reversed(text) if char.isdigit()]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


@idiom(
    words="isbn isbn10 isbn-10 ten digit book number check x valid validate validator international standard is",
    variant="hyphens and spaces between digits are ignored",
    probes=['is_isbn10("0-306-40615-2")', 'is_isbn10("0306406152")', 'is_isbn10("080442957X")', 'is_isbn10("")'],
)
def is_isbn10(text: str) -> bool:
    """Return whether a text is an ISBN of ten digits, the last perhaps X, with a right check digit.

    >>> is_isbn10("0-306-40615-2")
    True
    >>> is_isbn10("080442957X")
    True
    >>> is_isbn10("0306406153")
    False
    """
    if not re.fullmatch(r"(?:[0-9][ -]?){9}[0-9Xx]", text):
        return False
    values = [10 if char in "Xx" else int(char) for char in text if char not in " -"]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0


@idiom(of="is_isbn10", variant="no hyphens or spaces")
def is_plain_isbn10(text: str) -> bool:
    """Return whether a text is an ISBN of ten digits without separators, with a right check digit.

    >>> is_plain_isbn10("0306406152")
    True
    >>> is_plain_isbn10("0-306-40615-2")
    False
    """
    if not re.fullmatch(r"[0-9]{9}[0-9Xx]", text):
        return False
    values = [10 if char in "Xx" else int(char) for char in text]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0


@idiom(
    words="isbn isbn13 isbn-13 thirteen digit book number ean check valid validate validator international standard is",
    variant="hyphens and spaces between digits are ignored",
    probes=['is_isbn13("978-0-306-40615-7")', 'is_isbn13("9780306406157")', 'is_isbn13("")'],
)
def is_isbn13(text: str) -> bool:
    """Return whether a text is an ISBN of thirteen digits that begins with 978 or 979 and has a right check digit.

    >>> is_isbn13("978-0-306-40615-7")
    True
    >>> is_isbn13("9780306406158")
    False
    """
    if not re.fullmatch(r"97[89][ -]?(?:[0-9][ -]?){9}[0-9]", text):
        return False
    digits = [int(char) for char in text if char not in " -"]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


@idiom(of="is_isbn13", variant="no hyphens or spaces")
def is_plain_isbn13(text: str) -> bool:
    """Return whether a text is an ISBN of thirteen digits without separators, with a right check digit.

    >>> is_plain_isbn13("9780306406157")
    True
    >>> is_plain_isbn13("978-0-306-40615-7")
    False
    """
    if not re.fullmatch(r"97[89][0-9]{10}", text):
        return False
    digits = [int(char) for char in text]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


@idiom(
    words="uuid guid universally unique identifier hexadecimal hyphens version 4 valid validate validator check format",
    variant="any version, with hyphens",
    probes=[
        'is_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8")',
        'is_uuid("6ba7b8109dad11d180b400c04fd430c8")',
        'is_uuid("F47AC10B-58CC-4372-A567-0E02B2C3D479")',
    ],
)
def is_uuid(text: str) -> bool:
    """Return whether a text is a UUID of any version in the form with hyphens.

    >>> is_uuid("f47ac10b-58cc-4372-a567-0e02b2c3d479")
    True
    >>> is_uuid("f47ac10b58cc4372a5670e02b2c3d479")
    False
    """
    return re.fullmatch(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}", text) is not None


@idiom(of="is_uuid", variant="version 4 only")
def is_uuid4(text: str) -> bool:
    """Return whether a text is a UUID of version 4 in the form with hyphens.

    >>> is_uuid4("f47ac10b-58cc-4372-a567-0e02b2c3d479")
    True
    >>> is_uuid4("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    False
    """
    pattern = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}"
    return re.fullmatch(pattern, text) is not None


@idiom(of="is_uuid", variant="all hyphens may be missing")
def is_uuid_with_optional_hyphens(text: str) -> bool:
    """Return whether a text is a UUID of any version, with its hyphens or without any.

    >>> is_uuid_with_optional_hyphens("f47ac10b58cc4372a5670e02b2c3d479")
    True
    >>> is_uuid_with_optional_hyphens("f47ac10b")
    False
    """
    pattern = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}"
    return re.fullmatch(pattern, text) is not None


@idiom(
    words="zip code postal postcode united states us american five digits zip+4 valid validate validator check is",
    variant="five digits, perhaps a hyphen and four more",
    probes=['is_postal_code_us("12345-6789")', 'is_postal_code_us("12345")', 'is_postal_code_us("123456789")'],
)
def is_postal_code_us(text: str) -> bool:
    """Return whether a text is a US ZIP code: five digits, perhaps followed by a hyphen and four digits.

    >>> is_postal_code_us("90210")
    True
    >>> is_postal_code_us("90210-1234")
    True
    >>> is_postal_code_us("9021")
    False
    """
    return re.fullmatch(r"[0-9]{5}(?:-[0-9]{4})?", text) is not None


@idiom(of="is_postal_code_us", variant="exactly five digits")
def is_five_digit_postal_code(text: str) -> bool:
    """Return whether a text is a US ZIP code of exactly five digits.

    >>> is_five_digit_postal_code("90210")
    True
    >>> is_five_digit_postal_code("90210-1234")
    False
    """
    return re.fullmatch(r"[0-9]{5}", text) is not None


@idiom(
    words="iban international bank account number checksum mod 97 country code valid validate validator check banking",
    variant="spaces are ignored, letters may be lower case",
    probes=['is_iban("GB82 WEST 1234 5698 7654 32")', 'is_iban("gb82west12345698765432")', 'is_iban("GB82")'],
)
def is_iban(text: str) -> bool:
    """Return whether a text is an IBAN with right check digits; spaces and the case of letters do not matter.

    >>> is_iban("GB82 WEST 1234 5698 7654 32")
    True
    >>> is_iban("GB82 WEST 1234 5698 7654 33")
    False
    """
    compact = text.replace(" ", "")
    if not re.fullmatch(r"[A-Za-z]{2}[0-9]{2}[0-9A-Za-z]{11,30}", compact):
        return False
    # Letters count as 10 to 35, which is what they are as digits of base 36.
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


@idiom(of="is_iban", variant="no spaces, upper case letters only")
def is_compact_iban(text: str) -> bool:
    """Return whether a text is an IBAN in upper case without spaces and with right check digits.

    >>> is_compact_iban("GB82WEST12345698765432")
    True
    >>> is_compact_iban("GB82 WEST 1234 5698 7654 32")
    False
    """
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", text):
        return False
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


@idiom(
    words="mac address hardware ethernet network interface physical hexadecimal six pairs valid validate validator",
    variant="colons or hyphens between the pairs",
    probes=[
        'is_mac_address("00:1A:2B:3C:4D:5E")',
        'is_mac_address("00-1a-2b-3c-4d-5e")',
        'is_mac_address("001A2B3C4D5E")',
        'is_mac_address("001a.2b3c.4d5e")',
    ],
)
def is_mac_address(text: str) -> bool:
    """Return whether a text is six pairs of hexadecimal digits, all joined by colons or all by hyphens.

    >>> is_mac_address("00:1A:2B:3C:4D:5E")
    True
    >>> is_mac_address("00:1A-2B:3C-4D:5E")
    False
    """
    return re.fullmatch(r"[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}", text) is not None


@idiom(of="is_mac_address", variant="colons only")
def is_mac_address_with_colons(text: str) -> bool:
    """Return whether a text is six pairs of hexadecimal digits joined by colons.

    >>> is_mac_address_with_colons("00:1A:2B:3C:4D:5E")
    True
    >>> is_mac_address_with_colons("00-1A-2B-3C-4D-5E")
    False
    """
    return re.fullmatch(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}", text) is not None


@idiom(of="is_mac_address", variant="without separators or with dots too: 001a2b3c4d5e, 001a.2b3c.4d5e")
def is_mac_address_in_any_form(text: str) -> bool:
    """Return whether a text is a MAC address with colons, hyphens, the dots of Cisco or no separator.

    >>> is_mac_address_in_any_form("001A2B3C4D5E")
    True
    >>> is_mac_address_in_any_form("001a.2b3c.4d5e")
    True
    >>> is_mac_address_in_any_form("001a.2b3c")
    False
    """
    pairs = r"[0-9A-Fa-f]{2}([:-]?)(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}"
    return re.fullmatch(pairs + r"|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}", text) is not None
