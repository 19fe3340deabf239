"""The sandbox's worker without its seal, to compare with: limits and confinement are left out, all else is the same.

Started in place of the worker's own `__main__.py`, with the same arguments.
"""

import runpy
import sys
from importlib import import_module
from pathlib import Path

MAIN = Path(__file__).parents[1] / "server" / "lift_server" / "checks" / "sandbox" / "worker" / "__main__.py"

names = runpy.run_path(str(MAIN))
names["load_package"].__globals__["__file__"] = str(MAIN)
names["load_package"]()
server = import_module(f"{names['PACKAGE']}.fork_server")
server.sealer = import_module(f"{names['PACKAGE']}.seal").OpenSealer
server.main(sys.argv[2])
