"""Hostile modules reach nothing, as this user and, where that is root, also as an ordinary one."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from lift_server.checks.sandbox import Returned, Run

from .hostile.judging import Surroundings, attacks, judge_all

ROOT = Path(__file__).parents[2]
NOBODY = "65534"
QUICK = [
    *("loop_forever", "fork_bomb", "write_tmp", "read_ssh_key", "tcp_loopback", "signal_parent", "eq_always_true"),
    *("ctypes_exec_page", "frame_walk_nonce", "frame_huge_length", "codec_colliding_integers_raw", "server_kill"),
]


def as_nobody() -> tuple[list[str], str]:
    """A command prefix that becomes an ordinary user, and a Python of this version that such a user can start."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("NOT RUN as an ordinary user: there is no setpriv here")
    prefix = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "sh", "-c", 'exec "$0" "$@"']
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if subprocess.run([*prefix, python, "-c", ""], capture_output=True, check=False).returncode == 0:
            return prefix, python
    pytest.skip(f"NOT RUN as an ordinary user: no {version} that such a user can start")


def test_there_are_enough_attacks() -> None:
    names = [name for name, _ in attacks()]
    assert len(names) == len(set(names))
    assert len(names) >= 140


async def test_a_few_attacks_reach_nothing() -> None:
    assert {name: harm for name, harm in (await judge_all(QUICK)).items() if harm} == {}


@pytest.mark.attacks
@pytest.mark.timeout(1200)
async def test_no_attack_reaches_anything() -> None:
    harm = await judge_all()
    print(f"{len(harm)} attacks as uid {os.geteuid()}: {sum(map(bool, harm.values()))} harmful")
    assert {name: text for name, text in harm.items() if text} == {}


@pytest.mark.attacks
@pytest.mark.timeout(1200)
def test_no_attack_reaches_anything_from_an_ordinary_user() -> None:
    if os.geteuid() != 0:
        return  # then the test above is this one
    unprivileged, python = as_nobody()
    path = os.pathsep.join([str(ROOT / "ir_schema"), str(ROOT / "server"), str(ROOT / "tests"), *sys.path])
    done = subprocess.run(
        [*unprivileged, python, "-m", "sandbox.hostile.judging"],
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/"},
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["user"] == int(NOBODY)
    print(f"{len(report['harm'])} attacks as uid {report['user']}: {sum(map(bool, report['harm'].values()))} harmful")
    assert {name: text for name, text in report["harm"].items() if text} == {}


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("write_tmp", "wrote a file"),
        ("delete_file", "changed a file"),
        ("chmod_file", "changed a file"),
        ("read_ssh_key", "read a secret"),
        ("match_class_dunder", "read a secret"),
        ("tcp_loopback", "reached a listener"),
        ("abstract_unix_socket", "reached a listener"),
        ("list_home", "read a secret"),
    ],
)
def test_the_judge_sees_the_harm_of_an_unsealed_attack(name: str, harm: str) -> None:
    ((_, code),) = attacks(name)
    with ExitStack() as stack:
        surroundings = Surroundings(stack)
        program = surroundings.fill(code) + "\nprint(f([1, 2, 3]))"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert harm in surroundings.harm([Run((Returned(done.stdout),))], 0.0)
        assert surroundings.harm([], 0.0) == ""
