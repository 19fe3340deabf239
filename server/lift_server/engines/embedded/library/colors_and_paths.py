"""Idioms on colors, file names and URLs."""

import re
import urllib.parse

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="hex hexadecimal color colour code to rgb red green blue tuple components parse convert css web html",
    variant="#rgb or #rrggbb with or without the #; other text raises ValueError",
    probes=['hex_to_rgb("#ff8000")', 'hex_to_rgb("f80")', 'hex_to_rgb("ff8000")', 'hex_to_rgb("#12345")'],
)
def hex_to_rgb(text: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of a color such as "#ff8000" or "f80"; raise ValueError for other text.

    >>> hex_to_rgb("#ff8000")
    (255, 128, 0)
    >>> hex_to_rgb("f80")
    (255, 136, 0)
    """
    digits = text.removeprefix("#")
    if not re.fullmatch(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}", digits):
        raise ValueError(f"not a color of the form #rrggbb: {text!r}")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


@idiom(of="hex_to_rgb", variant="only six digits, with or without the #")
def six_digit_hex_to_rgb(text: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of a color such as "#ff8000"; raise ValueError for any other text.

    >>> six_digit_hex_to_rgb("#ff8000")
    (255, 128, 0)
    >>> six_digit_hex_to_rgb("FFFFFF")
    (255, 255, 255)
    """
    digits = text.removeprefix("#")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", digits):
        raise ValueError(f"not a color of the form #rrggbb: {text!r}")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


@idiom(of="hex_to_rgb", variant="bad text gives None")
def hex_to_rgb_or_none(text: str) -> tuple[int, int, int] | None:
    """Return red, green and blue, 0 to 255, of a color such as "#ff8000" or "f80", or None for other text.

    >>> hex_to_rgb_or_none("#ff8000")
    (255, 128, 0)
    >>> hex_to_rgb_or_none("#12345") is None
    True
    """
    digits = text.removeprefix("#")
    if not re.fullmatch(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}", digits):
        return None
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


@idiom(
    words="rgb red green blue to hex hexadecimal color colour code convert components css web html string",
    variant="lower case; a component outside 0 to 255 raises ValueError",
    probes=["rgb_to_hex(255, 128, 0)", "rgb_to_hex(300, 0, -5)", "rgb_to_hex(0, 0, 0)"],
)
def rgb_to_hex(red: int, green: int, blue: int) -> str:
    """Return the color of the form #rrggbb for red, green and blue of 0 to 255; raise ValueError outside that range.

    >>> rgb_to_hex(255, 128, 0)
    '#ff8000'
    >>> rgb_to_hex(0, 0, 0)
    '#000000'
    """
    if not all(0 <= component <= 255 for component in (red, green, blue)):
        raise ValueError("red, green and blue must be 0 to 255")
    return f"#{red:02x}{green:02x}{blue:02x}"


@idiom(of="rgb_to_hex", variant="upper case")
def rgb_to_upper_hex(red: int, green: int, blue: int) -> str:
    """Return the color of the form #RRGGBB for red, green and blue of 0 to 255; raise ValueError outside that range.

    >>> rgb_to_upper_hex(255, 128, 0)
    '#FF8000'
    >>> rgb_to_upper_hex(0, 0, 0)
    '#000000'
    """
    if not all(0 <= component <= 255 for component in (red, green, blue)):
        raise ValueError("red, green and blue must be 0 to 255")
    return f"#{red:02X}{green:02X}{blue:02X}"


@idiom(of="rgb_to_hex", variant="a component outside 0 to 255 is limited to it")
def rgb_to_hex_clamped(red: int, green: int, blue: int) -> str:
    """Return the color of the form #rrggbb for red, green and blue, each limited to 0 to 255.

    >>> rgb_to_hex_clamped(300, 128, -5)
    '#ff8000'
    >>> rgb_to_hex_clamped(0, 0, 0)
    '#000000'
    """
    return "#" + "".join(f"{min(max(component, 0), 255):02x}" for component in (red, green, blue))


@idiom(
    words="file extension suffix ending filename path type dot get name of",
    variant="with its dot",
    probes=[
        'file_extension("photo.JPG")',
        'file_extension("archive.tar.gz")',
        'file_extension(".bashrc")',
        'file_extension("dir.d/README")',
    ],
)
def file_extension(path: str) -> str:
    """Return the extension of the file that a path names, with its dot, or '' when it has none.

    >>> file_extension("docs/report.final.pdf")
    '.pdf'
    >>> file_extension(".bashrc")
    ''
    >>> file_extension("dir.d/README")
    ''
    """
    stem, _, extension = re.split(r"[/\\]", path)[-1].rpartition(".")
    return f".{extension}" if extension and stem.strip(".") else ""


@idiom(of="file_extension", variant="without the dot")
def file_extension_without_dot(path: str) -> str:
    """Return the extension of the file that a path names, without its dot, or '' when it has none.

    >>> file_extension_without_dot("docs/report.final.pdf")
    'pdf'
    >>> file_extension_without_dot(".bashrc")
    ''
    """
    stem, _, extension = re.split(r"[/\\]", path)[-1].rpartition(".")
    return extension if stem.strip(".") else ""


@idiom(of="file_extension", variant="in lower case, with its dot")
def file_extension_in_lower_case(path: str) -> str:
    """Return the extension of the file that a path names, with its dot and in lower case, or '' when it has none.

    >>> file_extension_in_lower_case("photo.JPG")
    '.jpg'
    >>> file_extension_in_lower_case("README")
    ''
    """
    stem, _, extension = re.split(r"[/\\]", path)[-1].rpartition(".")
    return f".{extension.lower()}" if extension and stem.strip(".") else ""


@idiom(of="file_extension", variant="all of them, as in .tar.gz")
def file_extensions_joined(path: str) -> str:
    """Return all extensions of the file that a path names, such as ".tar.gz", or '' when it has none.

    >>> file_extensions_joined("archive.tar.gz")
    '.tar.gz'
    >>> file_extensions_joined(".bashrc")
    ''
    """
    _, dot, extensions = re.split(r"[/\\]", path)[-1].lstrip(".").partition(".")
    return dot + extensions if extensions else ""


@idiom(
    words="domain host hostname of url web address link website site extract get name server part",
    variant="the host in lower case, www. included; '' when there is none",
    probes=[
        'url_domain("https://www.Example.com:8080/path")',
        'url_domain("example.com/path")',
        'url_domain("/path")',
    ],
)
def url_domain(url: str) -> str:
    """Return the host of a URL in lower case without user and port, or '' when it names none.

    >>> url_domain("https://user@www.Example.com:8080/path?q=1")
    'www.example.com'
    >>> url_domain("example.com/path")
    'example.com'
    """
    # Without a scheme the host is recognized only after two slashes.
    address = url if re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", url) else f"//{url}"
    return urllib.parse.urlsplit(address).hostname or ""


@idiom(of="url_domain", variant="without www.")
def url_domain_without_www(url: str) -> str:
    """Return the host of a URL in lower case without "www.", user and port, or '' when it names none.

    >>> url_domain_without_www("https://www.example.com/path")
    'example.com'
    >>> url_domain_without_www("example.com/path")
    'example.com'
    """
    address = url if re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", url) else f"//{url}"
    return (urllib.parse.urlsplit(address).hostname or "").removeprefix("www.")


@idiom(of="url_domain", variant="a URL without host raises ValueError")
def url_domain_checked(url: str) -> str:
    """Return the host of a URL in lower case without user and port; raise ValueError when it names none.

    >>> url_domain_checked("https://www.example.com/path")
    'www.example.com'
    >>> url_domain_checked("example.com/path")
    'example.com'
    """
    address = url if re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", url) else f"//{url}"
    host = urllib.parse.urlsplit(address).hostname
    if not host:
        raise ValueError(f"the URL names no host: {url!r}")
    return host


@idiom(of="url_domain", variant="with the port")
def url_domain_with_port(url: str) -> str:
    """Return the host of a URL in lower case with its port, if one is given, or '' when it names none.

    >>> url_domain_with_port("https://user@Example.com:8080/path")
    'example.com:8080'
    >>> url_domain_with_port("example.com/path")
    'example.com'
    """
    address = url if re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", url) else f"//{url}"
    return urllib.parse.urlsplit(address).netloc.rpartition("@")[2].lower()
