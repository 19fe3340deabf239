"""Settings: which source wins, and that a wrong value costs that value only."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lift_server.settings import Settings, allowed_values, load_settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def check_settings(expected: dict[str, object], **sources: object) -> None:
    """The sources give the defaults with `expected`, without a message."""
    settings, messages = load_settings(**sources)  # type: ignore[arg-type]
    assert messages == ()
    assert settings == Settings.model_validate(expected)


def check_message(*parts: str, **sources: object) -> None:
    """One message, that holds every part; the settings are the defaults."""
    settings, messages = load_settings(**sources)  # type: ignore[arg-type]
    assert settings == Settings()
    assert len(messages) == 1, messages
    for part in parts:
        assert part in messages[0]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_sources_everything_has_its_default(tmp_path: Path) -> None:
    check_settings({}, workspace_root=tmp_path)
    settings = Settings()
    assert (settings.engine, settings.run, settings.candidates, settings.store_path) == ("auto", "onSave", 8, None)


def test_stronger_sources_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = write(tmp_path / "user.toml", "candidates = 1\nrun = 'manual'\n")
    sources: dict[str, object] = {"user_file": user}
    check_settings({"candidates": 1, "run": "manual"}, **sources)
    write(tmp_path / "w" / "lift.toml", "candidates = 2\n")
    sources["workspace_root"] = tmp_path / "w"
    check_settings({"candidates": 2, "run": "manual"}, **sources)
    monkeypatch.setenv("LIFT_CANDIDATES", "3")
    check_settings({"candidates": 3, "run": "manual"}, **sources)
    sources["editor"] = {"candidates": 4}
    check_settings({"candidates": 4, "run": "manual"}, **sources)
    sources["flags"] = {"candidates": 5, "run": None}
    check_settings({"candidates": 5, "run": "manual"}, **sources)


def test_the_user_file_has_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *names, **options: tmp_path / "config")
    write(tmp_path / "config" / "lift.toml", "candidates = 7\n")
    check_settings({"candidates": 7})


def test_the_workspace_may_use_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n[tool.lift]\nengine = 'embedded'\n")
    check_settings({"engine": "embedded"}, workspace_root=tmp_path)
    write(tmp_path / "lift.toml", "run = 'manual'\n")
    check_settings({"run": "manual"}, workspace_root=tmp_path)


def test_a_pyproject_without_lift_says_nothing(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.other]\nx = 1\n")
    check_settings({}, workspace_root=tmp_path)


def test_the_editor_writes_camel_case_and_null(tmp_path: Path) -> None:
    editor = {"budgetSeconds": 2, "storeMegabytes": 10, "storePath": str(tmp_path), "run": None}
    check_settings({"budget_seconds": 2.0, "store_megabytes": 10, "store_path": tmp_path}, editor=editor)
    check_settings({"budget_seconds": 2.0}, editor={"budget_seconds": 2})


def test_a_path_may_start_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIFT_STORE_PATH", "~/store")
    settings, messages = load_settings()
    assert (settings.store_path, messages) == (tmp_path / "home" / "store", ())


@pytest.mark.parametrize("written", ["https://host/v1", "https://host/v1/", " https://host ", "https://host"])
def test_an_endpoint_is_written_in_one_way(written: str) -> None:
    check_settings({"endpoint": "https://host"}, editor={"endpoint": written})


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFT_ENGINE", "")
    check_settings({})


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("engine", "gpt", '"auto", "embedded", "remote"'),
        ("engine", ["auto"], '"auto", "embedded"'),
        ("run", "always", '"onSave", "onType", "manual"'),
        ("candidates", 0, "a whole number from 1 to 32"),
        ("candidates", 33, "a whole number from 1 to 32"),
        ("candidates", "many", "a whole number from 1 to 32"),
        ("candidates", True, "a whole number from 1 to 32"),
        ("candidates", 2.5, "a whole number from 1 to 32"),
        ("budgetSeconds", 0, "a number from 0.1 to 3600"),
        ("budgetSeconds", float("nan"), "a number from 0.1 to 3600"),
        ("storePath", "relative/path", "an absolute path"),
        ("storeMegabytes", [10**5000], "a whole number from 1 to 1000"),
        ("endpoint", "host:8000", "an address such as https://"),
        ("endpoint", "https://user:password@host", "an address such as https://"),
        ("endpoint", "https://host/v1?key=1", "an address such as https://"),
        ("endpoint", "https://host:99999", "an address such as https://"),
        ("endpoint", "https://ho st", "an address such as https://"),
        ("model", "x" * 301, "a name of at most 300 characters"),
        ("requestSeconds", 0, "a number from 0.1 to 3600"),
        ("gpuHourPrice", -1, "a number from 0 to 1000"),
        ("allowHttp", "perhaps", "true or false"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(key: str, value: object, allowed: str) -> None:
    name = re.sub("[A-Z]", lambda match: f"_{match[0].lower()}", key)
    check_message("the editor's settings", f"`{name}`", allowed, editor={key: value})


def test_a_wrong_value_costs_nothing_else(tmp_path: Path) -> None:
    root = write(tmp_path / "lift.toml", "candidates = 99\nrun = 'manual'\n").parent
    settings, messages = load_settings(workspace_root=root, editor={"engine": "embedded"})
    assert settings == Settings(run="manual", engine="embedded")
    assert len(messages) == 1
    assert str(root / "lift.toml") in messages[0]
    assert "99" in messages[0]


def test_a_wrong_variable_is_named_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFT_RUN", "sometimes")
    check_message("the environment", "`LIFT_RUN`", "'sometimes'", '"onSave"')


def test_unknown_keys_are_named_with_the_nearest_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_message("the editor's settings", "`canditates`", "did you mean `candidates`?", editor={"canditates": 1})
    check_message("`zzz`", "engine, run", editor={"zzz": 1})
    write(tmp_path / "lift.toml", "store-path = '/x'\n")
    check_message("lift.toml", "did you mean `store_path`?", workspace_root=tmp_path)
    monkeypatch.setenv("LIFT_ENGIN", "secret")
    settings, messages = load_settings()
    assert settings == Settings()
    assert messages == ("the environment: there is no setting `LIFT_ENGIN`; did you mean `LIFT_ENGINE`?",)


def test_a_workspace_cannot_set_what_belongs_to_the_machine(tmp_path: Path) -> None:
    write(tmp_path / "lift.toml", "store_path = '/somewhere'\n")
    check_message("lift.toml", "`store_path`", "cannot be set by a workspace", workspace_root=tmp_path)
    write(tmp_path / "lift.toml", "store_megabytes = 1\n")
    check_message("lift.toml", "`store_megabytes`", "cannot be set by a workspace", workspace_root=tmp_path)


def test_trust_is_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "lift.toml", "trusted = true\n")
    check_message("lift.toml", "`trusted` is no setting", workspace_root=tmp_path)
    check_message("`trusted` is no setting", user_file=tmp_path / "lift.toml")
    assert "trusted" not in Settings.model_fields


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"engine = \n", "line 1"),
        (b"\xff", "not UTF-8"),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (b"[" * 9000, "not valid"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: bytes, part: str) -> None:
    (tmp_path / "lift.toml").write_bytes(text)
    check_message(str(tmp_path / "lift.toml"), part, workspace_root=tmp_path)


def test_what_is_no_file_or_no_table_is_named(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "tool = 3\n")
    check_message("pyproject.toml", "a table is expected", workspace_root=tmp_path)
    (tmp_path / "lift.toml").mkdir()
    check_message("lift.toml", "is not a file", workspace_root=tmp_path)


def test_an_editor_that_sends_something_else_is_told(tmp_path: Path) -> None:
    check_message("the editor's settings", "a JSON object is expected", editor=[1])


def test_every_setting_documents_itself() -> None:
    for name, schema in Settings.model_json_schema()["properties"].items():
        assert schema["title"], name
        assert schema["description"].endswith("."), name
        assert schema["scope"] in ("machine", "resource"), name
        assert allowed_values(name), name


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
KEYS = st.sampled_from([*Settings.model_fields, "storePath", "", "x", "trusted"]) | st.text(max_size=8)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@hypothesis_settings(deadline=None)
def test_any_editor_settings_give_settings(editor: dict[str, object]) -> None:
    """Each value is either in effect or named in a message."""
    settings, messages = load_settings(editor=json.loads(json.dumps(editor)))
    changed = {key for key, value in settings.model_dump().items() if value != getattr(Settings(), key)}
    given_keys = [key for key, value in editor.items() if value is not None]
    assert len(changed) + len(messages) <= len(given_keys)
    assert all("the editor's settings" in message for message in messages)
