"""Write the settings of the extension into its package.json: its own, then those of the server's model.

`python vscode-client/scripts/generate_settings.py`; with `--check` nothing is written, and the exit status is 1 when
the file is stale.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from lift_server import __version__
from lift_server.settings import Settings

MANIFEST = Path(__file__).parents[1] / "package.json"
OWN: dict[str, dict[str, Any]] = {
    "lift.server.command": {
        "type": "array",
        "items": {"type": "string"},
        "default": [],
        "scope": "machine-overridable",
        "markdownDescription": 'The complete command line of the server, such as `["/opt/lift/bin/lift", "serve"]`. '
        "When it is empty, the extension finds or installs the server.",
    },
    "lift.server.source": {
        "type": "string",
        "enum": ["managed", "environment"],
        "enumDescriptions": [
            "The version that belongs to the extension: run by uv where that is installed, else in an environment of "
            "the extension's own.",
            "The one in your own Python environment, if its version fits.",
        ],
        "default": "managed",
        "scope": "machine-overridable",
        "description": "Which server is started.",
    },
    "lift.server.interpreter": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "The Python interpreter that has Lift, when `#lift.server.source#` is `environment`. "
        "When it is empty, the active environment of the Python extension is used.",
    },
    "lift.trace.server": {
        "type": "string",
        "enum": ["off", "messages", "verbose"],
        "default": "off",
        "scope": "window",
        "description": "Log the messages between editor and server.",
    },
}


def server_settings() -> dict[str, dict[str, Any]]:
    """Each field of the server's settings as VS Code declares a setting, named in camelCase."""
    properties = Settings.model_json_schema()["properties"]
    return {f"lift.{_camel_case(key)}": _declaration(schema) for key, schema in properties.items()}


def manifest_text() -> str:
    """The package.json with current settings and version."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    manifest["version"] = __version__
    manifest["contributes"]["configuration"]["properties"] = server_settings() | OWN
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _declaration(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [item["type"] for item in schema.get("anyOf", [schema]) if "type" in item]
    declared: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds}
    for key in ("enum", "items", "minimum", "maximum", "default", "scope", "description"):
        if key in schema:
            declared[key] = schema[key]
    return declared


def _camel_case(key: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), key)


def main() -> int:
    """Write the manifest, or say that it is stale."""
    text = manifest_text()
    if "--check" not in sys.argv[1:]:
        MANIFEST.write_text(text, encoding="utf-8")
        return 0
    if MANIFEST.read_text(encoding="utf-8") == text:
        return 0
    print(f"{MANIFEST} is stale: run `make generate`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
