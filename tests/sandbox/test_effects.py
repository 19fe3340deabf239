"""Effects open exactly their part: files in a folder of the run's own, fixed surroundings, and nothing else."""

import os
import tempfile
from pathlib import Path
from textwrap import dedent

import pytest

from lift_ir.effects import Effect
from lift_server.checks.sandbox import Call, Limits, Outcome, Program, Raised, Returned, Sandbox
from lift_server.checks.sandbox.files import remove_tree, tree_bytes

READS, WRITES = Effect.READS_FILES, Effect.WRITES_FILES


async def outcomes(sandbox: Sandbox, source: str, *effects: Effect, calls: int = 1) -> tuple[Outcome, ...]:
    run = await sandbox.run(Program(dedent(source), (), effects), [Call("f")] * calls)
    assert (run.gate, run.load_error) == ((), "")
    return run.outcomes


async def check_value(sandbox: Sandbox, source: str, value: object, *effects: Effect) -> None:
    assert await outcomes(sandbox, source, *effects) == (Returned(value),)


async def check_denied(sandbox: Sandbox, source: str, *effects: Effect) -> None:
    (outcome,) = await outcomes(sandbox, source, *effects)
    assert isinstance(outcome, Raised), outcome
    assert "OSError" in outcome.names


def folders() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("lift-")}


async def test_writing_and_reading_in_the_folder(sandbox: Sandbox) -> None:
    source = """
        import os, pathlib, shutil, tempfile
        def f():
            pathlib.Path("a").mkdir()
            with open("a/x.txt", "w") as file: file.write("one")
            with open("a/x.txt", "a") as file: file.write("two")
            shutil.copy("a/x.txt", "y.txt")
            os.rename("y.txt", "z.txt")
            with tempfile.TemporaryFile("w+") as file:
                file.write("t"); file.seek(0)
                text = file.read()
            os.remove("a/x.txt"); os.rmdir("a")
            return [pathlib.Path("z.txt").read_text(), text, sorted(os.listdir("."))]
    """
    await check_value(sandbox, source, ["onetwo", "t", ["z.txt"]], WRITES)


async def test_reading_a_file_that_is_not_there_says_so(sandbox: Sandbox) -> None:
    (outcome,) = await outcomes(sandbox, "def f(): return open('nothing.txt').read()", READS)
    assert isinstance(outcome, Raised)
    assert outcome.names[0] == "FileNotFoundError"


async def test_the_folder_is_empty_for_each_run_and_removed_after_it(sandbox: Sandbox) -> None:
    source = "import os\ndef f():\n    open('x', 'w').close()\n    return len(os.listdir('.'))"
    before = folders()
    for _ in range(2):
        await check_value(sandbox, source, 1, WRITES)
    assert folders() == before


@pytest.mark.parametrize(
    "body",
    [
        "open('/etc/passwd').read()",
        "open('@HOME@/canary').read()",
        "os.listdir('@HOME@')",
        "os.listdir('/proc')",
        "open('/proc/self/environ').read()",
        "open('new', 'w')",
        "os.mkdir('new')",
        "os.open('new', os.O_CREAT)",
        "os.symlink('/etc/passwd', 'link')",
    ],
)
async def test_reading_files_reads_nothing_else_and_writes_nothing(sandbox: Sandbox, tmp_path: Path, body: str) -> None:
    (tmp_path / "canary").write_text("secret", encoding="ascii")
    await check_denied(sandbox, f"import os\ndef f(): return {body.replace('@HOME@', str(tmp_path))}", READS)


@pytest.mark.parametrize(
    "body",
    [
        "open('/etc/passwd').read()",
        "open('@HOME@/new', 'w')",
        "os.remove('@HOME@/canary')",
        "os.rename('@HOME@/canary', 'mine')",
        "os.symlink('@HOME@', 'link')",
        "os.link('@HOME@/canary', 'link')",
        "os.mkfifo('pipe')",
        "os.truncate('@HOME@/canary', 0)",
        "open('/dev/shm/new', 'w')",
        "open('../new', 'w')",
    ],
)
async def test_writing_files_stays_in_the_folder(sandbox: Sandbox, tmp_path: Path, body: str) -> None:
    canary = tmp_path / "canary"
    canary.write_text("secret", encoding="ascii")
    tmp_path.chmod(0o777)
    canary.chmod(0o666)
    await check_denied(sandbox, f"import os\ndef f(): return {body.replace('@HOME@', str(tmp_path))}", WRITES)
    assert [path.name for path in tmp_path.iterdir()] == ["canary"]
    assert canary.read_text(encoding="ascii") == "secret"


async def test_changing_modes_outside_does_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("", encoding="ascii")
    canary.chmod(0o640)
    await outcomes(sandbox, f"import os\ndef f(): os.chmod({str(canary)!r}, 0o777)", WRITES)
    assert canary.stat().st_mode & 0o777 == 0o640


async def test_one_file_is_bounded(sandbox: Sandbox) -> None:
    source = "def f():\n    with open('x', 'wb') as file: file.write(bytes(20 << 20))"
    before = folders()
    run = await sandbox.run(Program(source, (), (WRITES,)), [Call("f")], Limits(wall=5, stall=3))
    assert not isinstance(run.outcomes[0], Returned)
    assert folders() == before


async def test_all_files_together_are_bounded(sandbox: Sandbox) -> None:
    source = """
        def f():
            n = 0
            while True:
                n += 1
                with open(str(n), "wb") as file: file.write(bytes(4 << 20))
    """
    before = folders()
    run = await sandbox.run(Program(dedent(source), (), (WRITES,)), [Call("f")], Limits(wall=5, stall=4))
    assert not isinstance(run.outcomes[0], Returned)
    assert folders() == before


async def test_a_deep_tree_is_removed(sandbox: Sandbox) -> None:
    source = """
        import os
        def f():
            path = ""
            for n in range(800):
                path += "d/"
                os.mkdir(path)
            open(path + "x", "w").close()
    """
    before = folders()
    await check_value(sandbox, source, None, WRITES)
    assert folders() == before


def test_a_tree_is_measured_and_removed(tmp_path: Path) -> None:
    inner = tmp_path / "tree" / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "x").write_bytes(bytes(10_000))
    (tmp_path / "tree" / "link").symlink_to(tmp_path)
    (tmp_path / "outside").write_text("", encoding="ascii")
    assert 10_000 <= tree_bytes(str(tmp_path / "tree")) < 40_000
    remove_tree(str(tmp_path / "tree"))
    assert [path.name for path in tmp_path.iterdir()] == ["outside"]


async def test_the_environment_is_fixed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY_SECRET", "secret")
    source = "import os\ndef f(): return [sorted(os.environ), os.environ['USER']]"
    await check_value(sandbox, source, [["HOME", "LC_ALL", "TMPDIR", "TZ", "USER"], "user"], Effect.ENV)


async def test_standard_input_is_empty(sandbox: Sandbox) -> None:
    (outcome,) = await outcomes(sandbox, "def f(): return input()", Effect.STDIN)
    assert isinstance(outcome, Raised)
    assert outcome.names[0] == "EOFError"


async def test_standard_output_goes_nowhere(sandbox: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    await check_value(sandbox, "def f(): print('text' * 1000)", None, Effect.STDOUT)
    assert capfd.readouterr() == ("", "")


async def test_random_numbers_are_the_same_in_each_run(sandbox: Sandbox) -> None:
    source = "import random\ndef f(): return random.random()"
    first = await outcomes(sandbox, source, Effect.RANDOM, calls=3)
    assert await outcomes(sandbox, source, Effect.RANDOM, calls=3) == first
    assert len(set(first)) == 3


async def test_the_second_run_finds_that_random_numbers_vary(sandbox: Sandbox) -> None:
    program = Program("import random\ndef f(): return random.random()", (), (Effect.RANDOM,))
    calls = [Call("f")] * 2
    assert await sandbox.recheck(program, calls, await sandbox.run(program, calls)) == (0, 1)


async def test_local_time_is_utc(sandbox: Sandbox) -> None:
    source = "import time\ndef f(): return [time.localtime(0).tm_hour, time.tzname[0]]"
    await check_value(sandbox, source, [0, "UTC"], Effect.TIME)


@pytest.mark.parametrize("effect", [Effect.NETWORK, Effect.SUBPROCESS])
async def test_some_effects_are_never_exercised(sandbox: Sandbox, effect: Effect) -> None:
    run = await sandbox.run(Program("def f(): return 1", (), (effect,)), [Call("f")])
    assert run.outcomes == ()
    assert run.load_error == f"not checked here: the effect `{effect}` is never exercised"
