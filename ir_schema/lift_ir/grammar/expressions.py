"""Expressions: operators by precedence, atoms with what trails them, displays, comprehensions, calls and subscripts."""

from lift_ir.grammar.notation import BRACKETS, CALM, IN_DOUBLE_QUOTES, IN_SINGLE_QUOTES, LINE, expand

# One level less than Python's own grammar: `not` cannot be an operand (`a + not b`), and neither a conditional nor a
# lambda can stand where a comprehension takes its iterable.
_OPERAND = "operand@ ::= closed@ | word@ trailers@ | number"

_OPERATORS = r"""
closed@ ::= signed@ | punctuated@ trailers@
signed@ ::= [\-+~] w_operand@ (=operand)
w_operand@ ::= ~ operand@ (=operand)
s_operand@ ::= ~~ operand@ (=operand)
k_operand@ ::= s_operand@ | closed@
w_not@ ::= _ "not" k_inversion@ (=operand)
s_not@ ::= __ "not" k_inversion@ (=operand)
w_inversion@ ::= w_operand@ | w_not@
k_inversion@ ::= k_operand@ | s_not@
binary@ ::= "+" w_operand@ | "-" w_operand@ | "*" w_operand@ | "/" w_operand@ | "//" w_operand@ | "%" w_operand@
    | "@" w_operand@ | "**" w_operand@ | "<<" w_operand@ | ">>" w_operand@ | "&" w_operand@ | "|" w_operand@
    | "^" w_operand@ | "==" w_operand@ | "!=" w_operand@ | "<" w_operand@ | ">" w_operand@ | "<=" w_operand@
    | ">=" w_operand@ (=operand)
worded@ ::= "in" k_operand@ | "is" k_operand@ | "not" [ \t] [ \t]* "in" k_operand@
    | "is" [ \t] [ \t]* "not" k_operand@ | "and" k_inversion@ | "or" k_inversion@ (=operand)
operators@ ::= "" | ~ binary@ operators@ | ~~ worded@ operators@
conditional@ ::= "" | ~~ "if" k_inversion@ operators@ ~~ "else" k_expression@
trailers@ ::= "" | trailer@ trailers@
trailer@ ::= member@ | call! | subscript!
member@ ::= DOT attribute (=operand)
w_star@ ::= _ "*" w_operand@
w_starred@ ::= w_star@ _ "," (w_item@ more_items@)?
w_item@ ::= w_expression@ | w_star@
more_items@ ::= "" | _ "," (w_item@ more_items@)?
"""

_PLAIN = """
w_expression@ ::= w_inversion@ operators@ conditional@
k_expression@ ::= k_inversion@ operators@ conditional@
"""

_WITH_LAMBDA = """
w_expression@ ::= w_inversion@ operators@ conditional@ | w_lambda@
k_expression@ ::= k_inversion@ operators@ conditional@ | s_lambda@
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
w_star_parameter@ ::= _ "*" identifier (=operand)
w_double_star_parameter@ ::= _ "**" identifier (=operand)
"""

# `await` binds tighter than every operator, and what it awaits is no number and has no sign.
_AWAIT = """
await@ ::= "await" awaited@
awaited@ ::= s_awaited@ | punctuated@ trailers@
s_awaited@ ::= ~~ awaitable@ (=operand)
awaitable@ ::= word@ trailers@ | punctuated@ trailers@
"""

_LISTS = """
w_items@ ::= w_expression@ more_items@ | w_starred@
k_items@ ::= k_expression@ more_items@ | s_starred@
s_starred@ ::= __ "*" w_operand@ _ "," (w_item@ more_items@)?
"""

_STRINGS = """
more_strings@ ::= "" | ~~ any_string more_strings@
word@ ::= identifier | constant | raw_string more_strings@ | fstring more_strings@ | bytes more_bytes@
more_bytes@ ::= "" | __ bytes more_bytes@
punctuated@ ::= string more_strings@ | ellipsis | parentheses! | list! | braces!
"""

_TARGETS = """
target@ ::= identifier target_trailers@ | target_group!
target_trailers@ ::= "" | (DOT attribute | subscript!) target_trailers@ | call! called_target@
called_target@ ::= (DOT attribute | subscript!) target_trailers@ | call! called_target@
w_target@ ::= _ target@ (=operand)
w_star_target@ ::= _ "*" target@
targets@ ::= w_target@ more_targets@ | w_star_target@ _ "," plain_targets@
more_targets@ ::= "" | _ "," (next_targets@ | "")
next_targets@ ::= w_target@ more_targets@ | w_star_target@ (_ "," plain_targets@)?
plain_targets@ ::= "" | w_target@ (_ "," plain_targets@)?
"""

# Positional arguments, then keywords, then `**`; a generator expression without brackets is the only argument.
_BRACKETS = """
s_for@ ::= __ FOR BLANK targets@ __ "in" ITERABLE more_clauses@
more_clauses@ ::= "" | __ "if" k_inversion@ operators@ more_clauses@ | s_for@
target_group@ ::= "(" targets@ _ ")" | "[" targets@ _ "]"
parentheses@ ::= "(" (w_expression@ (s_for@ | more_items@) | w_starred@ WALRUS | "") _ ")"
list@ ::= "[" (w_expression@ (s_for@ | more_items@) | w_star@ more_items@ | "") _ "]"
call@ ::= "(" (w_expression@ (s_for@ | positional@) | keywords@ ARGUMENT | "") _ ")"
positional@ ::= "" | _ "," (w_expression@ positional@ | keywords@ ARGUMENT | "")
keywords@ ::= w_unpacked@ positional@ | keyword@ after_keyword@ | w_merged_argument@ after_merged@
after_keyword@ ::= "" | _ "," (keyword@ after_keyword@ | w_unpacked@ after_keyword@
    | w_merged_argument@ after_merged@ | "")
after_merged@ ::= "" | _ "," (keyword@ after_merged@ | w_merged_argument@ after_merged@ | "")
w_unpacked@ ::= _ "*" w_expression@
w_merged_argument@ ::= _ "**" w_expression@
keyword@ ::= _ identifier _ "=" w_expression@
subscript@ ::= "[" index@ more_indices@ _ "]"
more_indices@ ::= "" | _ "," (index@ more_indices@ | "")
index@ ::= w_expression@ (slice@ | "") | slice@
slice@ ::= _ ":" (w_expression@ | "") (_ ":" (w_expression@ | "") | "")
"""

# In brackets and as an argument, but for the iterable of a comprehension, where Python refuses it.
_WALRUS = """
w_walrus@ ::= _ identifier _ ":=" w_expression@
"""

_BRACES = """
braces@ ::= "{" (w_expression@ (_ ":" w_expression@ (s_for@ | more_entries@) | s_for@ | more_items@)
    | w_star@ more_items@ | w_merged@ more_entries@ | "") _ "}"
more_entries@ ::= "" | _ "," ((w_expression@ _ ":" w_expression@ | w_merged@) more_entries@)?
w_merged@ ::= _ "**" w_operand@
"""

# In the field of an f-string: no quote of its own kind, no backslash, no comment, and no brace of a display.
_FIELD = """
word@ ::= identifier | constant | nested@
punctuated@ ::= quoted@ | parentheses! | list!
"""

_SHARED = """
any_string ::= string | raw_string | fstring
ellipsis ::= "..." nothing
nothing ::= ""
"""


def expression_rules(*, is_async: bool) -> list[str]:
    """The rules of all expressions. With `is_async` they may await, except inside a lambda and an f-string."""
    operand = f"{_OPERAND} | await@\n{_AWAIT}" if is_async else _OPERAND
    common = _OPERATORS + _STRINGS + _TARGETS
    for_ = '("async" __)? "for"' if is_async else '"for"'
    calm_lambdas = "w_lambda@ ::= _ lambda_calm\ns_lambda@ ::= __ lambda_calm\n"
    rules = expand(_SHARED, LINE)
    rules += expand(operand + common + _LISTS + (_PLAIN if is_async else _WITH_LAMBDA + _LAMBDA), LINE)
    rules += expand(operand + common + _WITH_LAMBDA + calm_lambdas + _BRACES + _WALRUS + _full_brackets(for_), BRACKETS)
    rules += expand(_OPERAND + common + _WITH_LAMBDA + _LAMBDA + _BRACES + _calm_brackets(), CALM)
    for family in (IN_DOUBLE_QUOTES, IN_SINGLE_QUOTES):
        rules += expand(_OPERAND + _OPERATORS + _FIELD + _PLAIN + _TARGETS + _calm_brackets(), family)
    return rules


def _full_brackets(for_: str) -> str:
    text = _BRACKETS.replace("FOR", for_).replace("ITERABLE", "k_inversion_calm operators_calm")
    return text.replace("WALRUS", "| w_walrus@").replace("ARGUMENT", "| w_walrus@ positional@")


def _calm_brackets() -> str:
    text = _BRACKETS.replace("FOR", '"for"').replace("ITERABLE", "k_inversion@ operators@")
    return text.replace("WALRUS", "").replace("ARGUMENT", "")
