"""What holds for every input: idioms that judge a text by its form, or by its check digit."""

import ipaddress
import itertools
import json
import keyword
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.idioms.laws import Inputs, check_law, law

from lift_server.engines.embedded.library import encodings, identifiers, text_checks, text_forms, validation

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMERIC = st.text("0123456789+-.eE _ ٣²", max_size=8)
DIGITS = st.text("0123456789", min_size=12, max_size=18)
WRONG = st.integers(1, 9)
HEX = st.text("0123456789abcdefABCDEF", min_size=1, max_size=9)
NAME = st.text("abcdefgh", min_size=1, max_size=8)
UUIDS = st.uuids(version=4)
BRACKETS = st.text("()[]{}<>a", max_size=10)
OCTETS = st.lists(st.integers(0, 300), min_size=4, max_size=4)

# One text that passes each check and holds a digit: its newline, its digits of other scripts must not pass.
GOOD = {
    identifiers.is_hex_color: "#a1b2c3",
    identifiers.is_hex_color_with_optional_hash: "a1b2c3",
    identifiers.is_six_digit_hex_color: "#a1b2c3",
    identifiers.is_hex_color_with_opacity: "#a1b2c3d4",
    identifiers.is_credit_card: "4539 1488 0343 6467",
    identifiers.is_credit_card_of_digits: "4539148803436467",
    identifiers.passes_luhn_check: "79927398713",
    identifiers.is_isbn10: "0-306-40615-2",
    identifiers.is_plain_isbn10: "0306406152",
    identifiers.is_isbn13: "978-0-306-40615-7",
    identifiers.is_plain_isbn13: "9780306406157",
    identifiers.is_uuid: "123e4567-e89b-12d3-a456-426614174000",
    identifiers.is_uuid4: "123e4567-e89b-42d3-a456-426614174000",
    identifiers.is_uuid_with_optional_hyphens: "123e4567e89b12d3a456426614174000",
    identifiers.is_postal_code_us: "90210-1234",
    identifiers.is_five_digit_postal_code: "90210",
    identifiers.is_iban: "DE89 3704 0044 0532 0130 00",
    identifiers.is_compact_iban: "DE89370400440532013000",
    identifiers.is_mac_address: "00:1a:2b:3c:4d:5e",
    identifiers.is_mac_address_with_colons: "00:1a:2b:3c:4d:5e",
    identifiers.is_mac_address_in_any_form: "001a.2b3c.4d5e",
    text_checks.is_username: "anna_1",
    text_checks.is_username_of_any_start: "1anna",
    text_checks.is_username_with_hyphens: "an-na.1",
    text_checks.is_iso_date: "2024-02-29",
    text_checks.has_iso_date_form: "2024-02-29",
    text_checks.is_any_iso_date: "20240229",
    text_checks.is_integer_text: "-12",
    text_checks.is_digits_text: "12",
    text_checks.is_number_text: "-1.5e3",
    text_checks.is_plain_number_text: "1.5",
    text_forms.is_time_24h: "23:59",
    text_forms.is_time_24h_with_short_hour: "3:59",
    text_forms.is_time_24h_with_seconds: "23:59:01",
    text_forms.is_time_24h_or_midnight: "24:00",
    text_forms.is_ascii_identifier: "a1",
    validation.is_phone_number: "+1 (555) 123-4567",
    validation.is_north_american_phone_number: "555-123-4567",
    validation.is_e164_phone_number: "+15551234567",
    validation.is_ten_digit_phone_number: "5551234567",
    validation.is_ipv4: "192.168.1.10",
    validation.is_ipv4_with_leading_zeros: "192.168.001.010",
    validation.is_ipv6: "2001:db8::1",
    validation.is_url: "https://example1.org/a",
    validation.is_email: "a1@example.org",
    validation.is_email_on_any_host: "a1@localhost",
    validation.is_email_by_simple_pattern: "a1@example.org",
}  # fmt: skip
SCRIPTS_ALLOWED = {validation.is_email_by_simple_pattern, validation.is_url}  # names in any script are no mistake there


def balanced(text: str, pairs: str) -> bool:
    """Remove empty pairs until nothing changes."""
    kept = "".join(char for char in text if char in pairs)
    while (shorter := re.sub(r"\(\)|\[\]|\{\}|<>", "", kept)) != kept:
        kept = shorter
    return not kept


def accepts(parse: Callable[[str], Any], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


LAWS = [
    law("luhn", lambda t: identifiers.passes_luhn_check(f"{t}{encodings.luhn_check_digit(t)}")
        and identifiers.is_credit_card(f"{t}{encodings.luhn_check_digit(t)}")
        and identifiers.is_credit_card_of_digits(f"{t}{encodings.luhn_check_digit(t)}"), DIGITS),
    law("wrong digit", lambda t, by: not identifiers.passes_luhn_check(
        f"{t}{(encodings.luhn_check_digit(t) + by) % 10}"), DIGITS, WRONG),
    law("isbn", lambda t: sum(identifiers.is_isbn13(f"978{t[:9]}{digit}") for digit in range(10)) == 1
        and sum(identifiers.is_isbn10(f"{t[:9]}{digit}") for digit in [*range(10), "X"]) == 1
        and sum(identifiers.is_plain_isbn13(f"978{t[:9]}{digit}") for digit in range(10)) == 1, DIGITS),
    law("iban", lambda t: sum(identifiers.is_iban(f"GB{check:02} WEST {t[:4]} {t[4:8]} 1234 56")
        for check in range(2, 99)) == 1, DIGITS),
    law("colors", lambda t: identifiers.is_hex_color(f"#{t}") == (len(t) in (3, 6))
        and identifiers.is_six_digit_hex_color(f"#{t}") == (len(t) == 6)
        and identifiers.is_hex_color_with_opacity(f"#{t}") == (len(t) in (3, 4, 6, 8))
        and identifiers.is_hex_color_with_optional_hash(t) == (len(t) in (3, 6))
        and not identifiers.is_hex_color(t), HEX),
    law("uuids", lambda u: identifiers.is_uuid(str(u)) and identifiers.is_uuid4(str(u).upper())
        and identifiers.is_uuid_with_optional_hyphens(u.hex) and not identifiers.is_uuid(u.hex)
        and not identifiers.is_uuid4(str(uuid.uuid5(u, "name"))), UUIDS),
    law("hardware addresses", lambda u: all(identifiers.is_mac_address(sign.join(u.hex[i : i + 2] for i in range(0,
        12, 2)))
        == (sign in ":-") for sign in (":", "-", " ", "."))
        and identifiers.is_mac_address_in_any_form(u.hex[:12]), UUIDS),
    law("postal codes", lambda t: identifiers.is_postal_code_us(t[:5])
        and identifiers.is_postal_code_us(f"{t[:5]}-{t[5:9]}")
        and not identifiers.is_five_digit_postal_code(f"{t[:5]}-{t[5:9]}")
        and not identifiers.is_postal_code_us(t[:6]), DIGITS),
    law("integers", lambda t: text_checks.is_integer_text(t) == bool(re.fullmatch("[+-]?[0-9]+", t))
        and text_checks.is_digits_text(t) == bool(re.fullmatch("[0-9]+", t))
        and (not text_checks.is_integer_text_with_space(f" {t}\n") or accepts(int, t)), NUMERIC),
    law("numbers", lambda t: text_checks.is_float_text(t) == accepts(float, t)
        and (not text_checks.is_number_text(t) or accepts(float, t))
        and (not text_checks.is_plain_number_text(t) or (text_checks.is_number_text(t)
        and "e" not in t.lower())), NUMERIC),
    law("iso dates", lambda d: text_checks.is_iso_date(d.isoformat()) and text_checks.has_iso_date_form(d.isoformat())
        and text_checks.is_any_iso_date(d.isoformat()) and not text_checks.is_iso_date(f"{d:%Y-%m}-32"), st.dates()),
    law("times", lambda h, m: text_forms.is_time_24h(f"{h:02}:{m:02}") == (h < 24 and m < 60)
        and text_forms.is_time_24h_with_seconds(f"{h:02}:{m:02}:59") == (h < 24 and m < 60)
        and text_forms.is_time_24h_with_short_hour(f"{h}:{m:02}") == (h < 24 and m < 60),
        st.integers(0, 30), st.integers(0, 70)),
    law("identifiers", lambda t: text_forms.is_identifier(t) == t.isidentifier()
        and text_forms.is_ascii_identifier(t) == (t.isidentifier() and t.isascii())
        and text_forms.is_free_identifier(t) == (t.isidentifier() and not keyword.iskeyword(t)),
        ANY | st.sampled_from(["if", "a1", "1a", "é", "_", "None", "match"])),
    law("json", lambda t: text_forms.is_loadable_json(t) == accepts(json.loads, t)
        and text_forms.is_valid_json(json.dumps(t)) and not text_forms.is_json_container(json.dumps(t))
        and text_forms.is_json_container(json.dumps([t])) and not text_forms.is_valid_json(f'{json.dumps(t)} x'), ANY),
    law("brackets", lambda t: text_forms.balanced_brackets(t) == balanced(t, "()[]{}")
        and text_forms.balanced_brackets_and_angles(t) == balanced(t, "()[]{}<>")
        and text_forms.balanced_parentheses(t) == balanced(t, "()")
        and text_forms.consists_of_balanced_brackets(t) == (balanced(t, "()[]{}")
        and not set(t) & set("<>a")), BRACKETS),
    law("balanced brackets",
        lambda t: text_forms.balanced_brackets(f"{t}[({{}}{t})]") == text_forms.balanced_brackets(t),
        BRACKETS),
    law("passwords", lambda t: text_checks.is_strong_password(f"{t}aB3$efgh")
        and text_checks.is_strong_password(f"aB3$efgh{t}")
        and text_checks.is_strong_password_without_special(f"{t}aB3xefgh") and not text_checks.is_strong_password(t[:7])
        and text_checks.is_long_strong_password(f"{t}aB3$efghijkl"), NAME),

           law("usernames",
        lambda t: text_checks.is_username(t) == (3 <= len(t) <= 20) == text_checks.is_username_with_hyphens(t)
        and text_checks.is_username_of_any_start(f"1{t}_") == (1 <= len(t) <= 18)
        and not text_checks.is_username(f"1{t}xx"),
        st.text("abc_", max_size=19).map(lambda tail: f"a{tail}")),
    law("addresses of networks", lambda parts: validation.is_ipv4(".".join(map(str, parts)))
        == accepts(ipaddress.IPv4Address, ".".join(map(str, parts)))
        and validation.is_ipv4_with_leading_zeros(".".join(f"{part:03}" for part in parts)) == (max(parts) < 256),
        OCTETS),
    law("long addresses", lambda a: validation.is_ipv6(str(a)) and validation.is_ipv6(a.exploded)
        and validation.is_ipv6_with_zone(f"{a}%eth0") and not validation.is_ipv6(f"{a}%eth0")
        and not validation.is_ipv4(str(a)), st.ip_addresses(v=6)),
    law("mail", lambda a, b: validation.is_email(f"{a}.{b}+tag@{b}.example.org") and not validation.is_email(f"{a}@{b}")
        and validation.is_email_on_any_host(f"{a}@{b}") and not any(check(f"{a}@{b}@c.org") or check(f"{a}b.org")
        or check(f"@{b}.org") or check(f"{a} {b}@c.org") for check in (
            validation.is_email, validation.is_email_on_any_host, validation.is_email_by_simple_pattern,
            validation.is_email_of_any_length, validation.is_international_email)), NAME, NAME),
    law("telephones", lambda t: validation.is_phone_number(t[:12]) and validation.is_e164_phone_number(f"+1{t[:12]}")
        and validation.is_ten_digit_phone_number(t[:10]) and not validation.is_ten_digit_phone_number(t[:11])
        and not validation.is_phone_number(t[:6]) and validation.is_phone_number(t) == (len(t) <= 15)
        and not validation.is_phone_number(f"{t[:9]}a"), DIGITS),
    law("links", lambda a, b: validation.is_url(f"http://{a}/{b}?q={b}#x")
        and validation.is_url_of_any_scheme(f"ftp://{a}.org")
        and not validation.is_url(f"ftp://{a}.org") and not validation.is_url_on_dotted_host(f"http://{a}/{b}")
        and validation.is_url_on_dotted_host(f"https://{a}.{b}:8080")
        and validation.is_url_with_optional_scheme(f"www.{a}.org")
        and not validation.is_url(f"http://{a} {b}"), NAME, NAME),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "inputs"), LAWS)
def test_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    check_law(holds, inputs)


@pytest.mark.parametrize(("check", "text"), GOOD.items(), ids=[check.__name__ for check in GOOD])
def test_a_check_refuses_a_newline_at_the_end_and_digits_of_other_scripts(
    check: Callable[[str], bool], text: str
) -> None:
    assert check(text)
    places = [i for i, char in enumerate(text) if char.isdigit()]
    wrong = [f"{text[:i]}{other}{text[i + 1 :]}" for i, other in itertools.product(places, "٣²３")]
    for changed in [f"{text}\n", "", *(wrong if check not in SCRIPTS_ALLOWED else [])]:
        assert not check(changed), repr(changed)
