"""The grammar of what a model may write: the body of one Python function, as EBNF for XGrammar.

Composed of readable rules (`notation` says how they are written) into one constant text per effect profile, so that a
server compiles each profile once. Header and docstring are no part of it: `lift_ir.render` prints them, and they are
sent as the start of the answer.
"""

from lift_ir.grammar.profile import Profile, body_grammar, profile_for

__all__ = ["Profile", "body_grammar", "profile_for"]
