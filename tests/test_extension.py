"""What the extension repeats of the server is current: its settings, its version."""

import subprocess
import sys
from pathlib import Path

CLIENT = Path(__file__).parents[1] / "vscode-client"


def test_the_settings_of_the_extension_are_those_of_the_server() -> None:
    command = [sys.executable, str(CLIENT / "scripts" / "generate_settings.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_lock_names_no_registry() -> None:
    """Whoever installs has a registry of their own: addresses in the lock would win over it."""
    assert '"resolved"' not in (CLIENT / "package-lock.json").read_text(encoding="utf-8")
