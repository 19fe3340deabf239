"""Start of a worker process: `python <flags> <this file> <mode> <argument>`.

Loads this folder under its own name with empty stand-ins for the packages above it: nothing else of the project can be
imported, and nothing is added to the search path.
"""

import os.path
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

PACKAGE = "lift_server.checks.sandbox.worker"


def load_package() -> None:
    """Make this folder importable as PACKAGE."""
    parent = PACKAGE.rpartition(".")[0]
    while parent:
        stand_in = ModuleType(parent)
        stand_in.__path__ = []
        sys.modules[parent] = stand_in
        parent = parent.rpartition(".")[0]
    folder = os.path.dirname(os.path.abspath(__file__))
    spec = spec_from_file_location(PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder])
    if spec is None or spec.loader is None:
        raise SystemExit(f"the sandbox's worker is not at {folder}")
    module = module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    load_package()
    import_module(f"{PACKAGE}.{sys.argv[1]}").main(sys.argv[2])
