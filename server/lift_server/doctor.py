"""What `lift doctor` finds: a report about this machine that can be pasted into an issue. It names no file of the
user's projects."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from lift_server import __version__
from lift_server.session import Session

_PACKAGES = (
    "pydantic",
    "pydantic-settings",
    "pygls",
    "lsprotocol",
    "rich",
    "snowballstemmer",
    "platformdirs",
    "httpx",
)


async def examine(session: Session) -> dict[str, Any]:
    """The report as JSON: versions, sandbox tier with what was observed, engines, store. Starts the sandbox."""
    sandbox = await session.sandbox()
    return {
        "lift": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "sandbox": {
            "tier": sandbox.tier,
            "layers": list(sandbox.layers),
            "observed": [
                {"attempt": item.name, "denied": item.denied, "detail": item.detail} for item in sandbox.findings
            ],
        },
        "engines": [
            {"name": item.name, "usable": item.usable, "detail": item.detail} for item in session.capabilities()
        ],
        "store": {"path": str(session.store.path), "note": session.store.note},
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def lines_of(report: dict[str, Any]) -> list[str]:
    """The report as text, one fact a line."""
    sandbox = report["sandbox"]
    return [
        f"lift      {report['lift']}",
        f"python    {report['python']}",
        f"system    {report['system']}",
        f"sandbox   {sandbox['tier']}" + (f" ({', '.join(sandbox['layers'])})" if sandbox["layers"] else ""),
        *(f"  {item['attempt']}: {item['detail']}" for item in sandbox["observed"]),
        *(f"engine    {item['name']}: {item['detail']}" for item in report["engines"]),
        f"store     {report['store']['path']}" + (f" ({report['store']['note']})" if report["store"]["note"] else ""),
        "packages  " + ", ".join(f"{name} {found}" for name, found in report["packages"].items()),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
