"""f-strings by the rules of Python 3.11, which later versions accept as well."""

import json

from lift_ir.grammar.lexical import fstring_text, quoted_in_field, regex

_FAMILIES = {'"': "dq", "'": "sq"}
_PREFIXES = {False: ("[fF]",), True: ("[fF] [rR]", "[rR] [fF]")}

# The fields of a nested f-string have no quotes left: names with attributes, subscripts and calls.
_NESTED_FIELD = r"""
nested_field ::= "{" nested_value ("!" [rsa])? (":" [^'"\\{}\n\r\x00\ud800-\udfff]*)? "}"
nested_value ::= identifier nested_trailers
nested_trailers ::= "" | ("." attribute | "[" nested_index "]" | "(" nested_arguments ")") nested_trailers
nested_index ::= nested_item | nested_minus
nested_minus ::= "-" number
nested_item ::= number | nested_value
nested_arguments ::= "" | nested_item more_nested_arguments
more_nested_arguments ::= "" | "," " "? nested_item more_nested_arguments
"""


def fstring_rules() -> list[str]:
    """The rules of f-strings: both quotes, once and three times, raw or not, nested one level deep."""
    rules = [line for line in _NESTED_FIELD.splitlines() if line]
    rules.append(r"""format_text ::= [^'"\\{}\n\r\x00\ud800-\udfff]*""")
    kinds: list[str] = []
    for quote, family in _FAMILIES.items():
        other = next(character for character in _FAMILIES if character != quote)
        rules += [
            f'field_{family} ::= "{{" w_expression_{family} more_items_{family} [ ]* ("=" [ ]*)? ("!" [rsa])? '
            f'(":" format_{family})? "}}"',
            f'format_{family} ::= format_text ("{{" w_expression_{family} [ ]* ("!" [rsa])? "}}" format_text)*',
            f"quoted_{family} ::= {regex(quoted_in_field(other))} (= follow)",
            f"nested_{family} ::= [fF] {json.dumps(other)} nested_text (nested_field nested_text)* {json.dumps(other)}",
        ]
        for raw, quotes in ((False, quote), (True, quote), (False, quote * 3)):
            kind = f"{'raw_' if raw else ''}fstring_{family}" + ("3" if len(quotes) == 3 else "")
            led = f"{json.dumps(quote)}{{0,2}} " if len(quotes) == 3 else ""  # one or two quotes before a field
            rules += [
                f"{kind}_text ::= {regex(fstring_text(quotes, raw=raw))}",
                f'{kind}_fields ::= "" | {led}field_{family} {kind}_text {kind}_fields',
            ]
            mark = json.dumps(quotes)
            kinds += [f"{prefix} {mark} {kind}_text {kind}_fields {mark}" for prefix in _PREFIXES[raw]]
    rules.append(r"""nested_text ::= [^'"\\{}\n\r\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*""")
    return [*rules, f"fstring ::= {' | '.join(kinds)} (= follow)"]
