"""Reading a Python module from disk and writing it back: encodings kept, all or nothing."""

import contextlib
import io
import os
import secrets
import stat
import tokenize
from dataclasses import dataclass
from pathlib import Path

MAX_MODULE_BYTES = 4_000_000


class TargetError(Exception):
    """A module could not be read or written. The message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class TargetFile:
    """A module on disk. `data` None: it does not exist yet. `text` has its own line endings and no byte order mark."""

    path: Path
    data: bytes | None
    text: str
    encoding: str

    def encode(self, text: str) -> bytes:
        """The file's bytes for a new text, in its encoding; raises TargetError when that cannot hold it."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise TargetError(
                f"{self.path} is {self.encoding}, which cannot hold {error.object[error.start]!r}: "
                "save it as UTF-8 (and change its coding comment)"
            ) from None


def read_target(path: Path) -> TargetFile:
    """Read a module by its coding comment and byte order mark; a missing file is an empty one. Raises TargetError."""
    try:
        data = _read(path)
    except OSError as error:
        raise _failed("read", path, error) from None
    if data is None:
        return TargetFile(path, None, "", "utf-8")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
        is_exact = text.encode(encoding) == data
    except SyntaxError as error:
        raise TargetError(f"{path}: {error.msg}; save it as UTF-8, or correct its coding comment") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TargetError(
            f"{path} is not valid {error.encoding} in line {line}; save it as UTF-8, or declare its encoding in line 1"
        ) from None
    except (LookupError, ValueError, TypeError):
        raise TargetError(f"{path} declares an encoding that is none for text; save it as UTF-8") from None
    if not is_exact:
        raise TargetError(f"{path} cannot be written back unchanged in the encoding {encoding}; save it as UTF-8")
    return TargetFile(path, data, text, encoding)


def write_atomically(path: Path, data: bytes, *, old: bytes | None, inside: Path | None = None) -> None:
    """Replace the file's content by `data`, completely or not at all; missing folders are made, permissions are kept.

    `old` is what was read before (None: there was no file); when that has changed, nothing is written. A link is
    followed, but not out of the folder `inside`. Raises TargetError.
    """
    real = Path(os.path.realpath(path))
    if inside is not None and not real.is_relative_to(os.path.realpath(inside)):
        raise TargetError(f"{path} leads out of {inside}; nothing was written. Name a module inside it")
    temporary = real.with_name(f".{real.name}.{secrets.token_hex(6)}.tmp")
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        status = _status(real)
        if status is not None and not (status.st_mode & 0o222 and os.access(real, os.W_OK)):
            raise TargetError(f"{path} is read-only; nothing was written. Make it writable, or name another `module:`")
        try:
            _write_new(temporary, data, status)
            if _read(real) != old:
                raise TargetError(f"{path} was changed meanwhile by another program; nothing was written. Try again")
            os.replace(temporary, real)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
    except OSError as error:
        raise _failed("written", path, error) from None
    _flush_folder(real.parent)


def rewrite_spec_file(path: Path, text: str) -> None:
    """Replace a `.lift` file's text, its byte order mark kept. Raises TargetError."""
    old = path.read_bytes()
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    write_atomically(path, mark + text.encode("utf-8"), old=old)


def _read(path: Path) -> bytes | None:
    status = _status(path)
    if status is None:
        return None
    if status.st_size > MAX_MODULE_BYTES:
        raise TargetError(f"{path} is larger than {MAX_MODULE_BYTES // 1_000_000} MB; name a smaller `module:`")
    return path.read_bytes()


def _status(path: Path) -> os.stat_result | None:
    """None when nothing is there. Raises TargetError for a folder or a device, which would block or mislead."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise TargetError(f"{path} is not a file; name another module with `module:`")
    return status


def _write_new(path: Path, data: bytes, like: os.stat_result | None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like is None:
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(path, like.st_uid, like.st_gid)
    # After chown, which drops set-id bits.
    os.chmod(path, stat.S_IMODE(like.st_mode))


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _failed(verb: str, path: Path, error: OSError) -> TargetError:
    reason = error.strerror or type(error).__name__
    advice = f"check the permissions and the free space of {path.parent}, or name another `module:`"
    return TargetError(f"{path} could not be {verb}: {reason}; {advice}")
