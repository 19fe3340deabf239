"""Idioms on semantic versions and version ranges, on hosts, addresses and networks."""

import ipaddress
import itertools
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="bump increment increase version semantic semver major minor patch release next part number",
    probes=['bump_version("1.4.2", "minor")', 'bump_version("1.4.2", "major")', 'bump_version("1.4", "patch")'],
)
def bump_version(version: str, part: str) -> str:
    """Return the version with its part "major", "minor" or "patch" raised by one and the parts after it set to 0.

    >>> bump_version("1.4.2", "minor")
    '1.5.0'
    >>> bump_version("1.4.2", "patch")
    '1.4.3'
    """
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    if match is None:
        raise ValueError(f"not a version of three numbers: {version!r}")
    major, minor, patch = map(int, match.groups())
    if part == "major":
        return f"{major + 1}.0.0"
    if part == "minor":
        return f"{major}.{minor + 1}.0"
    if part == "patch":
        return f"{major}.{minor}.{patch + 1}"
    raise ValueError(f"part must be major, minor or patch, not {part!r}")


@idiom(
    words="latest newest highest version release of list strings maximum most recent semantic greatest",
    variant="nothing raises ValueError",
    probes=['latest_version(["1.9.0", "1.10.0"])', "latest_version([])"],
)
def latest_version(versions: list[str]) -> str:
    """Return the highest of versions such as "1.10.0"; raise ValueError when there is none.

    >>> latest_version(["1.9.0", "1.10.0", "1.2.0"])
    '1.10.0'
    >>> latest_version(["2.0"])
    '2.0'
    """
    if not versions:
        raise ValueError("versions must not be empty")
    return max(versions, key=lambda version: [int(part) for part in version.split(".")])


@idiom(of="latest_version", variant="nothing gives None")
def latest_version_or_none(versions: list[str]) -> str | None:
    """Return the highest of versions such as "1.10.0", or None when there is none.

    >>> latest_version_or_none(["1.9.0", "1.10.0"])
    '1.10.0'
    >>> latest_version_or_none([]) is None
    True
    """
    return max(versions, key=lambda version: [int(part) for part in version.split(".")], default=None)


@idiom(
    words="version satisfies range specifier constraint requirement >= < meets compatible check dependency semver",
    probes=[
        'version_satisfies("1.4", ">=1.2,<2")',
        'version_satisfies("2.0", ">=1.2,<2")',
        'version_satisfies("1.2.0", "==1.2")',
        'version_satisfies("1", "~1")',
    ],
)
def version_satisfies(version: str, requirement: str) -> bool:
    """Return whether a version meets all comparisons of a requirement such as ">=1.2,<2"; missing parts count as 0.

    >>> version_satisfies("1.4", ">=1.2,<2")
    True
    >>> version_satisfies("2.0", ">=1.2,<2")
    False
    """
    for comparison in requirement.split(","):
        match = re.fullmatch(r"(==|!=|>=|<=|>|<)\s*(\d+(?:\.\d+)*)", comparison.strip())
        if match is None:
            raise ValueError(f"not a comparison of versions: {comparison!r}")
        numbers = [[int(part) for part in text.split(".")] for text in (version, match[2])]
        mine, theirs = zip(*itertools.zip_longest(*numbers, fillvalue=0), strict=True)
        outcomes = {"==": mine == theirs, "!=": mine != theirs, ">=": mine >= theirs, "<=": mine <= theirs}
        if not (outcomes | {">": mine > theirs, "<": mine < theirs})[match[1]]:
            return False
    return True


@idiom(
    words="semantic version semver 2.0 valid validate check string major minor patch pre-release build metadata",
    variant="with optional pre-release and build",
    probes=['is_semantic_version("1.0.0-rc.1+5")', 'is_semantic_version("v1.0.0")', 'is_semantic_version("01.0.0")'],
)
def is_semantic_version(text: str) -> bool:
    """Return whether a text is a version by SemVer 2.0.

    >>> is_semantic_version("1.0.0-rc.1+build.5")
    True
    >>> is_semantic_version("1.0")
    False
    """
    number = r"(?:0|[1-9][0-9]*)"
    label = rf"(?:{number}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
    build = r"[0-9A-Za-z-]+"
    pattern = rf"{number}\.{number}\.{number}(?:-{label}(?:\.{label})*)?(?:\+{build}(?:\.{build})*)?"
    return re.fullmatch(pattern, text) is not None


@idiom(of="is_semantic_version", variant='a "v" may stand in front')
def is_semantic_version_tag(text: str) -> bool:
    """Return whether a text is a version by SemVer 2.0, perhaps with a "v" in front.

    >>> is_semantic_version_tag("v1.0.0")
    True
    """
    number = r"(?:0|[1-9][0-9]*)"
    label = rf"(?:{number}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
    build = r"[0-9A-Za-z-]+"
    pattern = rf"v?{number}\.{number}\.{number}(?:-{label}(?:\.{label})*)?(?:\+{build}(?:\.{build})*)?"
    return re.fullmatch(pattern, text) is not None


@idiom(
    words="hostname host name domain dns labels valid validate check internet server rfc legal",
    variant="a single label such as localhost is enough",
    probes=['is_hostname("www.example.com")', 'is_hostname("localhost")', 'is_hostname("-a.com")'],
)
def is_hostname(text: str) -> bool:
    """Return whether a text is a host name: labels of letters, digits and inner hyphens, separated by dots.

    >>> is_hostname("www.example.com")
    True
    >>> is_hostname("-bad-.com")
    False
    """
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    return len(text) <= 253 and re.fullmatch(rf"{label}(?:\.{label})*", text) is not None


@idiom(of="is_hostname", variant="at least two labels, the last one letters")
def is_domain_name(text: str) -> bool:
    """Return whether a text is a host name of at least two labels, the last of which has letters only.

    >>> is_domain_name("localhost")
    False
    """
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    return len(text) <= 253 and re.fullmatch(rf"(?:{label}\.)+[A-Za-z]{{2,63}}", text) is not None


@idiom(
    words="ip address in within network cidr subnet range belongs member inside mask check allowed",
    probes=[
        'ip_in_network("10.1.2.3", "10.0.0.0/8")',
        'ip_in_network("11.1.2.3", "10.0.0.0/8")',
        'ip_in_network("10.1.2.3", "10.0.0.1/8")',
    ],
)
def ip_in_network(address: str, network: str) -> bool:
    """Return whether an IP address lies in a network such as "10.0.0.0/8"; raise ValueError when one is none.

    >>> ip_in_network("10.1.2.3", "10.0.0.0/8")
    True
    >>> ip_in_network("11.1.2.3", "10.0.0.0/8")
    False
    """
    return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)


@idiom(
    words="ip ipv4 address to integer int number convert dotted quad 32 bit numeric value",
    probes=['ip_to_integer("192.168.0.1")', 'ip_to_integer("256.0.0.1")'],
)
def ip_to_integer(address: str) -> int:
    """Return a dotted IPv4 address as a number of 32 bits; raise ValueError when it is none.

    >>> ip_to_integer("192.168.0.1")
    3232235521
    >>> ip_to_integer("0.0.1.0")
    256
    """
    return int(ipaddress.IPv4Address(address))


@idiom(
    words="integer int number to ip ipv4 address convert dotted quad 32 bit back from numeric",
    probes=["integer_to_ip(3232235521)", "integer_to_ip(-1)"],
)
def integer_to_ip(number: int) -> str:
    """Return the dotted IPv4 address that a number of 32 bits stands for; raise ValueError when it does not fit.

    >>> integer_to_ip(3232235521)
    '192.168.0.1'
    >>> integer_to_ip(256)
    '0.0.1.0'
    """
    return str(ipaddress.IPv4Address(number))
