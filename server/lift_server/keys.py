"""Keys of servers: from the editor's secret storage, the environment, or the keyring of the operating system.

A key belongs to one origin. It is in no setting, and it prints as nothing.
"""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

API_KEY, MODAL_KEY, MODAL_SECRET = "LIFT_API_KEY", "LIFT_MODAL_KEY", "LIFT_MODAL_SECRET"
VARIABLES = frozenset({API_KEY, MODAL_KEY, MODAL_SECRET})
KEYRING_SERVICES = ("lift", "lift-modal-key", "lift-modal-secret")
"""The keyring's services; the user name is the origin."""
SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Key:
    """What a server asks for: a bearer token, the pair of Modal's proxy, both, or nothing. `place` says where it was
    found."""

    api_key: str = field(default="", repr=False)
    modal_key: str = field(default="", repr=False)
    modal_secret: str = field(default="", repr=False)
    place: str = ""

    def __bool__(self) -> bool:
        return bool(self.secrets)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The parts that are set: what no message may hold."""
        return tuple(filter(None, (self.api_key, self.modal_key, self.modal_secret)))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request to the key's origin."""
        bearer = {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        named = {"Modal-Key": self.modal_key, "Modal-Secret": self.modal_secret}
        return bearer | {name: value for name, value in named.items() if value}

    def redact(self, text: str) -> str:
        """The text without the key. A short one is a stand-in that servers without keys are given, such as `none`."""
        for secret in self.secrets:
            if len(secret) >= SHORTEST_SECRET:
                text = text.replace(secret, "***")
        return text


NO_KEY = Key()


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, written in one way: `https://host`, `http://host:8000`. Raises
    ValueError."""
    parts = urlsplit(address)
    if parts.hostname is None or parts.scheme not in ("http", "https"):
        raise ValueError(f"not the address of a server: {address}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    is_usual = parts.port in (None, {"http": 80, "https": 443}[parts.scheme])
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"


def make_key(api_key: str = "", modal_key: str = "", modal_secret: str = "", place: str = "") -> Key:
    """A key without the white space that comes with copying; a part that is no header value is left out."""
    return Key(_header_value(api_key), _header_value(modal_key), _header_value(modal_secret), place)


def _header_value(text: str) -> str:
    text = text.strip()
    return text if text.isascii() and text.isprintable() else ""


def key_from_environment() -> Key:
    """The key of the endpoint that is set on this machine."""
    api_key, modal_key, modal_secret = (os.environ.get(name, "") for name in (API_KEY, MODAL_KEY, MODAL_SECRET))
    return make_key(api_key, modal_key, modal_secret, "the environment")


def key_from_keyring(origin: str) -> Key:
    """The key that the operating system keeps for the origin; none without the package `keyring` or a backend of it."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return NO_KEY
    try:
        api_key, modal_key, modal_secret = (keyring.get_password(name, origin) or "" for name in KEYRING_SERVICES)
    except (KeyringError, RuntimeError, OSError):
        return NO_KEY
    return make_key(api_key, modal_key, modal_secret, "the keyring")
