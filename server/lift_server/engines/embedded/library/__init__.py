"""Idioms of the embedded engine: small typed functions, read as source text and found by words."""
