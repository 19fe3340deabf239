"""Expressions: operators by precedence, atoms with what trails them, displays, comprehensions, calls and subscripts."""

from lift_ir.grammar.notation import (
    BRACKETS,
    CALM,
    IN_DOUBLE_QUOTES,
    IN_SINGLE_QUOTES,
    LINE,
    LIST_TO_COLON,
    TO_COLON,
    TO_NEWLINE,
    expand,
)

# A chain is an operand with all that follows it but a conditional. `not` begins a chain or follows `and` and `or`, but
# is no operand (`a + not b`); neither a conditional nor a lambda stands where a comprehension takes its iterable.
_CHAIN = "chain@ ::= closed@ | named_tail@ | word@ tail@ | number operators@"

_SYMBOLS = "+ - * / // % @ ** << >> & | ^ == != < > <= >=".split()
OPERATORS = {
    "SYMBOLS": " | ".join(f'"{symbol}" w_chain@' for symbol in _SYMBOLS),
    "WORDS": '"in" k_chain@ | "is" k_chain@ | "not" [ \\t] [ \\t]* "in" k_chain@ | "is" [ \\t] [ \\t]* "not" k_chain@'
    ' | "and" k_inversion@ | "or" k_inversion@',
    "CONDITIONAL": '"if" k_inversion_line ~~ "else" k_whole@',
}
"""Words that templates may use: operators with what they take, and a conditional up to the end of its line."""

_OPERATORS = r"""
closed@ ::= signed@ | punctuated@
signed@ ::= [\-+~] w_chain@ (=operand)
punctuated@ ::= string more_strings@ tail@ | "..." tail@
    | "(" group! _! ")" tail@ | "[" list! _! "]" tail@ OTHER_OPERANDS (=operand)
w_chain@ ::= ~ chain@ (=operand)
s_chain@ ::= ~~ chain@ (=operand)
k_chain@ ::= s_chain@ | closed@
w_not@ ::= _ "not" k_inversion@ (=operand)
s_not@ ::= __ "not" k_inversion@ (=operand)
w_inversion@ ::= w_chain@ | w_not@
k_inversion@ ::= k_chain@ | s_not@
tail@ ::= END | "(" arguments! _! ")" tail@ | "[" indices! _! "]" tail@ | POINT named_tail@ | POINT banned tail@
    | SYMBOLS | BLANK BLANK* spaced_tail@ | DETOUR spaced_tail@ (=operand)
named_tail@ ::= NAMED(tail@) | underscored_tail@ (=operand)
underscored_tail@ ::= UNDERSCORED(tail@) (=operand)
spaced_tail@ ::= "(" arguments! _! ")" tail@ | POINT_BELOW named_tail@ | POINT_BELOW banned tail@
    | SYMBOLS | WORDS SPACED_END | DETOUR spaced_tail@ (=operand)
operators@ ::= END | SYMBOLS | BLANK BLANK* spaced_operators@ | DETOUR spaced_operators@ (=operand)
spaced_operators@ ::= SYMBOLS | WORDS SPACED_END | DETOUR spaced_operators@ (=operand)
"""

_ENDS = r"""
conditional@ ::= "" | ~~ "if" k_inversion@ ~~ "else" k_expression@ (=operand)
trailers@ ::= "" | _ "(" arguments! _! ")" trailers@ | "[" indices! _! "]" trailers@ | DOT attribute trailers@ (=operand)
w_star@ ::= _ "*" w_primary@ (=operand)
w_primary@ ::= _ primary@ (=operand)
primary@ ::= identifier trailers@ | word@ trailers@ | string more_strings@ trailers@
    | "(" group! _! ")" trailers@ | "[" list! _! "]" trailers@ OTHER_PRIMARIES (=operand)
w_starred@ ::= w_star@ _ "," (w_item@ more_items@)?
w_item@ ::= w_expression@ | w_star@
more_items@ ::= "" | _ "," (w_item@ more_items@)? (=list)
"""

# Expressions with the end of their line.
_WHOLE = """
w_whole@ ::= w_inversion@ | w_lambda@
k_whole@ ::= k_inversion@ | s_lambda@
w_lambda@ ::= _ lambda@
s_lambda@ ::= __ lambda@
lambda@ ::= "lambda" (BLANK lambda_parameters_line | "") _ ":" w_whole@
"""
_WHOLE_WITHOUT_LAMBDA = """
w_whole@ ::= w_inversion@
k_whole@ ::= k_inversion@
"""
_WHOLE_LISTS = """
k_list@ ::= k_whole@ | __ "*" w_primary_line _ "," next_item@
next_item@ ::= w_whole@ | _ "*" w_primary_line (_ "," next_item@ | _ LAST) | _ LAST
"""

# What a field of an f-string has no room for. An empty string stands here beside `string` for the sake of speed.
_OUTSIDE_FIELDS = OPERATORS | {
    "OTHER_OPERANDS": r"""| "{" braces! _! "}" tail@ | "\"\"" more_strings@ tail@ | "''" more_strings@ tail@""",
    "OTHER_PRIMARIES": '| "{" braces! _! "}" trailers@',
}
_IN_FIELDS = OPERATORS | {"OTHER_OPERANDS": "", "OTHER_PRIMARIES": "", "string more_strings@": "quoted@"}

_PLAIN = """
w_expression@ ::= w_inversion@ conditional@
k_expression@ ::= k_inversion@ conditional@
"""

_WITH_LAMBDA = """
w_expression@ ::= w_inversion@ conditional@ | w_lambda@
k_expression@ ::= k_inversion@ conditional@ | s_lambda@
"""

_LAMBDA = """
w_lambda@ ::= _ lambda@
s_lambda@ ::= __ lambda@
lambda@ ::= "lambda" (BLANK lambda_parameters@ | "") _ ":" w_expression@
lambda_parameters@ ::= w_parameter@ (_ "," lambda_parameters@)? | lambda_defaults@ | lambda_rest@
lambda_defaults@ ::= w_parameter@ _ "=" w_expression@ (_ "," (lambda_defaults@ | lambda_rest@))?
lambda_rest@ ::= w_star_parameter@ (_ "," lambda_keywords@)? | _ "*" _ "," lambda_keyword@ | w_double_star_parameter@
lambda_keyword@ ::= w_parameter@ (_ "=" w_expression@)? (_ "," lambda_keywords@)?
lambda_keywords@ ::= lambda_keyword@ | w_double_star_parameter@
w_parameter@ ::= _ identifier (=operand)
w_star_parameter@ ::= _ "*" identifier (=character)
w_double_star_parameter@ ::= _ "**" identifier (=operand)
"""

# `await` binds tighter than every operator, and what it awaits is no number and has no sign.
_AWAIT = """
await@ ::= "await" k_awaited@ (=operand)
k_awaited@ ::= s_awaited@ | punctuated@
s_awaited@ ::= ~~ awaited@ (=operand)
awaited@ ::= named_tail@ | word@ tail@ | punctuated@
"""

_LISTS = """
k_items@ ::= k_expression@ more_items@ | s_starred@
s_starred@ ::= __ "*" w_primary@ _ "," (w_item@ more_items@)?
"""

_STRINGS = """
more_strings@ ::= "" | ~~ any_string more_strings@
word@ ::= constant | raw_string more_strings@ | fstring more_strings@ | bytes more_bytes@
more_bytes@ ::= "" | __ bytes more_bytes@
"""

_TARGETS = """
target@ ::= identifier target_trailers@ | target_group!
target_trailers@ ::= "" | DOT attribute target_trailers@ | "[" indices! _! "]" target_trailers@
    | "(" arguments! _! ")" called_target@ (=operand)
called_target@ ::= DOT attribute target_trailers@ | "[" indices! _! "]" target_trailers@
    | "(" arguments! _! ")" called_target@ (=operand)
w_target@ ::= _ target@ (=operand)
w_star_target@ ::= _ "*" target@ (=operand)
targets@ ::= w_target@ more_targets@ | w_star_target@ _ "," plain_targets@
more_targets@ ::= "" | _ "," (next_targets@ | "") (=operand)
next_targets@ ::= w_target@ more_targets@ | w_star_target@ (_ "," plain_targets@)?
plain_targets@ ::= "" | w_target@ (_ "," plain_targets@)?
"""

# Positional arguments, then keywords, then `**`; a generator expression without brackets is the only argument.
_BRACKETS = """
s_for@ ::= __ FOR BLANK targets@ __ "in" ITERABLE more_clauses@
more_clauses@ ::= "" | __ "if" k_inversion@ more_clauses@ | s_for@
target_group@ ::= "(" targets@ _ ")" | "[" targets@ _ "]" (=operand)
group@ ::= w_expression@ (s_for@ | more_items@) | w_starred@ WALRUS | ""
list@ ::= w_expression@ (s_for@ | more_items@) | w_star@ more_items@ | ""
arguments@ ::= w_expression@ (s_for@ | positional@) | keywords@ ARGUMENT | ""
positional@ ::= "" | _ "," (w_expression@ positional@ | keywords@ ARGUMENT | "") (=list)
keywords@ ::= w_unpacked@ positional@ | keyword@ after_keyword@ | w_merged_argument@ after_merged@
after_keyword@ ::= "" | _ "," (keyword@ after_keyword@ | w_unpacked@ after_keyword@
    | w_merged_argument@ after_merged@ | "") (=list)
after_merged@ ::= "" | _ "," (keyword@ after_merged@ | w_merged_argument@ after_merged@ | "") (=list)
w_unpacked@ ::= _ "*" w_expression@
w_merged_argument@ ::= _ "**" w_expression@
keyword@ ::= _ identifier _ "=" w_expression@
indices@ ::= index@ more_indices@
more_indices@ ::= "" | _ "," (index@ more_indices@ | "") (=list)
index@ ::= w_expression@ (slice@ | "") | slice@
slice@ ::= _ ":" (w_expression@ | "") (_ ":" (w_expression@ | "") | "") (=operand)
"""

# In brackets and as an argument, but for the iterable of a comprehension, where Python refuses it.
_WALRUS = """
w_walrus@ ::= _ identifier _ ":=" w_expression@
"""

_BRACES = """
braces@ ::= w_expression@ (_ ":" w_expression@ (s_for@ | more_entries@) | s_for@ | more_items@)
    | w_star@ more_items@ | w_merged@ more_entries@ | ""
more_entries@ ::= "" | _ "," ((w_expression@ _ ":" w_expression@ | w_merged@) more_entries@)? (=list)
w_merged@ ::= _ "**" w_primary@
"""

# In the field of an f-string: no quote of its own kind, no backslash, no comment, and no brace of a display.
_FIELD = """
word@ ::= constant | nested@
"""

_SHARED = """
any_string ::= string | raw_string | fstring
"""


def expression_rules(*, is_async: bool) -> list[str]:
    """The rules of all expressions. With `is_async` they may await, except inside a lambda and an f-string."""
    chain = f"{_CHAIN} | await@\n{_AWAIT}" if is_async else _CHAIN
    operators = _OPERATORS.replace("SPACED_END", "").replace("END", '""') + _ENDS
    common = operators + _STRINGS + _TARGETS
    for_ = '("async" __)? "for"' if is_async else '"for"'
    calm_lambdas = "w_lambda@ ::= _ lambda_calm\ns_lambda@ ::= __ lambda_calm\n"
    rules = expand(_SHARED, LINE)
    whole = chain + _OPERATORS + _STRINGS
    whole += _WHOLE_WITHOUT_LAMBDA if is_async else _WHOLE
    for family, last, items in (
        (TO_NEWLINE, "end_of_line", ' | "," next_item@'),
        (TO_COLON, '":"', ""),
        (LIST_TO_COLON, '":"', ' | "," next_item@'),
    ):
        text = whole + (_WHOLE_LISTS.replace("LAST", last) if items else "")
        # `end_of_line` takes the blanks before it itself.
        spaced = f"| CONDITIONAL{items}" + ("" if family is TO_NEWLINE else f" | {last}")
        rules += expand(text.replace("SPACED_END", spaced).replace("END", last + items), family, _OUTSIDE_FIELDS)
    rules += expand(chain + common + _LISTS + (_PLAIN if is_async else _WITH_LAMBDA + _LAMBDA), LINE, _OUTSIDE_FIELDS)
    rules += expand(
        chain + common + _WITH_LAMBDA + calm_lambdas + _BRACES + _WALRUS + _full_brackets(for_),
        BRACKETS,
        _OUTSIDE_FIELDS,
    )
    rules += expand(_CHAIN + common + _WITH_LAMBDA + _LAMBDA + _BRACES + _calm_brackets(), CALM, _OUTSIDE_FIELDS)
    for family in (IN_DOUBLE_QUOTES, IN_SINGLE_QUOTES):
        rules += expand(_CHAIN + operators + _FIELD + _PLAIN + _TARGETS + _calm_brackets(), family, _IN_FIELDS)
    return rules


def _full_brackets(for_: str) -> str:
    text = _BRACKETS.replace("FOR", for_).replace("ITERABLE", "k_inversion_calm")
    return text.replace("WALRUS", "| w_walrus@").replace("ARGUMENT", "| w_walrus@ positional@")


def _calm_brackets() -> str:
    text = _BRACKETS.replace("FOR", '"for"').replace("ITERABLE", "k_inversion@")
    return text.replace("WALRUS", "").replace("ARGUMENT", "")
