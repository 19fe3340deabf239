"""Neovim as a second, real client (`make test-neovim`)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .editor import SERVE

pytestmark = pytest.mark.editor

SCRIPT = Path(__file__).with_name("neovim.lua")
SENTENCE = "Create a function to calculate the factorial of a number\n"


def test_from_a_sentence_to_a_function(tmp_path: Path) -> None:
    neovim = shutil.which("nvim")
    assert neovim, "Neovim is not installed: apt-get install neovim"
    (tmp_path / "factorial.lift").write_text(SENTENCE)
    places = {name: str(tmp_path / name.lower()) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {
        **os.environ,
        **places,
        "LIFT_STORE_PATH": str(tmp_path / ".store"),
        "LIFT_TEST_COMMAND": "\n".join(SERVE),
    }
    command = [neovim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {SCRIPT}", "factorial.lift"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    spec = (tmp_path / "factorial.lift").read_text()
    assert spec.startswith("spec factorial(")
    assert "factorial(-1)" in spec or "when n < 0" in spec
    assert "def factorial(" in (tmp_path / "factorial.py").read_text()
    checked = subprocess.run(
        [*SERVE[:-1], "check", "factorial.lift"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
