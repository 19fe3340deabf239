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
    ("harm", "names"),
    [
        ("wrote a file", "write_tmp mkdir_symlink os_system ctypes_system decorator_exec stdlib_os_leak del_trick"),
        ("wrote a file", "bypass_type_hints bypass_metaclass_prepare bypass_right_to_left bypass_statistics_sys"),
        ("wrote a file", "bypass_make_dataclass codec_hostile_hash import_hook syscall_link"),
        ("changed a file", "delete_file truncate_file rename_file chmod_file rmtree syscall_utimensat"),
        ("read a secret", "read_ssh_key read_ssh_osopen list_home stat_oracle match_class_dunder gi_frame_builtins"),
        ("read a secret", "bypass_json_codecs bypass_attrgetter bypass_reduce_getattr bypass_map_getattr"),
        ("read a secret", "bypass_fullwidth_import bypass_fullwidth_builtin bypass_importlib_loader read_env"),
        ("read a secret", "ctypes_exec_page proc_maps syscall_eventfd syscall_memfd_create syscall_pidfd_open"),
        ("reached a listener", "tcp_loopback udp_loopback unix_socket abstract_unix_socket"),
    ],
)
def test_the_judge_sees_the_harm_of_unsealed_attacks(harm: str, names: str) -> None:
    with ExitStack() as stack:
        surroundings = Surroundings(stack)
        for name, code in attacks(*names.split()):
            program = surroundings.fill(code) + "\nprint(f([1, 2, 3]))"
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
            assert harm in surroundings.harm([Run((Returned(done.stdout),))], 0.0), f"{name}: {done.stderr}"
            assert surroundings.harm([], 0.0) == ""
