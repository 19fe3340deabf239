"""What can be set, and where it is read from: editor or command line, environment, workspace, user, in this order.

A wrong value or an unknown key is reported with its place and ignored alone, as if it had not been written there.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from lift_server.keys import VARIABLES

MAX_FILE_BYTES = 1_000_000
PREFIX = "LIFT_"
_RESOURCE: JsonDict = {"scope": "resource"}
_MACHINE: JsonDict = {"scope": "machine"}


def _absolute(path: Path) -> Path:
    path = path.expanduser()
    if not path.is_absolute():
        raise ValueError("the path must be absolute")
    return path


def _endpoint(text: str) -> str:
    """The address without a slash or `/v1` at its end; empty stays empty."""
    text = text.strip().rstrip("/").removesuffix("/v1").rstrip("/")
    parts = urlsplit(text)
    has_host = parts.scheme in ("http", "https") and parts.hostname is not None and text.isascii()
    has_more = parts.username is not None or parts.query or parts.fragment or " " in text
    # Reading a port that is none raises ValueError.
    if text and (not has_host or has_more or parts.port == 0):
        raise ValueError("not the address of a server")
    return text


class Settings(BaseSettings):
    """All settings. Built by `load_settings`; a bare `Settings()` holds the defaults.

    The scope of a field is in its JSON schema: a `machine` setting cannot come from a workspace, perhaps a stranger's.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    engine: Literal["auto", "embedded", "remote"] = Field(
        default="auto",
        title="Engine",
        description="Who drafts and writes functions: every engine that can be used here, or only the one named.",
        json_schema_extra=_RESOURCE,
    )
    run: Literal["onSave", "onType", "manual"] = Field(
        default="onSave",
        title="Run",
        description="When a spec is lifted: when its file is saved, while typing, or only by command.",
        json_schema_extra=_RESOURCE,
    )
    candidates: int = Field(
        default=8,
        ge=1,
        le=32,
        title="Candidates",
        description="How many candidates an engine is asked for at most, for each spec. "
        "A model is asked for three first, and for the others when those fail or disagree.",
        json_schema_extra=_RESOURCE,
    )
    budget_seconds: float = Field(
        default=60.0,
        ge=0.1,
        le=3600,
        allow_inf_nan=False,
        title="Budget",
        description="How many seconds engines and checks may take together, for each spec. "
        "The time that a server needs to start is not counted.",
        json_schema_extra=_RESOURCE,
    )
    store_path: Annotated[Path, AfterValidator(_absolute)] | None = Field(
        default=None,
        title="Store",
        description="Folder that keeps results; the user's cache folder when it is not set.",
        json_schema_extra=_MACHINE,
    )
    store_megabytes: int = Field(
        default=64,
        ge=1,
        le=1_000,
        title="Size of the store",
        description="How many megabytes of results are kept; the least recently used ones go first.",
        json_schema_extra=_MACHINE,
    )

    endpoint: Annotated[str, AfterValidator(_endpoint)] = Field(
        default="",
        max_length=1_000,
        title="Endpoint",
        description="Address of an OpenAI-compatible server for the remote engine; without it there is none.",
        json_schema_extra=_MACHINE,
    )
    model: str = Field(
        default="",
        max_length=300,
        title="Model",
        description="Which of the endpoint's models writes functions; not needed when it serves one only.",
        json_schema_extra=_MACHINE,
    )
    request_seconds: float = Field(
        default=300.0,
        ge=0.1,
        le=3600,
        allow_inf_nan=False,
        title="Time of a request",
        description="How many seconds one request to the endpoint may take, the server's cold start included.",
        json_schema_extra=_MACHINE,
    )
    gpu_hour_price: float = Field(
        default=0.0,
        ge=0,
        le=1_000,
        allow_inf_nan=False,
        title="Price of a GPU hour",
        description="What an hour of the endpoint's GPUs costs; 0 shows no cost.",
        json_schema_extra=_MACHINE,
    )
    allow_http: bool = Field(
        default=False,
        title="Allow plain HTTP",
        description="Whether specs and keys may be sent unencrypted to an endpoint on another machine.",
        json_schema_extra=_MACHINE,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed: `load_settings` reads the other sources itself, to know where each value came from."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class _Source:
    """Values of one place. `where` names it for people; `write` is how a key is spelled there."""

    where: str
    values: Mapping[str, object]
    is_workspace: bool = False
    is_environment: bool = False

    def spelled(self, key: str) -> str:
        return f"{PREFIX}{key.upper()}" if self.is_environment else key


def load_settings(
    *,
    editor: object = None,
    flags: Mapping[str, object] | None = None,
    workspace_root: Path | None = None,
    user_file: Path | None = None,
) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and one message for each value that was ignored. Never raises for what people wrote.

    Strongest first: `flags` of the command line (None: not given), `editor` (its JSON object; keys in camelCase or
    snake_case, null: not set), `LIFT_*` of the environment, `lift.toml` of the workspace (else `[tool.lift]` of its
    `pyproject.toml`), `user_file` (default: `lift.toml` in the user's configuration folder).
    """
    messages: list[str] = []
    values: dict[str, object] = {}
    sources = [
        _toml_source(user_file or default_user_file(), (), messages),
        *([] if workspace_root is None else [_workspace_source(workspace_root, messages)]),
        _environment(),
        _editor_source(editor, messages),
        _Source("the command line", {key: value for key, value in (flags or {}).items() if value is not None}),
    ]
    for source in sources:
        for key, value in source.values.items():
            problem = _problem(source, key, value)
            if problem:
                messages.append(problem)
            else:
                values[key] = value
    return Settings.model_validate(values), tuple(messages)


def default_user_file() -> Path:
    """The user's own settings file, which need not exist."""
    from platformdirs import user_config_path

    return user_config_path("lift", appauthor=False) / "lift.toml"


def _problem(source: _Source, key: str, value: object) -> str:
    """Why the value is ignored; empty when it is not."""
    field = Settings.model_fields.get(key)
    shown = source.spelled(key)
    if field is None:
        return _unknown(source, key)
    if source.is_workspace and field.json_schema_extra == _MACHINE:
        advice = f"set it in the editor, the environment or {default_user_file()}"
        return f"{source.where}: `{shown}` cannot be set by a workspace; {advice}"
    try:
        Settings.model_validate({key: value})
    except ValidationError:
        is_allowed = False
    else:
        # Python would take true for 1.
        is_allowed = not isinstance(value, bool) or field.annotation is bool
    wrong = f"{source.where}: `{shown}` = {_printed(value)} is not allowed; write {allowed_values(key)}"
    return "" if is_allowed else wrong


def _unknown(source: _Source, key: str) -> str:
    if key == "trusted":
        reason = "trust is given in the editor or on the command line"
        return f"{source.where}: `{source.spelled(key)}` is no setting: {reason}"
    names = list(Settings.model_fields)
    near = difflib.get_close_matches(key, names, n=1)
    known = ", ".join(map(source.spelled, names))
    advice = f"did you mean `{source.spelled(near[0])}`?" if near else f"the settings are {known}"
    return f"{source.where}: there is no setting `{source.spelled(key)}`; {advice}"


def allowed_values(key: str) -> str:
    """What the setting `key` may be, in words."""
    schema = Settings.model_json_schema()["properties"][key]
    if "enum" in schema:
        return "one of " + ", ".join(f'"{value}"' for value in schema["enum"])
    if "minimum" in schema:
        kind = "a whole number" if schema["type"] == "integer" else "a number"
        return f"{kind} from {schema['minimum']:g} to {schema['maximum']:g}"
    if schema.get("type") == "boolean":
        return "true or false"
    if key == "endpoint":
        return "an address such as https://host:8000, without user, query or fragment"
    if key == "model":
        return f"a name of at most {schema['maxLength']} characters"
    return "an absolute path of a folder"


def _printed(value: object) -> str:
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        text = f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _environment() -> _Source:
    known = EnvSettingsSource(Settings)()
    names = [name[len(PREFIX) :].lower() for name in os.environ if name.upper().startswith(PREFIX)]
    keys = {name.removeprefix(PREFIX).lower() for name in VARIABLES}
    unknown = {name: "" for name in names if name not in Settings.model_fields and name not in keys}
    return _Source("the environment", {**known, **unknown}, is_environment=True)


def _editor_source(values: object, messages: list[str]) -> _Source:
    where = "the editor's settings"
    if values is None:
        return _Source(where, {})
    if not isinstance(values, Mapping):
        messages.append(f"{where}: a JSON object is expected, not {_printed(values)}")
        return _Source(where, {})
    return _Source(where, {_snake_case(str(key)): value for key, value in values.items() if value is not None})


def _snake_case(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: f"_{match[0].lower()}", key)


def _workspace_source(root: Path, messages: list[str]) -> _Source:
    own = root / "lift.toml"
    path, table = (own, ()) if own.exists() else (root / "pyproject.toml", ("tool", "lift"))
    source = _toml_source(path, table, messages)
    return _Source(source.where, source.values, is_workspace=True)


def _toml_source(path: Path, table: tuple[str, ...], messages: list[str]) -> _Source:
    where = f"{path} [{'.'.join(table)}]" if table else str(path)
    values: object = {}
    try:
        values = tomllib.loads(_text_of(path))
    except FileNotFoundError:
        return _Source(where, {})
    except OSError as error:
        messages.append(f"{path} could not be read ({error.strerror or error}); its settings are ignored")
    except UnicodeDecodeError:
        messages.append(f"{path} is not UTF-8; its settings are ignored")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        messages.append(f"{path} is not valid TOML ({error}); its settings are ignored")
    for key in table:
        values = values.get(key, {}) if isinstance(values, dict) else values
    if not isinstance(values, dict):
        messages.append(f"{where}: a table is expected, not {_printed(values)}")
        return _Source(where, {})
    return _Source(where, values)


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise FileNotFoundError(path) if not path.exists() else OSError(f"{path} is not a file")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise OSError("it is larger than 1 MB")
    return path.read_text(encoding="utf-8")
