"""The command `lift` as a person meets it: files in, exit status and messages out."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from lift_server.cli import main

ROOT = Path(__file__).parents[2]
FACTORIAL = "Create a function to calculate the factorial of a number\n"
CONTRACT = """\
spec double(n: int) -> int
    Twice the number.

    ensures: result == n + n
    example: double(4) == 8
"""
DOUBLE = '''\
"""Functions of the tests."""
import os  # kept as it is


def double(n: int) -> int:
    return n * 2
'''


class Output(NamedTuple):
    """What a command printed."""

    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFT_STORE_PATH", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)


def check_command(capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, *says: str) -> Output:
    """Run the command in this process: its exit status, and texts that it prints (on either stream)."""
    capsys.readouterr()
    found = main(arguments)
    output = Output(*capsys.readouterr())
    assert found == status, output
    for text in says:
        assert text in output.out + output.err, output
    assert "Traceback" not in output.out + output.err
    return output


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def run_function(path: Path, expression: str) -> object:
    program = (
        f"import sys; sys.path.insert(0, {str(path.parent)!r}); import {path.stem} as m; print(repr({expression}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_first_sentence_becomes_a_function(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    check_command(capsys, ["build", str(spec)], 0, "def factorial(", "written")
    assert run_function(tmp_path / "factorial.py", "[m.factorial(n) for n in (0, 1, 5, 10)]") == "[1, 1, 120, 3628800]"
    assert spec.read_text() == FACTORIAL
    check_command(capsys, ["check", str(spec)], 0, "factorial: holds")
    check_command(capsys, ["build", str(spec)], 0, "current")


def test_a_dry_run_shows_the_change_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    check_command(capsys, ["build", "--dry-run", str(spec)], 0, "+def factorial(", "would be written")
    assert not (tmp_path / "factorial.py").exists()


def test_check_names_clause_call_expected_and_actual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "double.lift", CONTRACT)
    write(tmp_path, "double.py", DOUBLE)
    check_command(capsys, ["check", str(spec)], 0, "double: holds", "ensures: result == n + n", "1 of 1")
    write(tmp_path, "double.py", DOUBLE.replace("n * 2", "n * 2 if n < 3 else n"))
    check_command(
        capsys, ["check", str(spec)], 1, "double: fails", "example: double(4) == 8", "double(4)", "8", "returns 4"
    )


def test_check_says_why_something_is_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "double.lift", CONTRACT)
    check_command(capsys, ["check", str(spec)], 1, "not checked", "double.py does not exist")
    write(tmp_path, "double.py", "import numpy\n" + DOUBLE.replace("n * 2", "int(numpy.add(n, n))"))
    check_command(capsys, ["check", str(spec)], 1, "not checked: imports numpy (line 1)")
    check_command(capsys, ["check", "--allow-unchecked", str(spec)], 0, "not checked")


def test_a_function_of_the_author_is_replaced_only_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    own = "def factorial(n: int) -> int:\n    return 0 * n  # mine\n"
    module = write(tmp_path, "factorial.py", own)
    check_command(capsys, ["build", str(spec)], 1, "not written", "edited by hand", "--replace")
    assert module.read_text() == own
    check_command(capsys, ["build", "--replace", str(spec)], 0, "written")
    assert run_function(module, "m.factorial(5)") == "120"


def test_the_rest_of_a_module_stays_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    before = "# -*- a comment -*-\r\nimport os   # odd   spacing\r\n\r\nX = {1:2,\r\n  3 :4}\r\n"
    module = write(tmp_path, "factorial.py", before)
    check_command(capsys, ["build", str(spec)], 0, "written")
    after = module.read_bytes().decode()
    kept = after
    for line in before.splitlines(keepends=True):
        assert line in kept
    assert "\n" not in after.replace("\r\n", "")


def test_json_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    for command in ("build", "check", "ir"):
        output = check_command(capsys, [command, "--json", str(spec)], 0)
        assert json.loads(output.out)["specs"]
    assert json.loads(check_command(capsys, ["engines", "--json"], 0).out)[0]["name"] == "embedded"


def test_format_rewrites_or_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "loose.lift", "spec  double( n:int )->int\n  Twice.\n  ensures:result == n+n\n")
    check_command(capsys, ["format", "--check", str(spec)], 1, "would change")
    check_command(capsys, ["format", str(spec)], 0, "formatted")
    check_command(capsys, ["format", "--check", str(spec)], 0)


def test_ir_shows_what_is_inferred(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    check_command(capsys, ["ir", str(spec)], 0, "spec factorial(", "inferred by embedded")
    output = check_command(capsys, ["ir", "--stated", str(spec)], 0)
    assert "spec factorial" not in output.out


def test_open_questions_fail_only_when_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL.rstrip() + "\n\nhole: is zero allowed?\n")
    check_command(capsys, ["build", str(spec)], 0, "is zero allowed?")
    check_command(capsys, ["build", "--strict", str(spec)], 1, "is zero allowed?")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x00\x01\x02spec", "binary data"),
        (b"caf\xe9", "not UTF-8"),
        (b"x" * 5_000_000, "larger than"),
    ],
)
def test_a_bad_file_gets_one_message_and_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, says: str
) -> None:
    (tmp_path / "bad.lift").write_bytes(data)
    write(tmp_path, "factorial.lift", FACTORIAL)
    output = check_command(capsys, ["build", str(tmp_path)], 1, says)
    assert output.err.count("\n") == 1
    assert (tmp_path / "factorial.py").exists()


def test_paths_that_lead_nowhere_are_usage_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_command(capsys, ["build", str(tmp_path / "none.lift")], 2, "no such file")
    check_command(capsys, ["build", str(tmp_path)], 2, "no .lift file")
    check_command(capsys, ["check", str(write(tmp_path, "a.txt", "x"))], 2, "not a .lift file")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("spec class(n: int) -> int\n    Twice.\n", "keyword"),
        ("spec f(n: int) -> int\n    One.\n\nspec f(n: int) -> int\n    Two.\n", "LIFT"),
        ("spec f(n: int) -> int\n    Twice.\n    example: 1 == 1\n", "call"),
    ],
)
def test_a_bad_spec_gets_one_diagnostic_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    spec = write(tmp_path, "bad.lift", text)
    output = check_command(capsys, ["build", str(spec)], 1, says)
    assert re.search(rf"{re.escape(str(spec))}:\d+:\d+: error LIFT\d{{3}}: ", output.out)
    assert not (tmp_path / "bad.py").exists()


def test_a_target_with_a_syntax_error_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    module = write(tmp_path, "factorial.py", "def broken(:\n")
    check_command(capsys, ["build", str(spec)], 1, "syntax error in line 1")
    assert module.read_text() == "def broken(:\n"


def test_an_example_that_never_ends_is_a_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "spin.lift", "spec spin(n: int) -> int\n    Spin.\n    example: spin(1) == 1\n")
    write(tmp_path, "spin.py", "def spin(n: int) -> int:\n    while True:\n        n += 1\n")
    check_command(capsys, ["check", str(spec)], 1, "spin: fails", "did not end")


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    """In a process of an ordinary user, since root reads everything."""
    spec = write(tmp_path, "closed.lift", FACTORIAL)
    spec.chmod(0)
    # Imported before the privileges go: the interpreter itself may lie where only root reads.
    drop = "import os, lift_server.commands as commands; os.getuid() or (os.setgid(65534), os.setuid(65534))\n"
    program = drop + "from lift_server.cli import main; raise SystemExit(main(['build', 'closed.lift']))"
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "no permission" in done.stderr
    assert "Traceback" not in done.stderr


def answer(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_question_is_answered_and_the_function_does_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for title, call in [("raises ValueError whenever n < 0", "raises"), ("returns 1", "1")]:
        spec = write(tmp_path, "factorial.lift", FACTORIAL)
        answer(monkeypatch, "?")
        shown = check_command(capsys, ["questions", str(spec)], 0, "Candidates disagree on `factorial(-1)`").out
        (key,) = re.findall(rf"^  (\d)  {re.escape(title)}", shown, re.M)
        answer(monkeypatch, key)
        shown = check_command(capsys, ["questions", str(spec)], 0, "def factorial(n: int) -> int:").out
        assert shown.count("Candidates disagree") == 1
        assert spec.read_text().startswith("spec factorial(n: int) -> int\n    Create a function")
        check_command(capsys, ["build", "--replace", str(spec)], 0, "written")
        body = (tmp_path / "factorial.py").read_text()
        assert ("raise ValueError" in body) == (call == "raises")
        (tmp_path / "factorial.py").unlink()


def test_an_answer_can_be_typed_and_is_checked_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    answer(monkeypatch, "8", "no value", "0")
    check_command(capsys, ["questions", str(spec)], 0, "not a value that Lift can check")
    assert "example: factorial(-1) == 0" in spec.read_text()


def test_no_question_is_asked_twice_after_dont_care(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    answer(monkeypatch, "9", "1", "1", "1")
    shown = check_command(capsys, ["questions", str(spec)], 0).out
    assert shown.count("Candidates disagree") == 1
    assert "unspecified: factorial(-1)" in spec.read_text()


def test_a_function_that_remembers_is_not_said_to_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "double.lift", "spec double(n: int) -> int\n    Twice.\n    ensures: result >= 2 * n\n")
    module = "SEEN = []\n\n\ndef double(n: int) -> int:\n    SEEN.append(n)\n    return 2 * n + len(SEEN)\n"
    write(tmp_path, "double.py", module)
    check_command(capsys, ["check", str(spec)], 1, "double: fails", "does not do the same each time")


def test_an_error_about_the_file_holds_back_all_of_its_specs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = write(tmp_path, "double.lift", f"module: a/b.py\n\n{CONTRACT}")
    check_command(capsys, ["build", str(spec)], 1, "LIFT0", "not lifted")
    assert not (tmp_path / "double.py").exists()


def test_two_specs_that_claim_one_function_are_both_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path, "one.lift", "module: shared\n\nspec factorial(n: int) -> int\n    The factorial of n.\n")
    write(tmp_path, "two.lift", one.read_text())
    output = check_command(capsys, ["build", str(tmp_path)], 1, "belongs to the spec at", "one.lift:3", "two.lift:3")
    assert output.out.count("not written") == 2
    assert not (tmp_path / "shared.py").exists()


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ("def double(n: int) -> int:", "holds"),
        ("def double(n: int, m: int = 2) -> int:", "holds"),
        ("def double(n: int = 1) -> int:", "not checked: its parameters are (n: int = 1), the spec says (n: int)"),
        ("def double(*, n: int) -> int:", "not checked: its parameters are (*, n: int)"),
        ("async def double(n: int) -> int:", "not checked: only the function is async"),
        ("def double(\n    n,  # a comment\n):", "holds"),
    ],
)
def test_the_signature_that_stands_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, verdict: str
) -> None:
    spec = write(tmp_path, "double.lift", CONTRACT)
    write(tmp_path, "double.py", f"from __future__ import annotations\n\n\n{header}\n    return n * 2\n")
    check_command(capsys, ["check", str(spec)], 0 if verdict == "holds" else 1, f"double: {verdict}")


def test_a_parameter_without_type_is_checked_by_that_of_the_function(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = write(tmp_path, "rev.lift", "spec rev(text)\n    Reverse.\n    ensures: len(result) == len(text)\n")
    write(tmp_path, "rev.py", "def rev(text: str) -> str:\n    return str(text)[::-1]\n")
    check_command(capsys, ["check", str(spec)], 0, "rev: holds")


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("pass", "fails"),
        ("raise NotImplementedError", "fails"),
        ("while True: pass", "fails"),
        ("return undefined_name", "fails"),
        ("return [n]", "fails"),
        ("return n + n", "holds"),
    ],
)
def test_a_stub_never_holds_even_when_nothing_is_stated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, verdict: str
) -> None:
    spec = write(tmp_path, "f.lift", "spec f(n: int) -> int\n    Any.\n")
    write(tmp_path, "f.py", f"def f(n: int) -> int:\n    {body}\n")
    check_command(capsys, ["check", str(spec)], 0 if verdict == "holds" else 1, f"f: {verdict}")


def test_a_clause_that_can_never_apply_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clauses = "    requires: n >= 0\n    raises: ValueError when n < 0\n"
    spec = write(tmp_path, "factorial.lift", f"spec factorial(n: int) -> int\n    The factorial of n.\n{clauses}")
    check_command(capsys, ["build", str(spec)], 1, "it can never apply", "not lifted")
    assert not (tmp_path / "factorial.py").exists()


def test_an_unknown_engine_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(tmp_path, "factorial.lift", FACTORIAL)
    check_command(capsys, ["build", "--engine", "banana", str(spec)], 2, "banana", "embedded")


def test_a_file_without_a_spec_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_command(capsys, ["build", str(write(tmp_path, "empty.lift", "# nothing yet\n"))], 0, "no spec in this file")


def test_doctor_says_what_was_observed(capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(check_command(capsys, ["doctor", "--json"], 0).out)
    assert report["sandbox"]["tier"] == "sealed"
    assert all(item["denied"] for item in report["sandbox"]["observed"])
    check_command(capsys, ["doctor"], 0, "sandbox   sealed", "read a file: denied", "engine    embedded")


def test_every_example_is_lifted_and_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "examples"
    for example in sorted((ROOT / "examples").glob("*.lift")):
        write(folder, example.name, example.read_text(encoding="utf-8"))
    check_command(capsys, ["format", "--check", str(folder)], 0)
    check_command(capsys, ["build", str(folder)], 0)
    output = check_command(capsys, ["check", str(folder)], 0)
    assert len(re.findall(r": holds$", output.out, re.M)) >= 20
    for module in folder.rglob("*.py"):
        subprocess.run([sys.executable, "-I", "-m", "doctest", str(module)], check=True)
