"""Start of the worker process: `python -I -S <this file>`.

Loads this folder under its own name with empty stand-ins for the packages above it: nothing else of the project is
imported.
"""

import os.path
import sys
from types import ModuleType

PACKAGE = "lift_server.engines.embedded.search"


def main() -> None:
    """Serve what comes over standard input."""
    folder = os.path.dirname(os.path.abspath(__file__))
    parent = PACKAGE
    while parent:
        package = ModuleType(parent)
        package.__path__ = [folder] if parent == PACKAGE else []
        sys.modules[parent] = package
        parent = parent.rpartition(".")[0]
    from lift_server.engines.embedded.search.serve import limit_memory, serve

    limit_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
