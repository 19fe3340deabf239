"""Statements on one line, and the headers of compound ones."""

from lift_ir.grammar.expressions import OPERATORS
from lift_ir.grammar.notation import BRACKETS, LINE, TO_NEWLINE, expand

# A statement that begins with a name is read as a chain (`x.y[0](z)`) and decided by what follows it: an assignment
# only when the chain does not end in a call.
_CHAINS = r"""
target_chain ::= end_of_line | SYMBOLS | "." named_target | "." banned target_chain | "[" indices! _! "]" target_chain
    | "(" arguments! _! ")" called_chain | ASSIGNED | BLANK BLANK* spaced_target | DETOUR spaced_target (=operand)
spaced_target ::= SYMBOLS | WORDS | CONDITIONAL | "(" arguments! _! ")" called_chain | ASSIGNED
    | DETOUR spaced_target (=operand)
called_chain ::= end_of_line | SYMBOLS | "." named_target | "." banned target_chain | "[" indices! _! "]" target_chain
    | "(" arguments! _! ")" called_chain | BLANK BLANK* spaced_called | DETOUR spaced_called (=operand)
spaced_called ::= SYMBOLS | WORDS | CONDITIONAL | "(" arguments! _! ")" called_chain | DETOUR spaced_called (=operand)
w_list ::= w_whole@ | _ "*" w_primary_line _ "," next_item@
annotation ::= w_type (_ "|" w_type)*
w_type ::= _ identifier type_trailers | _ constant | _ string (= follow_line)
type_trailers ::= "" | "." attribute type_trailers | "[" indices_calm _! "]" type_trailers (= follow_line)
value ::= w_name | w_values W_YIELD
value_chain ::= end_of_line | SYMBOLS | "." named_value | "." banned value_chain | "[" indices! _! "]" value_chain
    | "(" arguments! _! ")" called_value | "=" value | "," next_item@
    | BLANK BLANK* spaced_value | DETOUR spaced_value (=operand)
spaced_value ::= SYMBOLS | WORDS | CONDITIONAL | "(" arguments! _! ")" called_value | "=" value | "," next_item@
    | DETOUR spaced_value (=operand)
called_value ::= end_of_line | SYMBOLS | "." named_value | "." banned value_chain | "[" indices! _! "]" value_chain
    | "(" arguments! _! ")" called_value | "," next_item@
    | BLANK BLANK* spaced_called_value | DETOUR spaced_called_value (=operand)
spaced_called_value ::= SYMBOLS | WORDS | CONDITIONAL | "(" arguments! _! ")" called_value | "," next_item@
    | DETOUR spaced_called_value (=operand)
w_name ::= ~ named_value (=operand)
named_value ::= NAMED(value_chain) | underscored_value (=operand)
underscored_value ::= UNDERSCORED(value_chain) (=operand)
named_target ::= NAMED(target_chain) | underscored_target (=operand)
underscored_target ::= UNDERSCORED(target_chain) (=operand)
unnamed ::= closed@ | number operators@ | raw_string more_strings@ tail@ | fstring more_strings@ tail@
    | bytes more_bytes@ tail@ AWAIT
w_values ::= ~ unnamed | ~ constant tail@ | w_not@ LAMBDA | _ "*" w_primary_line _ "," next_item@ (=operand)
"""
_ASSIGNED = """"=" value | AUGMENTED | ":" annotation (_ "=" w_list | end_of_line)
    | "," next_targets_line _ "=" value | "," _ "=" value"""

_SIMPLE = r"""
line ::= named_target | unnamed | constant tail@
    | target_group! more_targets_line _ "=" value | "not" k_inversion@
    | "*" target_line _ "," plain_targets_line _ "=" value
    | RETURNED | keyword_statement end_of_line
keyword_statement ::= "pass" | "raise" (k_expression_line (__ "from" k_expression_line)?)?
    | "assert" k_expression_line (_ "," w_expression_line)? | "del" [ \t] w_deleted (_ "," w_deleted)* YIELD (=line)
w_deleted ::= _ identifier target_trailers_line (= follow_line)
w_local ::= _ identifier (= follow_line)
sp_line ::= " " line
s_line ::= BLANK _ line
leave_loop ::= ("break" | "continue") end_of_line
sp_leave_loop ::= " " leave_loop
s_leave_loop ::= BLANK _ leave_loop
outer_names ::= ("nonlocal" | "global") __ identifier (_ "," _ identifier)* end_of_line
sp_outer_names ::= " " outer_names
sp_global ::= " global" __ identifier (_ "," _ identifier)* end_of_line
sp_docstring ::= " " string end_of_line
"""

_CONDITIONS = """
condition ::= k_inversion_head | s_binding
s_binding ::= __ identifier _ ":=" w_inversion_head (=line)
"""

_DEFINITIONS = """
parameters ::= w_parameter_calm NOTE (_ "," (parameters | parameter_slash | ""))? | parameter_defaults | parameter_rest
parameter_slash ::= _ "/" (_ "," (after_slash | ""))?
after_slash ::= w_parameter_calm NOTE (_ "," (after_slash | ""))? | parameter_defaults | parameter_rest
parameter_defaults ::= w_parameter_calm NOTE _ "=" w_expression@ (_ "," (parameter_defaults | parameter_rest | ""))?
parameter_rest ::= w_star_parameter_calm NOTE (_ "," (parameter_keywords | ""))? | _ "*" _ "," parameter_keyword
    | w_double_star_parameter_calm NOTE (_ ",")?
parameter_keyword ::= w_parameter_calm NOTE (_ "=" w_expression@)? (_ "," (parameter_keywords | ""))?
parameter_keywords ::= parameter_keyword | w_double_star_parameter_calm NOTE (_ ",")?
w_manager ::= w_expression@ __ "as" BLANK w_target@
managers ::= w_manager (_ "," (w_manager | w_expression@))* (_ ",")?
"""

_HEADERS = {
    "if": '" if" condition',
    "elif": '" elif" condition',
    "else": '" else" _ ":"',
    "loop": '" for" BLANK targets@ __ "in" k_list_loop | " while" condition',
    "try": '" try" _ ":"',
    "except": '" except" k_expression@ (__ "as" BLANK w_local)? _ ":"',
    "except_all": '" except" _ ":"',
    "finally": '" finally" _ ":"',
    "with": '" with" k_context (_ "," w_context)* _ ":" | " with" _ "(" managers _! ")" _ ":"',
    "def": '" def" __ identifier _ "(" parameters? _! ")" (_ "->" annotation)? _ ":"',
    "match": '" match" k_items@ _ ":"',
}
_ASYNC_HEADERS = {
    "loop": '" for" BLANK targets@ __ "in" k_list_loop | " async" __ "for" BLANK targets@ __ "in" k_list_loop'
    '| " while" condition',
    "with": '" with" k_context (_ "," w_context)* _ ":" | " with" _ "(" managers _! ")" _ ":"'
    ' | " async" __ "with" k_context (_ "," w_context)* _ ":" | " async" __ "with" _ "(" managers _! ")" _ ":"',
    "def": '" async" __ "def" __ identifier _ "(" parameters? _! ")" (_ "->" annotation)? _ ":"',
}
_CONTEXTS = """
k_context ::= k_expression@ (__ "as" BLANK w_target@)?
w_context ::= w_expression@ (__ "as" BLANK w_target@)?
sp_decorator ::= " @" identifier trailers@ end_of_line
"""

# A statement of a function inside one that is no generator itself.
_INNER_YIELD = """
sp_yield_line ::= " " yield end_of_line
s_yield_line ::= BLANK _ yield end_of_line
"""


def statement_rules(*, is_async: bool, is_generator: bool) -> list[str]:
    """The rules of simple statements and of the headers of compound ones (`sp_if`: one blank, then the header)."""
    choices = {
        "ASSIGNED": _ASSIGNED,
        "AUGMENTED": " | ".join(f'"{symbol}=" w_list' for symbol in "+ - * / // % @ ** << >> & | ^".split()),
        "AWAIT": "| await@" if is_async else "",
        "LAMBDA": "" if is_async else "| w_lambda@",
        "RETURNED": '"return" end_of_line'
        + ("" if is_async and is_generator else ' | "return" k_list@'),  # an async generator returns nothing
        "NOTE": '(_ ":" w_expression_calm)?',
        "W_YIELD": "| w_yield end_of_line" if is_generator else "",
        "YIELD": "| yield" if is_generator else "",
    }
    rules = expand(_with(choices, _CHAINS + _SIMPLE), TO_NEWLINE, OPERATORS)
    rules += expand(_with(choices, _CONDITIONS + _CONTEXTS), LINE)
    rules += expand(_with(choices, _DEFINITIONS), BRACKETS)
    if is_generator or not is_async:
        from_ = "" if is_async else ' | __ "from" k_expression@'
        rules += expand(f'yield ::= "yield" (k_items@{from_})?', LINE)
        rules += expand("w_yield ::= _ yield" if is_generator else _INNER_YIELD, LINE)
    for name, header in (_HEADERS | (_ASYNC_HEADERS if is_async else {})).items():
        rules += expand(f"sp_{name} ::= {header} (=line)", LINE)
    return rules


def _with(choices: dict[str, str], template: str) -> str:
    for name, text in choices.items():
        template = template.replace(name, text)
    return template
