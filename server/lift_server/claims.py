"""Which spec a function belongs to: two specs that claim one function of one module are both refused."""

from collections.abc import Sequence
from pathlib import Path

from lift_server.command_output import SpecSource
from lift_server.listing import Located
from lift_server.target_file import TargetError

Claims = dict[tuple[Path, str], list[str]]
"""Module and function -> where the specs stand that claim it (`path:line`)."""


def claims_of(sources: Sequence[SpecSource]) -> Claims:
    """The claims of all named specs; an unnamed one claims its function once it is lifted."""
    claims: Claims = {}
    for source in sources:
        for spec in source.file.specs:
            if spec.ir.signature.name is None:
                continue
            try:
                key = (source.target(), spec.ir.signature.name)
            except TargetError:
                continue
            claims.setdefault(key, []).append(_place(source.located(spec)))
    return claims


def claim(claims: Claims, source: SpecSource, located: Located, name: str) -> None:
    """Claim the function `name` for a spec. Raises TargetError when another spec claims it too, or without a module."""
    path, place = source.target(), _place(located)
    claimed = claims.setdefault((path, name), [])
    if others := [other for other in claimed if other != place]:
        raise TargetError(f"`{name}` in {path} belongs to the spec at {others[0]} too; rename one of them")
    if not claimed:
        claimed.append(place)


def _place(located: Located) -> str:
    return f"{located.path}:{located.line}"
