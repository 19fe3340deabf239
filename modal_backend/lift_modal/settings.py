"""What can be set of a deployment: `LIFTMODAL_*` of the environment over the values of a named profile."""

import difflib
import os
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "LIFTMODAL_"
CANDIDATES = 8
"""How many sequences one request of Lift's remote engine asks for: its default number of candidates."""

ProfileName = Literal["coder-7b", "coder-30b-fp8", "coder-32b-tp2"]
PROFILES: dict[ProfileName, dict[str, Any]] = {
    "coder-7b": {
        "model": "Qwen/Qwen2.5-Coder-7B-Instruct",
        "revision": "c03e6d358207e414f1eca0bb1891e29f1db0e242",
        "gpu": "L40S",
        "tensor_parallel": 1,
        "memory": 40_960,
        "snapshot": True,
    },
    "coder-30b-fp8": {
        "model": "Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8",
        "revision": "dcaee4d4dfc5ee71ad501f01f530e5652438fde0",
        "gpu": "H100",
        "tensor_parallel": 1,
        "memory": 65_536,
        "snapshot": True,
    },
    "coder-32b-tp2": {
        "model": "Qwen/Qwen2.5-Coder-32B-Instruct",
        "revision": "381fc969f78efac66bc87ff7ddeadb7e73c218a7",
        "gpu": "H100",
        "tensor_parallel": 2,
        "memory": 65_536,
        "snapshot": False,
    },
}
"""Profiles differ in what a model needs of a machine: a sleeping server keeps its weights in main memory. The rest has
one default for all."""


class SettingsError(Exception):
    """The environment cannot be read as settings; the message has one line for each wrong variable."""


class _ProfileSource(PydanticBaseSettingsSource):
    """The values of the profile that the stronger sources name."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return PROFILES.get(self.current_state.get("profile", "coder-7b"), {})


class Settings(BaseSettings):
    """One deployment, read with `load_settings`. Times are seconds, `context_length` tokens, `memory` MiB, `cpu`
    cores."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    profile: ProfileName = "coder-7b"
    model: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    revision: str = Field(pattern="^[0-9a-f]{40}$")
    gpu: str = Field(pattern=r"^[A-Z][A-Z0-9-]*!?$")
    tensor_parallel: int = Field(ge=1, le=8)
    cpu: float = Field(default=8.0, ge=1, le=64)
    memory: int = Field(ge=4_096)
    context_length: int = Field(default=16_384, ge=2_048, le=262_144)
    target_concurrency: int = Field(default=16, ge=1)
    max_concurrency: int = Field(default=32, ge=1, le=256)
    min_containers: int = Field(default=0, ge=0)
    max_containers: int = Field(default=8, ge=1)
    scaledown_window: int = Field(default=300, ge=2, le=3600)
    startup_timeout: int = Field(default=1200, ge=60, le=3600)
    exit_grace_period: int = Field(default=30, ge=0, le=600)
    snapshot: bool
    routing_region: str = Field(default="us-east", min_length=1)
    compute_region: str | None = None
    proxy_auth: bool = True
    api_key_secret: str | None = None
    hub_secret: str | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment over the profile; no files."""
        return (init_settings, env_settings, _ProfileSource(settings_cls))

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if self.target_concurrency > self.max_concurrency:
            raise ValueError("TARGET_CONCURRENCY is above MAX_CONCURRENCY: no container would ever reach its target")
        if self.min_containers > self.max_containers:
            raise ValueError("MIN_CONTAINERS is above MAX_CONTAINERS")
        if self.snapshot and self.tensor_parallel > 1:
            raise ValueError("a snapshot of several GPUs is not supported: set SNAPSHOT=false or TENSOR_PARALLEL=1")
        if not self.proxy_auth and self.api_key_secret is None:
            raise ValueError("without PROXY_AUTH anybody could use the server: name a secret in API_KEY_SECRET")
        profile = PROFILES[self.profile]
        if self.model != profile["model"] and self.revision == profile["revision"]:
            raise ValueError(f"REVISION is a commit of {profile['model']}: set the commit of {self.model}")
        return self

    @property
    def app_name(self) -> str:
        """One Modal App for each profile, so that several stand beside each other."""
        return f"lift-{self.profile}"

    @property
    def gpus(self) -> str:
        """The GPUs of one container in Modal's notation."""
        return self.gpu if self.tensor_parallel == 1 else f"{self.gpu}:{self.tensor_parallel}"

    def environment(self) -> dict[str, str | None]:
        """Variables from which `load_settings` makes these settings again, in a container that knows no others."""
        values = self.model_dump(mode="json", exclude_none=True)
        return {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}


def load_settings() -> Settings:
    """The settings of the environment. Raises SettingsError for values that are wrong and names that are unknown."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {name for name in os.environ if name.startswith(PREFIX)}
    problems = [_unknown(name, known) for name in sorted(given - known)]
    try:
        settings = Settings()
    except ValidationError as error:
        for item in error.errors(include_url=False):
            name = f"{PREFIX}{str(item['loc'][0]).upper()}" if item["loc"] else "settings"
            value = f" (it is {item['input']!r})" if item["loc"] else ""
            problems.append(f"{name}: {item['msg'].removeprefix('Value error, ')}{value}")
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _unknown(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{name}: there is no such setting" + (f"; did you mean {near[0]}?" if near else "")
