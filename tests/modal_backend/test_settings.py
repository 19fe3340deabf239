"""Settings of a deployment: the environment over a profile."""

import tomllib
from pathlib import Path

import pytest

from lift_modal.image import PACKAGES
from lift_modal.settings import PROFILES, ProfileName, SettingsError, load_settings

ROOT = Path(__file__).parents[2]
A_COMMIT = "0123456789abcdef0123456789abcdef01234567"


def check_refused(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *messages: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"LIFTMODAL_{name}", value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    lines = str(refused.value).splitlines()
    assert len(lines) == len(messages)
    assert all(message in line for line, message in zip(lines, messages, strict=True)), lines


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_is_valid_and_survives_the_way_to_a_container(
    monkeypatch: pytest.MonkeyPatch, profile: ProfileName
) -> None:
    monkeypatch.setenv("LIFTMODAL_PROFILE", profile)
    settings = load_settings()
    assert settings.model == PROFILES[profile]["model"]
    for name, value in settings.environment().items():
        assert value is not None
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_the_environment_is_stronger_than_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFTMODAL_PROFILE", "coder-32b-tp2")
    monkeypatch.setenv("LIFTMODAL_TENSOR_PARALLEL", "4")
    settings = load_settings()
    assert (settings.gpus, settings.model) == ("H100:4", "Qwen/Qwen2.5-Coder-32B-Instruct")


def test_a_model_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFTMODAL_MODEL", "someone/their-coder")
    monkeypatch.setenv("LIFTMODAL_REVISION", A_COMMIT)
    assert load_settings().revision == A_COMMIT


def test_a_model_needs_a_commit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    check_refused(monkeypatch, {"MODEL": "someone/their-coder"}, "set the commit of someone/their-coder")


def test_weights_are_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    check_refused(monkeypatch, {"REVISION": "main"}, "LIFTMODAL_REVISION: String should match pattern")


def test_every_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    check_refused(
        monkeypatch,
        {"REGION": "eu", "MAX_CONCURRENCY": "0", "MODEL": "no-owner"},
        "LIFTMODAL_REGION: there is no such setting",
        "LIFTMODAL_MODEL: String should match pattern",
        "LIFTMODAL_MAX_CONCURRENCY: Input should be greater than or equal to 1 (it is '0')",
    )


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"TARGET_CONCURRENCY": "64"}, "TARGET_CONCURRENCY is above MAX_CONCURRENCY"),
        ({"MIN_CONTAINERS": "9"}, "MIN_CONTAINERS is above MAX_CONTAINERS"),
        ({"TENSOR_PARALLEL": "2"}, "a snapshot of several GPUs is not supported"),
        ({"PROXY_AUTH": "false"}, "anybody could use the server"),
        ({"PROFILE": "coder-70b"}, "LIFTMODAL_PROFILE"),
    ],
)
def test_parts_agree(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"LIFTMODAL_{name}", value)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_the_image_installs_what_the_extra_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [item.split(";")[0] for item in project["optional-dependencies"]["serve"]] == list(PACKAGES)
