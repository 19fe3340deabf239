"""`python -m benchmarks`: every benchmark that needs no data, one after the other. Figures are printed, nothing is
asserted."""

import runpy
import sys

ALL = ("language", "sandbox", "build", "lsp")

for name in ALL:
    print(f"\n## {name}\n", flush=True)
    sys.argv = [f"benchmarks.{name}"]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
