"""Statements on one line, and the headers of compound ones."""

from lift_ir.grammar.notation import BRACKETS, LINE, expand

# A statement that begins with a name is read as a chain (`x.y[0](z)`) and decided by what follows it: an assignment
# only when the chain does not end in a call.
_CHAINS = """
target_chain ::= operators@ conditional@ | "." attribute target_chain | "[" indices! _! "]" target_chain
    | _ "(" arguments! _! ")" called_chain | assigned | _ "," next_targets@ _ "=" value | _ "," _ "=" value (=line)
called_chain ::= operators@ conditional@ | "." attribute target_chain | "[" indices! _! "]" target_chain
    | _ "(" arguments! _! ")" called_chain (=line)
assigned ::= _ "=" value | _ AUGMENTED "=" w_items@ | _ ":" annotation (_ "=" w_items@)? (=line)
annotation ::= w_type (_ "|" w_type)*
w_type ::= _ identifier type_trailers | _ constant | _ string (=operand)
type_trailers ::= "" | "." attribute type_trailers | "[" indices_calm _! "]" type_trailers (=operand)
value ::= w_name value_chain | w_values W_YIELD
value_chain ::= operators@ conditional@ more_items@ | "." attribute value_chain | "[" indices! _! "]" value_chain
    | _ "(" arguments! _! ")" called_value | _ "=" value (=line)
called_value ::= operators@ conditional@ more_items@ | "." attribute value_chain | "[" indices! _! "]" value_chain
    | _ "(" arguments! _! ")" called_value (=line)
w_name ::= ~ identifier (=character)
unnamed ::= closed@ | number operators@ | raw_string more_strings@ tail@ | fstring more_strings@ tail@
    | bytes more_bytes@ tail@ AWAIT
w_unnamed ::= ~ unnamed | ~ constant tail@ (=character)
w_values ::= w_unnamed conditional@ more_items@ | w_not@ conditional@ more_items@ LAMBDA | w_starred@
"""

_SIMPLE = r"""
simple ::= identifier target_chain | unnamed conditional@ | constant tail@ conditional@
    | target_group! more_targets@ _ "=" value | keyword_statement
keyword_statement ::= "not" k_inversion@ conditional@ | "*" target@ _ "," plain_targets@ _ "=" value
    | "return" RETURNED | "pass" | "raise" (k_expression@ (__ "from" k_expression@)?)?
    | "assert" k_expression@ (_ "," w_expression@)? | "del" [ \t] w_deleted (_ "," w_deleted)* YIELD
w_deleted ::= _ identifier target_trailers@ (=operand)
w_local ::= _ identifier (=operand)
line ::= simple end_of_line
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
condition ::= k_expression@ | s_binding
s_binding ::= __ identifier _ ":=" w_expression@ (=operand)
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
    "if": '" if" condition _ ":"',
    "elif": '" elif" condition _ ":"',
    "else": '" else" _ ":"',
    "loop": '" for" BLANK targets@ __ "in" k_items@ _ ":" | " while" condition _ ":"',
    "try": '" try" _ ":"',
    "except": '" except" k_expression@ (__ "as" BLANK w_local)? _ ":"',
    "except_all": '" except" _ ":"',
    "finally": '" finally" _ ":"',
    "with": '" with" k_context (_ "," w_context)* _ ":" | " with" _ "(" managers _! ")" _ ":"',
    "def": '" def" __ identifier _ "(" parameters? _! ")" (_ "->" annotation)? _ ":"',
    "match": '" match" k_items@ _ ":"',
}
_ASYNC_HEADERS = {
    "loop": '" for" BLANK targets@ __ "in" k_items@ _ ":" | " async" __ "for" BLANK targets@ __ "in" k_items@ _ ":"'
    '| " while" condition _ ":"',
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
        "AUGMENTED": '("+" | "-" | "*" | "/" | "//" | "%" | "@" | "**" | "<<" | ">>" | "&" | "|" | "^")',
        "AWAIT": "| await@" if is_async else "",
        "LAMBDA": "" if is_async else "| w_lambda@ more_items@",
        "RETURNED": '""' if is_async and is_generator else "(k_items@)?",  # an async generator returns nothing
        "NOTE": '(_ ":" w_expression_calm)?',
        "W_YIELD": "| w_yield" if is_generator else "",
        "YIELD": "| yield" if is_generator else "",
    }
    rules = expand(_with(choices, _CHAINS + _SIMPLE + _CONDITIONS + _CONTEXTS), LINE)
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
