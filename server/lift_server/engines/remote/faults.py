"""What can go wrong with a request: each kind has its own words and its own remedy."""

import json
from http import HTTPStatus
from typing import Literal

Kind = Literal[
    "unreachable", "tls", "redirect", "unauthorized", "no model", "refused", "busy", "broken", "slow", "cut off",
    "too large", "invalid",
]  # fmt: skip

MAX_WORDS = 300
"""How much of a server's own words is shown, in characters."""

_LASTING: frozenset[Kind] = frozenset({"refused", "too large", "invalid"})


class RequestError(Exception):
    """A request that gave nothing. The message is for people: what happened, and what to do."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind

    @property
    def again(self) -> bool:
        """Whether the same request may succeed later."""
        return self.kind not in _LASTING


def words_of(body: str) -> str:
    """What the server says in an error's body, on one line: OpenAI's shape, FastAPI's, or the text itself."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = body
    if isinstance(data, dict):
        data = data.get("error") or data.get("detail") or data.get("message") or ""
    if isinstance(data, dict):
        data = data.get("message") or ""
    text = data if isinstance(data, str) else json.dumps(data)
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= MAX_WORDS else f"{line[:MAX_WORDS]}..."


def failure_of_status(status: int, words: str, server: str, model: str) -> RequestError:
    """The failure that a status other than 200 means; `words` are the server's, without secrets."""
    said = f": {words}" if words else ""
    match status:
        case 401 | 403:
            remedy = (
                "set LIFT_API_KEY (for Modal's proxy LIFT_MODAL_KEY and LIFT_MODAL_SECRET), or store it in the keyring"
            )
            return RequestError("unauthorized", f"{server} does not accept the key ({status}{said}); {remedy}")
        case 404:
            remedy = "check the settings `endpoint` and `model`; `lift engines` shows what is served"
            return RequestError(
                "no model", f"{server} does not know the model `{model}` or the address{said}; {remedy}"
            )
        case 408 | 504:
            return RequestError("slow", f"{server} gave up ({status}{said}); it may be overloaded: lift again later")
        case 413:
            return RequestError("refused", f"{server} finds the request too long (413{said}); shorten the spec")
        case 429:
            return RequestError("busy", f"{server} takes no more requests now (429{said}); lift again later")
        case 503:
            remedy = "lift again when it is up; a server that scales to zero needs minutes to load a large model"
            return RequestError("busy", f"{server} is not ready (503{said}); {remedy}")
        case _ if 300 <= status < 400:
            remedy = "if it is starting, lift again; else set `endpoint` to the address itself: a key is never sent on"
            return RequestError("redirect", f"{server} redirects to another address ({status}{said}); {remedy}")
        case _ if 400 <= status < 500:
            remedy = "the model's context may be too short for the spec, or the server too old for what Lift asks"
            return RequestError("refused", f"{server} refuses the request ({status}{said}); {remedy}")
    name = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "unknown status"
    return RequestError("broken", f"{server} failed ({status} {name}{said}); its log says more")


def failure_in_reply(words: str, server: str) -> RequestError:
    """An error that came with status 200, or in the middle of a stream."""
    return RequestError("broken", f"{server} answered with an error: {words or 'it does not say which'}")


def unreachable(error: Exception, server: str) -> RequestError:
    """No connection could be made, or it broke before an answer."""
    said = " ".join(str(error).split()) or type(error).__name__
    if "CERTIFICATE" in said.upper() or "SSL" in said.upper():
        remedy = "Lift does not switch the check off: give the authority's file in SSL_CERT_FILE"
        return RequestError("tls", f"the certificate or TLS of {server} is not accepted ({said}); {remedy}")
    remedy = "is it running, and is `endpoint` right? A proxy is taken from HTTPS_PROXY"
    return RequestError("unreachable", f"{server} cannot be reached ({said}); {remedy}")


def interrupted(server: str) -> RequestError:
    """The connection ended within an answer."""
    remedy = "what was generated is lost and was not asked for again, since that may cost twice: lift again"
    return RequestError("cut off", f"{server} closed the connection within its answer; {remedy}")


def too_slow(seconds: float, server: str) -> RequestError:
    """The answer was not complete in time."""
    remedy = "if the server was starting, lift again; else raise `request_seconds` or ask for fewer `candidates`"
    return RequestError("slow", f"{server} did not finish within {seconds:g} s (setting `request_seconds`); {remedy}")


def too_large(limit: int, server: str) -> RequestError:
    """The answer is longer than any that was asked for."""
    return RequestError("too large", f"{server} sent more than {limit:,} bytes; the rest was not read")


def invalid(what: str, server: str) -> RequestError:
    """The answer is not what the protocol says."""
    remedy = "is `endpoint` the address of an OpenAI-compatible server?"
    return RequestError("invalid", f"{server} sent what cannot be understood ({what}); {remedy}")
