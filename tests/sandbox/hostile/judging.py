"""Runs hostile modules in the sandbox and judges each from outside. As a program it prints JSON: harm by attack.

Every attack runs twice: as the product runs a program, past its static gate, and "armed": dangerous modules are loaded
before the process is sealed.
"""

import asyncio
import json
import os
import platform
import secrets
import shutil
import socket
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import psutil

from lift_server.checks.sandbox import Call, Limits, Program, Returned, Run, Sandbox, SandboxError, same_value
from lift_server.checks.sandbox.execution import execute
from lift_server.checks.sandbox.posix import ForkServer
from lift_server.checks.sandbox.process import first_frame
from lift_server.checks.sandbox.wire import confinement, program_task

HERE = Path(__file__).parent
LIMITS = Limits(wall=0.8, stall=0.25)
MAX_SECONDS = 3.0
CALLS = 4
ARMS = [
    *("ctypes", "fcntl", "multiprocessing", "os", "pathlib", "pty", "resource", "shutil", "signal", "socket"),
    *("sqlite3", "ssl", "subprocess", "tempfile", "termios", "threading", "mmap", "weakref", "gc", "atexit"),
]


def attacks(*names: str) -> Iterator[tuple[str, str]]:
    """Name and code of the attacks that this machine can run: all, or those named."""
    for file in ("classic.toml", "own.toml"):
        for attack in tomllib.loads((HERE / file).read_text(encoding="utf-8"))["attack"]:
            if attack.get("machine", platform.machine()) == platform.machine() and (
                not names or attack["name"] in names
            ):
                yield attack["name"], attack["code"]


def past_the_gate(code: str) -> str:
    """A program that executes `code` as its own module level although the static gate would refuse it."""
    return (
        'run = getattr(getattr(len, "__se" + "lf__"), "ex" + "ec")\n'
        f'run(bytes.fromhex("{code.encode("utf-8", "surrogatepass").hex()}").decode(), vars())\n'
    )


class Surroundings:
    """What an attack could harm: files, a secret, listeners, processes. `harm` says what it did."""

    def __init__(self, stack: ExitStack) -> None:
        self.word = secrets.token_hex(6)
        self.secret = f"SECRET-{secrets.token_hex(8)}"
        self.expected = secrets.randbits(60)
        self.folder = Path(tempfile.mkdtemp(prefix="lift-attacks-"))
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o777)
        self.home, self.mark = self.folder / "home", self.folder / "mark"
        self._populate()
        self.listeners = [stack.enter_context(closing(listener)) for listener in self._listen()]
        self.port = self.listeners[0].getsockname()[1]
        os.environ["CANARY_SECRET"] = self.secret
        self.stdlib = Path(os.__file__).parent

    def fill(self, code: str) -> str:
        """The attack with its placeholders replaced."""
        values = {"MARK": self.mark, "HOME": self.home, "PORT": self.port, "PPID": os.getpid(), "ID": self.word}
        for name, value in values.items():
            code = code.replace(f"@{name}@", str(value))
        return code

    def harm(self, runs: Sequence[Run], seconds: float) -> str:
        """What an attack achieved; empty when nothing. Repairs it for the next one."""
        found = [
            ("wrote a file", os.path.lexists(self.mark) or self._written()),
            ("changed a file", self._state() != self._kept),
            ("reached a listener", self._reached()),
            ("read a secret", any(self.secret in repr(run) or "PWNED" in repr(run) for run in runs)),
            ("forged a result", any(self._forged(run) for run in runs)),
            ("took too long", seconds > MAX_SECONDS),
        ]
        harms = [name for name, happened in found if happened]
        if harms:
            self.mark.unlink(missing_ok=True)
            for path in self.home.iterdir():
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                elif not path.is_socket():
                    path.unlink()
            self._populate()
        return ", ".join(harms)

    def _populate(self) -> None:
        (self.home / ".ssh").mkdir(parents=True, exist_ok=True)
        (self.home / ".ssh" / "id_rsa").write_text(self.secret, encoding="ascii")
        (self.home / "vdir").mkdir(exist_ok=True)
        (self.home / "vdir" / "file").write_text("kept", encoding="ascii")
        (self.home / "victim").write_text("kept", encoding="ascii")
        for path in [self.home, *self.home.rglob("*")]:
            path.chmod(0o777)
        self._kept = self._state()

    def _state(self) -> list[tuple[str, int, float, str]]:
        paths = sorted(path for path in self.home.rglob("*") if not path.is_socket())
        return [
            (str(path), (status := path.lstat()).st_mode, status.st_mtime, path.read_text() if path.is_file() else "")
            for path in paths
        ]

    def _written(self) -> bool:
        places = [Path("/dev/shm"), self.stdlib, self.home]
        return any(self.word in name for place in places if place.exists() for name in os.listdir(place))

    def _listen(self) -> Iterator[socket.socket]:
        tcp = socket.create_server(("127.0.0.1", 0))
        port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", port))
        yield tcp
        yield udp
        for address in (str(self.home / "agent.sock"), f"\0lift{port}"):
            unix = socket.socket(socket.AF_UNIX)
            unix.bind(address)
            unix.listen()
            yield unix
        (self.home / "agent.sock").chmod(0o777)

    def _reached(self) -> bool:
        reached = False
        for listener in self.listeners:
            listener.setblocking(False)
            try:
                if listener.type == socket.SOCK_STREAM:
                    listener.accept()[0].close()
                else:
                    listener.recv(99)
                reached = True
            except BlockingIOError:
                continue
        return reached

    def _forged(self, run: Run) -> bool:
        return any(isinstance(o, Returned) and same_value(o.value, self.expected) for o in run.outcomes)


def orphans() -> set[int]:
    """Processes of the sandbox's program that nobody owns."""
    processes = psutil.process_iter(["pid", "ppid", "cmdline"])
    return {p.info["pid"] for p in processes if p.info["ppid"] == 1 and "fork_server" in (p.info["cmdline"] or [])}


def workers(server: int | None) -> int:
    """The number of processes in a fork server's session, itself aside."""
    count = 0
    for process in psutil.pids():
        try:
            count += process != server and os.getsid(process) == server
        except OSError:
            continue
    return count


class Bench:
    """A sandbox and a fork server of its own for armed runs."""

    def __init__(self, sandbox: Sandbox, surroundings: Surroundings) -> None:
        self.sandbox, self.surroundings = sandbox, surroundings
        self.server = ForkServer()

    async def judge(self, code: str) -> str:
        """Run one attack both ways; what it achieved, empty when nothing."""
        surroundings, before = self.surroundings, orphans()
        filled = surroundings.fill(code)
        calls = [Call("f", ([1, 2, 3],))] * CALLS
        servers = self.sandbox.process, self.server.process
        limits_before = os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0)
        harms = []
        for run in (self.plain, self.armed):
            start = time.monotonic()
            try:
                result = await run(filled, calls)
            except SandboxError as error:
                harms.append(f"broke the sandbox: {error}")
                result = Run(())
            harms.append(surroundings.harm([result], time.monotonic() - start))
        if servers[1] is not None and servers != (self.sandbox.process, self.server.process):
            harms.append("ended the fork server")
        if limits_before != (os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0)):
            harms.append("changed the parent")
        if await self.left(before):
            harms.append("left a process")
        return ", ".join(filter(None, harms))

    async def left(self, before: set[int]) -> bool:
        """Whether processes remain, apart from the spare that the sandbox keeps ready."""
        end = time.monotonic() + 1
        while orphans() - before or workers(self.sandbox.process) > 1 or workers(self.server.process) > 0:
            if time.monotonic() > end:
                return True
            await asyncio.sleep(0.01)
        return False

    async def plain(self, code: str, calls: Sequence[Call]) -> Run:
        """As the product runs it, past the gate."""
        return await self.sandbox.run(Program(past_the_gate(code)), calls, LIMITS)

    async def armed(self, code: str, calls: Sequence[Call]) -> Run:
        """With dangerous modules imported before sealing."""
        from lift_server.checks.sandbox.sandbox import prepare_call

        worker = await self.server.spawn(LIMITS)
        try:
            worker.send({**confinement((), (), LIMITS, None), "modules": ARMS})
            greeting = await first_frame(worker, 10)
            assert "sealed" in greeting, greeting
            task = program_task(Program(past_the_gate(code)), 0)
            frames = [frame for frame in map(prepare_call, calls) if isinstance(frame, bytes)]
            part = await execute(worker, task, frames, LIMITS, LIMITS.wall)
            return Run(part.outcomes, part.gate, part.load_error)
        finally:
            worker.kill()


async def judge_all(names: Sequence[str] = ()) -> dict[str, str]:
    """Harm by attack; empty text where there was none."""
    with ExitStack() as stack:
        surroundings = Surroundings(stack)
        async with Sandbox() as sandbox:
            assert sandbox.tier == "sealed", sandbox.findings
            bench = Bench(sandbox, surroundings)
            try:
                await bench.armed("def f(x): return 0", [])
                return {name: await bench.judge(code) for name, code in attacks(*names)}
            finally:
                await bench.server.close()


if __name__ == "__main__":
    print(json.dumps({"user": os.geteuid(), "harm": asyncio.run(judge_all(sys.argv[1:]))}))
