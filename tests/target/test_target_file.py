"""Modules on disk: encodings, and writes that happen completely or not at all."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from lift_server.target_file import TargetError, read_target, write_atomically


def check_read(path: Path, data: bytes, text: str, encoding: str) -> None:
    """The text, and that it is written back as the bytes that were read."""
    path.write_bytes(data)
    target = read_target(path)
    assert (target.text, target.encoding, target.data) == (text, encoding, data)
    assert target.encode(text) == data


def check_unreadable(path: Path, data: bytes, *parts: str) -> None:
    path.write_bytes(data)
    with pytest.raises(TargetError) as caught:
        read_target(path)
    for part in (str(path), *parts):
        assert part in str(caught.value)


def check_not_written(path: Path, *parts: str, old: bytes | None = b"old", inside: Path | None = None) -> None:
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    with pytest.raises(TargetError) as caught:
        write_atomically(path, b"new", old=old, inside=inside)
    for part in (str(path), *parts):
        assert part in str(caught.value)
    assert {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()} == before


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "m.py"
    path.write_bytes(b"old")
    return path


def test_encodings_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    check_read(path, "x = 'ä'\r\n".encode(), "x = 'ä'\r\n", "utf-8")
    check_read(path, b"\xef\xbb\xbfx = 1\r", "x = 1\r", "utf-8-sig")
    check_read(path, b"# coding: latin-1\nx = '\xe4'\n", "# coding: latin-1\nx = 'ä'\n", "iso-8859-1")
    check_read(path, b"#!x\n# -*- coding: cp1252 -*-\n'\x80'", "#!x\n# -*- coding: cp1252 -*-\n'€'", "cp1252")
    check_read(path, b"", "", "utf-8")


def test_a_missing_module_is_an_empty_one(tmp_path: Path) -> None:
    target = read_target(tmp_path / "none" / "m.py")
    assert (target.text, target.data) == ("", None)


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    check_unreadable(path, b"x = 1\ny = '\xe4'\n", "UTF-8")
    check_unreadable(path, b"a\n\n\n" * 5000 + b"\xff", "line 15001")
    check_unreadable(path, b"# coding: klingon\n", "klingon")
    check_unreadable(path, b"# coding: rot13\n", "UTF-8")
    check_unreadable(path, b"# coding: utf-7\nx = '+AOQ-a'\n+AAo", "utf-7")
    check_unreadable(path, b"\xef\xbb\xbf# coding: latin-1\n", "UTF-8")
    check_unreadable(path, b"#" * 4_000_001, "4 MB")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    for name in ("m.py", "pipe.py"):
        with pytest.raises(TargetError, match="is not a file"):
            read_target(tmp_path / name)
        with pytest.raises(TargetError, match="is not a file"):
            write_atomically(tmp_path / name, b"new", old=None)


def test_a_character_that_the_encoding_lacks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_bytes(b"# coding: latin-1\n")
    with pytest.raises(TargetError, match="cannot hold '→'"):
        read_target(path).encode("# →")


def test_a_new_module_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "m.py"
    write_atomically(path, b"new", old=None, inside=tmp_path)
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == ["m.py"]


def test_a_new_module_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_atomically(tmp_path / "m.py", b"new", old=None)
    assert (tmp_path / "m.py").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_permissions_are_kept(module: Path) -> None:
    module.chmod(0o754)
    write_atomically(module, b"new", old=b"old")
    assert module.read_bytes() == b"new"
    assert stat.S_IMODE(module.stat().st_mode) == 0o754


def test_a_file_that_changed_meanwhile_is_left_alone(module: Path) -> None:
    check_not_written(module, "changed meanwhile", "Try again", old=b"older")
    check_not_written(module, "changed meanwhile", old=None)
    check_not_written(module.with_name("gone.py"), "changed meanwhile", old=b"old")


def test_a_link_is_followed_inside_the_workspace(tmp_path: Path, module: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(module)
    write_atomically(link, b"new", old=b"old", inside=tmp_path)
    assert link.is_symlink()
    assert module.read_bytes() == b"new"


def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path, module: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "link.py").symlink_to(module)
    check_not_written(workspace / "link.py", "leads out of", inside=workspace)


def test_a_read_only_file_is_left_alone(module: Path) -> None:
    module.chmod(0o444)
    check_not_written(module, "read-only", "module:")


def test_a_folder_that_is_a_file_is_an_error(module: Path) -> None:
    with pytest.raises(TargetError, match="could not be written"):
        write_atomically(module / "m.py", b"new", old=None)
    with pytest.raises(TargetError, match="could not be read"):
        read_target(module / "m.py")


@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace"])
def test_a_failing_step_leaves_everything_as_it_was(module: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A full disk, a folder without write permission: the old bytes stay, and no temporary file is left."""

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    check_not_written(module, "No space left on device", "permissions")


def test_an_interrupted_write_leaves_everything_as_it_was(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(module, b"new", old=b"old")
    assert os.listdir(module.parent) == ["m.py"]
    assert module.read_bytes() == b"old"


def test_a_change_during_the_write_is_seen(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush: Callable[[int], None] = os.fsync

    def change(descriptor: int) -> None:
        flush(descriptor)
        module.write_bytes(b"edited")

    monkeypatch.setattr(os, "fsync", change)
    with pytest.raises(TargetError, match="changed meanwhile"):
        write_atomically(module, b"new", old=b"old")
    assert module.read_bytes() == b"edited"
