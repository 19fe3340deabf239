"""Prose read clause by clause: parts of the program that a phrase tells of, and what the program must account for."""
