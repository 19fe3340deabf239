"""What holds for every input: idioms on versions, networks, settings, templates and names of files."""

import ipaddress
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.library import files_and_settings, releases_and_networks

NUMBERS = st.tuples(*[st.integers(0, 30)] * 3)
VERSIONS = NUMBERS.map(lambda parts: ".".join(map(str, parts)))
ADDRESSES = st.integers(0, 2**32 - 1)
NAMES = st.text(string.ascii_letters, min_size=1, max_size=8)
LINES = st.text(string.ascii_letters + string.digits + " .,-", max_size=12).map(str.strip)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(NUMBERS)
def test_a_bumped_version_is_the_next_of_its_kind(parts: tuple[int, int, int]) -> None:
    major, minor, patch = parts
    version = f"{major}.{minor}.{patch}"
    assert releases_and_networks.bump_version(version, "patch") == f"{major}.{minor}.{patch + 1}"
    for part in ("major", "minor", "patch"):
        higher = releases_and_networks.bump_version(version, part)
        assert releases_and_networks.latest_version([higher, version]) == higher
        assert releases_and_networks.version_satisfies(higher, f">{version},!={version}")
    assert releases_and_networks.is_semantic_version(version)
    assert releases_and_networks.is_semantic_version_tag(f"v{version}")


@given(VERSIONS, VERSIONS)
def test_exactly_one_comparison_of_two_versions_holds(first: str, second: str) -> None:
    held = [sign for sign in ("<", "==", ">") if releases_and_networks.version_satisfies(first, sign + second)]
    assert len(held) == 1
    assert releases_and_networks.version_satisfies(first, f">={second}") == (held != ["<"])
    assert releases_and_networks.version_satisfies(first, f"<={second}") == (held != [">"])
    latest = releases_and_networks.latest_version_or_none([first, second])
    assert latest == (second if held == ["<"] else first)


@pytest.mark.parametrize("text", ["1.0.0-01", "1.0", "1.0.0-", "1.0.0+a+b", "", "1.0.0\n", "١.0.0"])
def test_what_is_no_semantic_version(text: str) -> None:
    assert not releases_and_networks.is_semantic_version(text)


@given(st.lists(NAMES, min_size=2, max_size=4))
def test_names_joined_by_dots_are_hosts(labels: list[str]) -> None:
    assert releases_and_networks.is_hostname(".".join(labels))
    assert releases_and_networks.is_domain_name(".".join([*labels, "org"]))
    assert not releases_and_networks.is_hostname("..".join(labels))
    assert not releases_and_networks.is_hostname(f"{labels[0]}\n")


@given(ADDRESSES, st.integers(0, 32))
def test_addresses_are_numbers_and_lie_in_their_networks(number: int, bits: int) -> None:
    address = releases_and_networks.integer_to_ip(number)
    assert releases_and_networks.ip_to_integer(address) == number
    assert releases_and_networks.ip_in_network(address, f"{address}/{bits}")
    outside = ipaddress.IPv4Address(number ^ 1 << 31)
    assert releases_and_networks.ip_in_network(str(outside), f"{address}/{bits}") == (bits == 0)


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, LINES)))
def test_settings_survive_ini_text(sections: dict[str, dict[str, str]]) -> None:
    lines = [
        line
        for name, settings in sections.items()
        for line in (f"[{name}]", "; note", *(f"{key} = {value}" for key, value in settings.items()))
    ]
    assert files_and_settings.parse_ini("\n".join(lines)) == sections
    assert files_and_settings.parse_ini_leniently("\n".join(["x = 1", *lines, "no setting"])) == sections


@given(st.dictionaries(NAMES, LINES), st.sampled_from(["", "'", '"']))
def test_variables_survive_a_file_of_them(variables: dict[str, str], quote: str) -> None:
    text = "\n".join(f"export {name}={quote}{value}{quote}\n# note" for name, value in variables.items())
    assert files_and_settings.parse_env_file(text) == variables


@given(st.datetimes(), st.sampled_from(["INFO", "ERROR"]), LINES)
def test_the_parts_of_a_log_line_are_found(moment: object, level: str, message: str) -> None:
    time = str(moment)[:19]
    found = files_and_settings.parse_log_line(f"[{time}] {level}: {message}")
    assert found == files_and_settings.parse_log_line_checked(f"{time} [{level}] {message}")
    assert found == {"time": time, "level": level, "message": message}


@given(st.dictionaries(NAMES, TEXTS))
def test_a_template_of_all_names_gives_all_values(values: dict[str, str]) -> None:
    template = "|".join(f"{{{name}}}" for name in values)
    wanted = "|".join(values.values())
    assert files_and_settings.fill_template(template, values) == wanted
    assert files_and_settings.fill_template_completely(template, values) == wanted
    assert files_and_settings.fill_template_or_empty(f"{template}{{}}", values) == f"{wanted}{{}}"
    assert files_and_settings.fill_template(template, {}) == template


@given(NAMES, NAMES, NAMES)
def test_names_of_files_are_taken_apart(folder: str, stem: str, extension: str) -> None:
    path = f"{folder}.d/{stem}.{extension}"
    assert files_and_settings.file_stem(path) == stem
    assert files_and_settings.file_stem_without_extensions(f"{path}.gz") == stem
    changed = files_and_settings.change_extension(path, "new")
    assert changed == files_and_settings.change_existing_extension(path, ".new") == f"{folder}.d/{stem}.new"
    assert files_and_settings.change_extension(changed, extension) == path


@given(TEXTS)
def test_a_safe_name_is_safe_and_stays_so(text: str) -> None:
    for make_safe in (files_and_settings.safe_file_name, files_and_settings.file_name_without_forbidden):
        name = make_safe(text)
        assert name
        assert not set(name) & set('<>:"/\\|?*\x00\n')
        assert make_safe(name) == name


@given(TEXTS)
def test_a_name_matches_itself_and_its_beginning_with_a_star(name: str) -> None:
    plain = name.replace("*", "").replace("?", "")
    assert files_and_settings.glob_matches(plain, plain)
    assert files_and_settings.glob_matches(plain, f"{plain[:3]}*")
    assert files_and_settings.glob_matches(plain, "?" * len(plain))
    assert not files_and_settings.glob_matches(plain, f"?{plain}")
    ascii_only = plain.encode("ascii", "ignore").decode()
    assert files_and_settings.glob_matches_ignoring_case(ascii_only.swapcase(), ascii_only)


@given(TEXTS)
def test_texts_survive_percent_escapes(text: str) -> None:
    for encoded in (files_and_settings.percent_encode(text), files_and_settings.percent_encode_path(text)):
        assert files_and_settings.percent_decode(encoded) == text
        assert " " not in encoded
    assert files_and_settings.percent_decode_form(files_and_settings.percent_encode_form(text)) == text


@given(st.integers(0, 30), st.floats(0.01, 10), st.floats(0.01, 1000))
def test_delays_double_up_to_the_longest(attempts: int, first: float, longest: float) -> None:
    delays = files_and_settings.backoff_delays(attempts, first, longest)
    assert delays == [min(first * 2**place, longest) for place in range(attempts)]
