"""Lift's server: from `.lift` text to checked Python, in the editor and in the terminal."""

__version__ = "0.1.0"
