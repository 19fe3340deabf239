"""`python -m lift_server.lsp`: the same as `lift serve`."""

from lift_server.lsp import run_stdio

run_stdio()
