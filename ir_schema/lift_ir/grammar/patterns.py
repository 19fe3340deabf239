"""Patterns of `match`.

Python refuses a pattern that always matches before the last case, and alternatives that bind differently. So every case
but the last is refutable, and alternatives bind nothing. That a name is bound or a key is matched twice is left to the
check behind the grammar, like every equality of names. `as NAME` and `**NAME` stay out: there `_` is an error.
"""

from lift_ir.grammar.notation import BRACKETS, LINE, expand

_PATTERNS = """
w_pattern@ ::= _ pattern@ (=operand)
pattern@ ::= identifier | firm@
w_firm@ ::= _ firm@ (=character)
firm@ ::= identifier firm_name@ | literal_pattern@ alternatives@ | bracket_pattern! | plain_bracket! _ "|" w_plain@ alternatives@
firm_name@ ::= "." attribute (firm_name@ | alternatives@) | "()" alternatives@ | "(" class_arguments! ")"
alternatives@ ::= "" | _ "|" w_plain@ alternatives@
literal_pattern@ ::= constant | number | string more_strings@ | minus_pattern
w_plain@ ::= _ plain@ (=operand)
plain@ ::= literal_pattern@ | identifier plain_name | plain_bracket!
w_star_pattern@ ::= _ "*" identifier (=operand)
more_patterns@ ::= "" | _ "," (w_pattern@ more_patterns@ | w_star_pattern@ unstarred_patterns@ | "")
unstarred_patterns@ ::= "" | _ "," (w_pattern@ unstarred_patterns@ | "")
sequence_pattern@ ::= w_pattern@ _ "," (w_pattern@ more_patterns@ | w_star_pattern@ unstarred_patterns@ | "")
    | w_star_pattern@ _ "," (w_pattern@ unstarred_patterns@ | "")
"""

_BRACKETS = """
bracket_pattern@ ::= "[" pattern_list@ _ "]" | "(" (sequence_pattern@ | w_firm@ | "") _ ")" | "{" mapping_pattern@ _ "}"
pattern_list@ ::= "" | w_pattern@ more_patterns@ | w_star_pattern@ unstarred_patterns@
mapping_pattern@ ::= "" | w_key@ _ ":" w_pattern@ (_ "," mapping_pattern@)?
w_key@ ::= _ literal_pattern@ (=character)
class_arguments@ ::= w_pattern@ (_ "," (class_arguments@ | ""))? _ | class_keywords@
class_keywords@ ::= w_class_keyword@ (_ "," (class_keywords@ | ""))? _
w_class_keyword@ ::= _ identifier _ "=" w_pattern@
plain_bracket@ ::= "[" plain_list@ _ "]" | "(" (w_plain_item@ _ "," plain_list@ | "") _ ")"
plain_list@ ::= "" | w_plain_item@ (_ "," plain_list@)?
w_plain_item@ ::= w_plain@ more_plain@
more_plain@ ::= "" | _ "|" w_plain@ more_plain@
"""

_CASES = """
minus_pattern ::= "-" number
plain_name ::= "()" | "." attribute (plain_name | "")
guard ::= _ ":" | __ "if" condition
sp_case ::= " case" BLANK (sequence_pattern@ guard | w_firm@ guard | w_local __ "if" condition) (=line)
sp_last_case ::= " case" BLANK w_local _ ":" (=line)
"""


def pattern_rules() -> list[str]:
    """The rules of `case` lines: `sp_case`, and `sp_last_case`, whose pattern always matches."""
    return expand(_PATTERNS + _CASES, LINE) + expand(_PATTERNS + _BRACKETS, BRACKETS)
