"""Sealing the current process for good, with what this platform has. The caller imports what it needs before."""

import os
import platform
import sys
from dataclasses import dataclass
from typing import Any, Protocol

from lift_server.checks.sandbox.worker.seccomp import Profile


@dataclass(frozen=True, slots=True)
class Confinement:
    """The limits of one process: bytes of memory, and the only folder of a file profile."""

    memory: int
    profile: Profile = Profile.PURE
    folder: str | None = None


class Sealer(Protocol):
    """Prepared once, before forking; each forked child seals itself with it."""

    layers: tuple[str, ...]

    def seal(self, confinement: Confinement, parent: int) -> None:
        """Confine this process for good. Raises OSError when a layer of `layers` fails."""


class LinuxSealer:
    """rlimits, nobody instead of root, Landlock and seccomp, each where this kernel has it."""

    def __init__(self) -> None:
        from lift_server.checks.sandbox.worker import linux

        self._linux: Any = linux
        self._version = linux.landlock_version()
        self._filters: dict[Profile, Any] = {}
        machine = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
        try:
            self._filters = {profile: linux.Filter(machine, profile) for profile in Profile}
        except KeyError:  # no table for this machine
            filtered = False
        else:
            (filtered,) = linux.works([self._filters[Profile.PURE].install])
        restricted = self._version > 0 and all(
            linux.works([lambda: linux.restrict_paths(self._version, None, Profile.PURE)])
        )
        present = {"rlimits": True, "seccomp": filtered, f"Landlock {self._version}": restricted}
        self._filtered, self._restricted = filtered, restricted
        self.layers = tuple(name for name, works in present.items() if works)

    def seal(self, confinement: Confinement, parent: int) -> None:
        """Confine this process for good."""
        profile = confinement.profile
        if profile is not Profile.PURE and not (self._filtered and self._restricted):
            raise OSError("this kernel cannot confine a process to one folder (no Landlock)")
        space = self._linux.address_space() + confinement.memory  # read while files can be opened
        self._linux.drop_root()
        self._linux.die_with_parent(parent)
        if self._restricted:
            self._linux.restrict_paths(self._version, confinement.folder, profile)
        self._linux.limit_resources(space, profile)
        if self._filtered:
            self._filters[profile].install()


class PosixSealer:
    """Limits, and Seatbelt on macOS."""

    def __init__(self) -> None:
        from lift_server.checks.sandbox.worker import macos

        self._macos: Any = macos
        self.layers = ("rlimits", "Seatbelt") if sys.platform == "darwin" and macos.available() else ("rlimits",)

    def seal(self, confinement: Confinement, parent: int) -> None:
        """Confine this process for good."""
        if confinement.profile is not Profile.PURE:
            raise OSError("file effects are exercised on Linux only")
        self._macos.limit_resources()
        if "Seatbelt" in self.layers:
            self._macos.enter_seatbelt()


class OpenSealer:
    """Nothing: on Windows the parent confines the process by a job object."""

    layers: tuple[str, ...] = ()

    def seal(self, confinement: Confinement, parent: int) -> None:
        """Nothing is confined from within."""
        if confinement.profile is not Profile.PURE:
            raise OSError("file effects are exercised on Linux only")


def sealer() -> Sealer:
    """The sealer of this platform."""
    if sys.platform == "linux":
        return LinuxSealer()
    if os.name == "posix":
        return PosixSealer()
    return OpenSealer()
