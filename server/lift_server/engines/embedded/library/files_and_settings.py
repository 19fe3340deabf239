"""Idioms on the text of settings, logs and templates, and on names of files and parts of URLs."""

import re
import urllib.parse

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="parse ini configuration config text sections headers key value file settings read dictionary dict nested",
    variant="a line that is neither section nor setting raises ValueError",
    probes=['parse_ini("[a]\\nx = 1\\n; note\\n[b]\\ny: 2")', 'parse_ini("x = 1")', 'parse_ini("[a]\\nnonsense")'],
)
def parse_ini(text: str) -> dict[str, dict[str, str]]:
    r"""Return the settings of an INI text by section; raise ValueError for a line that is neither.

    >>> parse_ini("[server]\nhost = example.org\n; a comment\nport = 80")
    {'server': {'host': 'example.org', 'port': '80'}}
    >>> parse_ini("")
    {}
    """
    sections: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line.startswith((";", "#")):
            continue
        setting = re.fullmatch(r"([^=:]+?)\s*[=:]\s*(.*)", line)
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1].strip(), {})
        elif setting and current is not None:
            current[setting[1]] = setting[2]
        else:
            raise ValueError(f"line {number} is neither a section nor a setting in one: {line!r}")
    return sections


@idiom(of="parse_ini", variant="other lines and settings before the first section are skipped")
def parse_ini_leniently(text: str) -> dict[str, dict[str, str]]:
    r"""Return the settings of an INI text by section; lines that are neither are skipped.

    >>> parse_ini_leniently("x = 1\n[a]\nnonsense\ny = 2")
    {'a': {'y': '2'}}
    """
    sections: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for line in map(str.strip, text.splitlines()):
        setting = re.fullmatch(r"([^=:;#]+?)\s*[=:]\s*(.*)", line)
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1].strip(), {})
        elif setting and current is not None:
            current[setting[1]] = setting[2]
    return sections


@idiom(
    words="parse env dotenv environment file text key value lines export comments quotes settings variables dictionary",
    probes=["parse_env_file(\"# c\\nA=1\\nexport B='two words'\\n\")", 'parse_env_file("nonsense")'],
)
def parse_env_file(text: str) -> dict[str, str]:
    r"""Return the variables of a .env text; comments and blank lines are skipped, quotes around values removed.

    >>> parse_env_file("# access\nUSER=ada\nexport GREETING='good morning'\n")
    {'USER': 'ada', 'GREETING': 'good morning'}
    >>> parse_env_file("nonsense")
    Traceback (most recent call last):
        ...
    ValueError: line 1 is no setting: 'nonsense'
    """
    variables: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", line)
        if match is None:
            raise ValueError(f"line {number} is no setting: {line!r}")
        quoted = re.fullmatch(r"""(["'])(.*)\1""", match[2])
        variables[match[1]] = quoted[2] if quoted else match[2]
    return variables


@idiom(
    words="parse log line entry timestamp date level severity message error warning info split extract parts",
    variant="any other line gives None",
    probes=['parse_log_line("2024-01-05 10:00:00,123 ERROR disk full")', 'parse_log_line("disk full")'],
)
def parse_log_line(line: str) -> dict[str, str] | None:
    """Return the time, level and message of a log line such as "2024-01-05 10:00:00 ERROR disk full", or None.

    >>> parse_log_line("2024-01-05 10:00:00 ERROR disk full")
    {'time': '2024-01-05 10:00:00', 'level': 'ERROR', 'message': 'disk full'}
    >>> parse_log_line("disk full") is None
    True
    """
    time = r"(?P<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?)"
    level = r"\[?(?P<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b\]?:?"
    match = re.fullmatch(rf"\[?{time}\]?\s+{level}\s*(?P<message>.*)", line.strip())
    return match.groupdict() if match else None


@idiom(of="parse_log_line", variant="any other line raises ValueError")
def parse_log_line_checked(line: str) -> dict[str, str] | None:
    """Return the time, level and message of a log line such as "2024-01-05 10:00:00 ERROR disk full".

    >>> parse_log_line_checked("2024-01-05 10:00:00 ERROR disk full")["level"]
    'ERROR'
    """
    time = r"(?P<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?)"
    level = r"\[?(?P<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b\]?:?"
    match = re.fullmatch(rf"\[?{time}\]?\s+{level}\s*(?P<message>.*)", line.strip())
    if match is None:
        raise ValueError(f"not a log line: {line!r}")
    return match.groupdict()


@idiom(
    words="fill template placeholders placeholder substitute substitution replace braces values dictionary letter",
    variant="a placeholder without value stays",
    probes=['fill_template("Dear {name}, {x}", {"name": "Ada"})'],
)
def fill_template(template: str, values: dict[str, str]) -> str:
    """Return the template with placeholders such as {name} replaced by the values; one without value stays.

    >>> fill_template("Dear {name}", {"name": "Ada"})
    'Dear Ada'
    >>> fill_template("Dear {name}", {})
    'Dear {name}'
    """
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), template)


@idiom(of="fill_template", variant="a placeholder without value raises KeyError")
def fill_template_completely(template: str, values: dict[str, str]) -> str:
    """Return the template with placeholders such as {name} replaced by the values; raise KeyError for one without.

    >>> fill_template_completely("Dear {name}", {"name": "Ada"})
    'Dear Ada'
    """
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], template)


@idiom(of="fill_template", variant="a placeholder without value is removed")
def fill_template_or_empty(template: str, values: dict[str, str]) -> str:
    """Return the template with placeholders such as {name} replaced by the values; one without value is removed.

    >>> fill_template_or_empty("Dear {name}!", {})
    'Dear !'
    """
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], ""), template)


@idiom(
    words="file stem base name basename without extension directory folder path ending removed",
    variant="the last extension is removed",
    probes=['file_stem("docs/report.pdf")', 'file_stem("a.tar.gz")', 'file_stem(".profile")'],
)
def file_stem(path: str) -> str:
    r"""Return the name of a file without its folder and extension.

    >>> file_stem("docs/report.pdf")
    'report'
    >>> file_stem(r"C:\data\.profile")
    '.profile'
    """
    name = re.split(r"[/\\]", path)[-1]
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem.strip(".") else name


@idiom(of="file_stem", variant="all extensions are removed, as in a.tar.gz")
def file_stem_without_extensions(path: str) -> str:
    """Return the name of a file without its folder and all of its extensions.

    >>> file_stem_without_extensions("a.tar.gz")
    'a'
    """
    name = re.split(r"[/\\]", path)[-1]
    leading = name[: len(name) - len(name.lstrip("."))]
    return leading + name.lstrip(".").partition(".")[0]


@idiom(
    words="change replace extension ending suffix file name path with another new swap jpg png",
    variant="a name without extension gets one",
    probes=['change_extension("photo.png", ".jpg")', 'change_extension("a.b/readme", "md")'],
)
def change_extension(path: str, extension: str) -> str:
    """Return the path with another extension, which may be given with or without its dot.

    >>> change_extension("img/photo.png", ".jpg")
    'img/photo.jpg'
    >>> change_extension("a.b/readme", "md")
    'a.b/readme.md'
    """
    stem = re.sub(r"(?<=[^/\\.])\.[^./\\]*\Z", "", path)
    return f"{stem}.{extension.lstrip('.')}"


@idiom(of="change_extension", variant="a name without extension stays")
def change_existing_extension(path: str, extension: str) -> str:
    """Return the path with another extension when it has one.

    >>> change_existing_extension("a.b/readme", "md")
    'a.b/readme'
    """
    return re.sub(r"(?<=[^/\\.])\.[^./\\]*\Z", lambda _: f".{extension.lstrip('.')}", path)


@idiom(
    words="safe file name filename sanitize clean remove forbidden illegal characters allowed title save windows",
    variant="forbidden characters become underscores",
    probes=['safe_file_name("a/b: c?.txt")', 'safe_file_name("...")', 'safe_file_name("con")'],
)
def safe_file_name(text: str) -> str:
    """Return the text as a name that file systems accept: forbidden characters become underscores.

    >>> safe_file_name("report: 1/2.txt")
    'report_ 1_2.txt'
    >>> safe_file_name("...")
    '_'
    """
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", text).rstrip(". ").lstrip()
    if re.fullmatch(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", name):
        name = f"_{name}"
    return name or "_"


@idiom(of="safe_file_name", variant="forbidden characters are removed")
def file_name_without_forbidden(text: str) -> str:
    """Return the text as a name that file systems accept: forbidden characters are removed.

    >>> file_name_without_forbidden("report: 1/2.txt")
    'report 12.txt'
    """
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "", text).rstrip(". ").lstrip()
    if re.fullmatch(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", name):
        name = f"_{name}"
    return name or "_"


@idiom(
    words="glob wildcard pattern match matching star asterisk question mark shell file names fnmatch *.txt",
    variant="upper and lower case differ",
    probes=['glob_matches("notes.txt", "*.txt")', 'glob_matches("a1", "a?")', 'glob_matches("A", "a")'],
)
def glob_matches(name: str, pattern: str) -> bool:
    """Return whether a name matches a pattern in which * stands for any text and ? for one character.

    >>> glob_matches("notes.txt", "*.txt")
    True
    >>> glob_matches("notes.txt", "?.txt")
    False
    """
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in pattern)
    return re.fullmatch("".join(parts), name, flags=re.DOTALL) is not None


@idiom(of="glob_matches", variant="upper and lower case are equal")
def glob_matches_ignoring_case(name: str, pattern: str) -> bool:
    """Return whether a name matches a pattern with * and ?, upper and lower case being equal.

    >>> glob_matches_ignoring_case("NOTES.TXT", "*.txt")
    True
    """
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in pattern)
    return re.fullmatch("".join(parts), name, flags=re.DOTALL | re.IGNORECASE) is not None


@idiom(
    words="percent encode url urlencode encoding quote escape special characters text %20 path segment utf-8",
    variant="slashes are escaped, spaces become %20",
    probes=['percent_encode("a b/c&d")'],
)
def percent_encode(text: str) -> str:
    """Return the text with all characters but letters, digits and -._~ as percent escapes of their UTF-8 bytes.

    >>> percent_encode("a b/c")
    'a%20b%2Fc'
    >>> percent_encode("caf\u00e9")
    'caf%C3%A9'
    """
    return urllib.parse.quote(text, safe="")


@idiom(of="percent_encode", variant="slashes stay")
def percent_encode_path(text: str) -> str:
    """Return the text with all characters but slashes, letters, digits and -._~ as percent escapes.

    >>> percent_encode_path("a b/c")
    'a%20b/c'
    """
    return urllib.parse.quote(text)


@idiom(of="percent_encode", variant="spaces become plus signs, as in forms")
def percent_encode_form(text: str) -> str:
    """Return the text in the encoding of forms: percent escapes, and a plus sign for each space.

    >>> percent_encode_form("a b/c")
    'a+b%2Fc'
    """
    return urllib.parse.quote_plus(text)


@idiom(
    words="percent decode url urldecode unquote unescape escapes %20 back to text undo percent-encoding utf-8",
    variant="plus signs stay",
    probes=['percent_decode("a%20b+c")'],
)
def percent_decode(text: str) -> str:
    """Return the text with percent escapes replaced by the characters whose UTF-8 bytes they are.

    >>> percent_decode("a%20b%2Fc")
    'a b/c'
    >>> percent_decode("1+1")
    '1+1'
    """
    return urllib.parse.unquote(text)


@idiom(of="percent_decode", variant="plus signs become spaces, as in forms")
def percent_decode_form(text: str) -> str:
    """Return the text with percent escapes replaced by their characters and plus signs by spaces.

    >>> percent_decode_form("a%20b+c")
    'a b c'
    """
    return urllib.parse.unquote_plus(text)


@idiom(
    words="exponential backoff delays retry retries wait waiting times attempts doubling double maximum limit schedule",
    probes=["backoff_delays(5, 1, 10)", "backoff_delays(0, 1, 10)", "backoff_delays(3, 0.5, 100)"],
)
def backoff_delays(attempts: int, first: float, longest: float) -> list[float]:
    """Return the delays before so many retries: each is twice the one before it, up to the longest.

    >>> backoff_delays(5, 1, 10)
    [1, 2, 4, 8, 10]
    >>> backoff_delays(0, 1, 10)
    []
    """
    delays: list[float] = []
    delay = min(first, longest)
    for _ in range(attempts):
        delays.append(delay)
        delay = min(delay * 2, longest)
    return delays
