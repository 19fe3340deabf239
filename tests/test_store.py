"""Results on disk: what is kept, what goes, and that no state of the disk breaks anything."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lift_ir import IR, Candidate, Effect
from lift_server.checks.report import Report
from lift_server.lifted import CheckedCandidate, Lifted
from lift_server.store import FILE_NAME, MAX_INSERTED, Store, result_key

RESULT = Lifted(
    ir=IR(intent="The area of a circle: π."),
    candidates=(CheckedCandidate(candidate=Candidate(body="    return 1\n", engine="embedded"), report=Report()),),
    notes=("a note",),
    seconds=0.25,
)


def result(number: int, size: int = 0) -> Lifted:
    return RESULT.model_copy(update={"notes": (str(number), "x" * size)})


def run(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a Python process on `program` with the modules and results of this file at hand."""
    header = f"import sys; sys.path[:0] = {sys.path!r}\nfrom test_store import *\n"
    return subprocess.Popen([sys.executable, "-c", header + program, *map(str, arguments)])


def check_works(folder: Path) -> Store:
    """A fresh store in the folder keeps results and hashes."""
    store = Store(folder)
    store.put("works", RESULT)
    store.remember_inserted("works")
    store.close()
    store = Store(folder)
    assert store.get("works") == RESULT
    assert store.is_ours("works")
    return store


def check_keeps_nothing(store: Store, *parts: str) -> None:
    """The store answers as if it were empty, and says why."""
    store.put("a", RESULT)
    store.remember_inserted("a")
    store.put_reply("a", "b")
    assert store.get("a") is None
    assert store.get_reply("a") is None
    assert not store.is_ours("a")
    store.clear()
    assert store.contents() == {"results": (0, 0), "replies": (0, 0)}
    for part in ("results are not kept", str(store.path), "store_path", *parts):
        assert part in store.note


def test_a_result_comes_back_as_it_was(tmp_path: Path) -> None:
    store = check_works(tmp_path / "new" / "folder")
    assert store.get("other") is None
    assert not store.is_ours("other")
    assert store.note == ""
    store.put("works", result(2))
    assert store.get("works") == result(2)


def test_nothing_is_opened_before_the_first_call(tmp_path: Path) -> None:
    Store(tmp_path / "folder").close()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_private(tmp_path: Path) -> None:
    check_works(tmp_path / "folder")
    assert (tmp_path / "folder").stat().st_mode & 0o077 == 0


def test_the_key_depends_on_every_part_and_on_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    ir = IR(intent="a", effects=(Effect.TIME,))
    parts: dict[str, object] = {"ir": ir, "engines": [["embedded", "1"]], "candidates": 8}
    key = result_key(parts)
    assert key == result_key(dict(reversed(parts.items())))
    assert key == result_key(parts | {"ir": IR.model_validate_json(ir.model_dump_json())})
    others: list[dict[str, object]] = [
        {"ir": IR(intent="b")},
        {"engines": [["embedded", "2"]]},
        {"candidates": 9},
        {"more": None},
        {"ir": "\ud800"},
    ]
    assert len({key, *(result_key(parts | other) for other in others)}) == 6
    monkeypatch.setattr("lift_server.store.__version__", "99")
    assert result_key(parts) != key


def test_a_key_of_something_else_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be part"):
        result_key({"a": object()})


def test_the_least_recently_used_results_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path, megabytes=1)
    for number in range(4):
        store.put(str(number), result(number, 200_000))
    assert store.get("0") == result(0, 200_000)
    store.put("4", result(4, 200_000))
    assert [key for key in "01234" if store.get(key)] == ["0", "2", "3", "4"]


def test_a_result_larger_than_the_store_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, megabytes=1)
    store.put("small", RESULT)
    store.put("large", result(1, 1_000_001))
    assert store.get("large") is None
    assert store.get("small") == RESULT


def test_a_reply_comes_back_as_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put_reply("a", '{"text": "π"}')
    store.put_reply("lone", "\ud800")
    store.put("a", RESULT)
    store.close()
    store = Store(tmp_path)
    assert store.get_reply("a") == '{"text": "π"}'
    assert store.get_reply("lone") is None
    assert store.get("a") == RESULT, "replies and results do not share keys"


def test_the_least_recently_used_replies_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path, megabytes=1)
    store.put("a", RESULT)
    for number in range(4):
        store.put_reply(str(number), "x" * 300_000)
        store.get_reply("0")
    assert [bool(store.get_reply(str(number))) for number in range(4)] == [True, False, True, True]
    assert store.get("a") == RESULT


def test_what_is_kept_is_counted_and_forgotten(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    store.put_reply("ab", "1234")
    (results, size), replies = store.contents()["results"], store.contents()["replies"]
    assert results == 1
    assert size > len(RESULT.model_dump_json())
    assert replies == (1, 6)
    for number in range(20):
        store.put_reply(str(number), "x" * 100_000)
    store.close()
    large = store.path.stat().st_size
    store.clear()
    assert store.contents() == {"results": (0, 0), "replies": (0, 0)}
    assert store.is_ours("works"), "which functions are Lift's is no cache"
    store.close()
    assert store.path.stat().st_size < large / 10


def test_a_file_of_an_older_lift_gets_the_new_table(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TABLE replies")
    connection.close()
    store = Store(tmp_path)
    store.put_reply("a", "b")
    assert store.get_reply("a") == "b"
    assert store.get("works") == RESULT


def test_the_file_stays_bounded(tmp_path: Path) -> None:
    store = Store(tmp_path, megabytes=1)
    for number in range(60):
        store.put(str(number), result(number, 100_000))
    store.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_000_000


def test_old_hashes_go_when_there_are_too_many(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    store.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("INSERT INTO inserted VALUES (?, 'late')", (MAX_INSERTED,))
    store.remember_inserted("later")
    assert not store.is_ours("works")
    assert store.is_ours("late")
    assert store.is_ours("later")


def test_results_of_an_unknown_version_are_ignored(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    later = RESULT.model_dump_json().replace('"version":1', '"version":2')
    assert '"version":2' in later
    for value in (later, RESULT.model_dump_json().replace('"notes"', '"remarks"'), "{", "\xff", ""):
        with sqlite3.connect(tmp_path / FILE_NAME) as connection:
            connection.execute("UPDATE results SET value = ?", (value.encode("latin-1", "replace"),))
        assert store.get("works") is None
    assert store.note == ""


def test_text_that_has_no_bytes_is_not_kept(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    store.put("broken", RESULT.model_copy(update={"notes": ("\ud800",)}))
    assert store.get("broken") is None
    assert store.get("works") == RESULT


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000, os.urandom(100_000)])
def test_a_damaged_file_is_moved_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    store = Store(tmp_path)
    assert store.get("works") is None
    assert "damaged" in store.note
    assert (tmp_path / f"{FILE_NAME}.damaged").read_bytes() == content
    store.close()
    assert check_works(tmp_path).note == ""


def test_the_log_of_a_damaged_file_is_not_taken_for_the_new_one(tmp_path: Path) -> None:
    check_works(tmp_path).close()
    program = "s = Store(Path(sys.argv[1]))\ns.put('logged', RESULT)\nos.kill(os.getpid(), signal.SIGKILL)"
    assert run(program, tmp_path).wait() == -signal.SIGKILL
    (tmp_path / FILE_NAME).write_bytes(b"damaged" * 10_000)
    store = Store(tmp_path)
    assert store.get("logged") is None
    assert "damaged" in store.note
    store.close()
    assert check_works(tmp_path).note == ""


def test_damage_while_open_is_survived(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(50):
        store.put(str(number), result(number, 20_000))
    store.close()
    file = tmp_path / FILE_NAME
    file.write_bytes(file.read_bytes()[:4096] + b"\xa5" * (file.stat().st_size - 4096))
    for number in range(50):
        assert store.get(str(number)) is None
        store.put(str(number), RESULT)
    assert "damaged" in store.note
    assert store.get("49") == RESULT


def test_a_database_of_something_else_is_moved_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("CREATE TABLE results (other)")
    store = Store(tmp_path)
    store.put("a", RESULT)
    assert store.get("a") == RESULT
    assert "damaged" in store.note


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    check_keeps_nothing(Store(tmp_path / "file" / "folder"))


def test_a_folder_in_place_of_the_file_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    check_keeps_nothing(Store(tmp_path), "unable to open")


def test_a_store_that_turns_read_only_keeps_nothing(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    assert store._opened is not None
    store._opened.execute("PRAGMA query_only = 1")
    check_keeps_nothing(store, "readonly")


def test_a_contended_store_skips_and_goes_on(tmp_path: Path) -> None:
    store = check_works(tmp_path)
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.put("skipped", RESULT)
    assert store.get("works") == RESULT
    other.execute("COMMIT")
    assert store.note == ""
    assert store.get("skipped") is None
    store.put("again", RESULT)
    assert store.get("again") == RESULT


def test_several_processes_at_once(tmp_path: Path) -> None:
    program = (
        "import lift_server.store\nlift_server.store.LOCK_SECONDS = 30\ns = Store(Path(sys.argv[1]))\n"
        "for n in range(25): s.put(sys.argv[2] + str(n), result(n)); s.remember_inserted(sys.argv[2])\n"
        "for n in range(25): s.put_reply(sys.argv[2] + str(n), str(n))\n"
        "assert not s.note"
    )
    processes = [run(program, tmp_path, name) for name in "abc"]
    assert [process.wait() for process in processes] == [0, 0, 0]
    store = Store(tmp_path)
    keys = [f"{name}{n}" for name in "abc" for n in range(25)]
    assert [key for key in keys if store.get(key) is None or store.get_reply(key) is None] == []
    assert all(store.is_ours(name) for name in "abc")


def test_a_killed_process_leaves_a_store_that_works(tmp_path: Path) -> None:
    """Killed inside a transaction, with more in the log than in the file."""
    program = (
        "s = Store(Path(sys.argv[1]))\nfor n in range(30): s.put(str(n), result(n))\n"
        "s._opened.execute('DELETE FROM results')\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    assert run(program, tmp_path).wait() == -signal.SIGKILL
    store = Store(tmp_path)
    assert [store.get(str(n)) for n in range(30)] == [result(n) for n in range(30)]
    assert check_works(tmp_path).note == ""
