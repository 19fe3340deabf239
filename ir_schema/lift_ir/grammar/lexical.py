"""Names, numbers, strings, comments and line ends, as `Regex` rules.

XGrammar 0.2.8 compiles `(X)?` inside a `Regex` wrongly when X ends in a loop, so `(|X)` is written throughout. Negated
classes leave out the surrogates, whose bytes would not be UTF-8.
"""

import json
import keyword
import re
from collections.abc import Iterable

_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_CONTROL = r"\x00-\x08\x0b-\x1f\x7f\ud800-\udfff"  # a null or a carriage return is an error, a form feed an indentation
_HEX = "[0-9a-fA-F]"
_CODE_POINTS = rf"x{_HEX}{{2}}|u{_HEX}{{4}}|U000{_HEX}{{5}}|U0010{_HEX}{{4}}"
KEYWORDS = frozenset(keyword.kwlist) | {"__debug__"}

# What goes on in `distinct` behind these beginnings of a word; `underscored` has the other names with underscores.
_LETTERS_BEHIND = {
    "": frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    "_": frozenset(),
    "__": frozenset("abcdefghijklmnopqrstuvwxyz"),
}

_Trie = dict[str, "_Trie"]
_END = ""


def lexical_rules(banned: Iterable[str]) -> list[str]:
    """The rules of all tokens. No identifier is a keyword or one of `banned`; an attribute may be called like those."""
    banned = sorted(banned)
    return [
        *_name_rules(KEYWORDS.union(banned)),
        _regex("banned", words_of(banned)) if banned else "banned ::= identifier",
        "attribute ::= identifier | banned",
        _regex("constant", "(None|True|False|__debug__)"),
        _regex("number", _number()),
        _regex("string", f"({_strings(_escape())})"),
        _regex("raw_string", f"[rR]({_strings(_raw_escape())})"),
        _regex("bytes", _bytes()),
        # With the empty lines and comments behind it; what follows is indented.
        f'end_of_line ::= {regex(f"{_line_end()}({_line_end()})*")} (= " ")',
        r'comments ::= "" | "#" [^\n\r\x00\ud800-\udfff]* "\n" [ \t\n]* comments',
        r'continued ::= "" | "\\\n" [ \t]*',
        *_FOLLOW.strip().splitlines(),
    ]


# What can follow an operand, as a regular superset: it prunes the tokens of other languages (`();`, `)->`, `){`) from
# masks. `follow` holds everywhere: in the field of an f-string, format and text come behind `:` and `}`. On the line
# itself (`follow_line`) no bracket is open.
_FOLLOW = r"""
follow ::= [#(\[\\}:] | follow_blank | [)\]] follow | "," follow_item | follow_any | "!" follow_bang
follow_in ::= [#(\[] | follow_blank | [)\]}] follow_in | "," follow_item | follow_any | ":" follow_colon | "!=" follow_operand
follow_line ::= [#(\[\\\n] | follow_line_blank | "," follow_item | follow_any | ":" follow_colon | "!=" follow_operand
follow_any ::= "." [ \t\n#A-Za-z_] | "=" follow_equal | follow_operator
follow_blank ::= [ \t\n] [ \t\n]* [#(\[{"'\\A-Za-z_0-9.~+\-*)\]}:=@,<>/%&|^!]
follow_line_blank ::= [ \t] [ \t]* [\n#(\[{"'\\A-Za-z_0-9.~+\-*:=@,<>/%&|^!]
follow_operator ::= [+\-%@&^|] "="? follow_operand | "*" "*"? "="? follow_operand | "/" "/"? "="? follow_operand | "<" "<"? "="? follow_operand | ">" ">"? "="? follow_operand
follow_operand ::= [ \t\n#(\[{"'\\A-Za-z_0-9.~+\-]
follow_equal ::= "=" follow_operand | follow_operand | [}!:]
follow_bang ::= [rsa] | "=" follow_operand
follow_item ::= [ \t\n#(\[{"'\\A-Za-z_0-9.~+\-*)\]}:=!]
follow_colon ::= [ \t\n#(\[{"'\\A-Za-z_0-9.~+\-*\]:=,]
close_line ::= [ \t\n#=:]
close_in ::= [ \t\n#:] | [)\]}] follow_in
close_field ::= [ =!:)\]}]
"""


def _name_rules(excluded: frozenset[str]) -> list[str]:
    """The identifiers but for `excluded`, in four parts, of which one ends at each place of a word.

    A `distinct` word has left all excluded ones behind: any letter may follow. The beginning of an excluded word is a
    `stem`, or a `bare_stem` when a digit or an underscore leads on to the excluded word. An `underscored` word begins
    like none of them: the excluded ones begin with a letter, or with two underscores and a small letter.
    """
    beginnings = {word[:length] for word in excluded for length in range(1, len(word))} - excluded - {"_", "__"}
    bare = {word for word in beginnings | excluded if any(re.match(f"{word}[0-9_]", other) for other in excluded)}
    return [
        _regex("distinct", words_except(beginnings | excluded)),
        _regex("stem", words_of(beginnings - bare)),
        _regex("bare_stem", words_of(bare - excluded)),
        _regex("excluded", words_of(excluded - bare)),
        _regex("underscored", "_(|[A-Za-z0-9][A-Za-z0-9_]*|_(|[A-Z0-9_][A-Za-z0-9_]*))"),
        "identifier ::= distinct | stem | bare_stem | underscored",
    ]


def words_of(words: Iterable[str]) -> str:
    """A regex for exactly these words, as a deterministic trie."""
    return _words_regex(_trie_of(words))


def _words_regex(node: _Trie) -> str:
    ways = [character + _words_regex(node[character]) for character in sorted(node) if character != _END]
    if not ways:
        return ""
    return ("(|" if _END in node else "(") + "|".join(ways) + ")"


def words_except(excluded: Iterable[str]) -> str:
    """A regex for identifiers of ASCII letters that are not in `excluded`, as a deterministic trie, but for `underscored`.

    XGrammar has no negative look-ahead in regexes; this is the cheapest exact way to leave words out.
    """
    return _trie_regex(_trie_of(excluded))


def _trie_of(words: Iterable[str]) -> _Trie:
    trie: _Trie = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return trie


def _trie_regex(node: _Trie, before: str = "") -> str:
    children = sorted(character for character in node if character != _END)
    letters = _LETTERS_BEHIND.get(before, _WORD) - set(children)
    others = [f"{_character_class(letters)}[A-Za-z0-9_]*"] if letters else []
    alternatives = [*others, *(child + _trie_regex(node[child], before + child) for child in children)]
    return ("(" if before in _LETTERS_BEHIND or _END in node else "(|") + "|".join(alternatives) + ")"


def _character_class(characters: Iterable[str]) -> str:
    runs: list[list[str]] = []
    for character in sorted(characters):
        if runs and ord(character) == ord(runs[-1][-1]) + 1:
            runs[-1].append(character)
        else:
            runs.append([character])
    return "[" + "".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs) + "]"


def _regex(name: str, pattern: str) -> str:
    return f"{name} ::= {regex(pattern)} (= follow)"


def regex(pattern: str) -> str:
    """The pattern as an EBNF item."""
    return f"Regex({json.dumps(pattern)})"


def _number() -> str:
    digits = "[0-9]((|_)[0-9])*"
    exponent = r"(|[eE](|[+\-])[0-9]{1,4})"
    whole = "(0|[1-9]((|_)[0-9])*)"  # no leading zeros
    return (
        rf"(0[xX]((|_){_HEX})+|0[bB]((|_)[01])+|0[oO]((|_)[0-7])+"
        rf"|{whole}(|\.(|{digits})){exponent}|\.{digits}{exponent})"
    )


def _escape(also_not: str = "") -> str:
    """Escapes of text that compile: `\\x`, `\\u` and `\\U` with their digits, no `\\N`; a newline goes on below."""
    return rf"\\([^xuUN{also_not}{_CONTROL}]|{_CODE_POINTS})"


def _raw_escape(also_not: str = "") -> str:
    return rf"\\[^{also_not}{_CONTROL}]"


def _strings(escape: str) -> str:
    """Alternatives: both kinds of quotes, three times and once."""
    return "|".join(f"{quotes}{text_in(quotes, '', escape)}{quotes}" for quotes in ('"""', "'''", '"', "'"))


def text_in(quotes: str, also_not: str, escape: str) -> str:
    """What may stand between `quotes` (one, or three of them) besides the characters of `also_not`."""
    quote = quotes[0]
    if len(quotes) == 1:
        return rf"([^{quote}\\{also_not}{_CONTROL}\n]|{escape})*"
    return rf"((|{quote}|{quote}{quote})([^{quote}\\{also_not}{_CONTROL}]|{escape}))*"


def _bytes() -> str:
    escape = rf"\\([ -wyz\[-~]|x{_HEX}{{2}})"
    plain = {'"': r"[\t !#-\[\]-~]", "'": r"[\t -&(-\[\]-~]"}
    cooked = "|".join(f"{quote}({characters}|{escape})*{quote}" for quote, characters in plain.items())
    raw = "|".join(rf"{quote}({characters}|\\[ -~])*{quote}" for quote, characters in plain.items())
    return f"([bB]({cooked})|([rR][bB]|[bB][rR])({raw}))"


def _line_end() -> str:
    return rf"[ \t]*(|#[^{_CONTROL}\n]*)\n"


def fstring_text(quotes: str, *, raw: bool) -> str:
    """The text between the fields of an f-string."""
    escape = _raw_escape("{}") if raw else _escape("{}")
    return text_in(quotes, "{}", rf"{escape}|\{{\{{|\}}\}}")


def quoted_in_field(quote: str) -> str:
    """A string inside a field of an f-string that is written with the other quote: no backslash, no quote."""
    return rf"{quote}[^'\"\\{_CONTROL}\n]*{quote}"
