"""Lift's server: from `.lift` text to checked Python, in the editor and in the terminal."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("lift-ls")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0.0.0"
