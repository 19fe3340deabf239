"""The notation in which the grammar is written, and its expansion to EBNF.

An expression looks the same wherever it stands, but blanks do not: a line ends at its newline, a bracket spans lines, a
field of an f-string does neither. Rules of expressions are therefore templates, expanded once per `Family`:

    rule@     the rule of the same family             _  __  blanks if any, at least one blank
    rule!     the rule of the family inside brackets  ~  ~~  the same, and a backslash may continue the line
    _!        blanks inside brackets, if any          BLANK  exactly one blank
    (=word)   what can follow, prunes masks           DOT    a dot between a value and its attribute
    NAMED(x)  an identifier, then the rule x          POINT  the same without the blanks before it (POINT_BELOW: only
    DETOUR    what interrupts blanks                         in families whose dot may stand behind blanks)

NAMED has no names with underscores in front, which are a rule of their own: UNDERSCORED(x).

The prefix of a rule says what stands before it: `w_x` may begin with blanks, `s_x` begins with one, `k_x` follows a
keyword directly, so that it begins with a blank or with punctuation.

What makes XGrammar 0.2.8 fast, measured on 200,000 tokens:
- Blanks are written out at the start of the rule that they lead (`[ \\t]*` is native there). A rule of their own, a `+`
  or a group in mid-sequence makes every token that begins with a blank uncertain: 0.7 s for one mask instead of 0.3 ms.
- A token that leaves the rule in which it began costs a microsecond per character each time a mask is made. So brackets
  and what follows them (`().x`) are one rule, and rules say what can follow them, which only prunes masks. For a rule
  that is used once, in mid-sequence, a single character says it: XGrammar would take a longer hint for all that can
  follow.
- Expressions of statements and of most headers run to the end of their line, newline or colon included: no other rule
  is asked what may follow.
- A token that one rule accepts is not tried in another. So the letters of a name stand twice: in `distinct`, and in the
  rule that goes on behind it (`NAMED`), where tokens such as `_(` and `_.x` are decided when the grammar is compiled.
  For the same reason it takes the letters behind a keyword (`return_(`), an empty string has an alternative (`"",`), and
  underscores in front of a name are written out (`UNDERSCORED`).
- That microsecond grows with the rules that are open at once. So blanks behind an operand are read once, before a rule
  of all that may stand there (`spaced_tail`), and not at the start of each alternative.
- A rule begins with characters or with rules, or it gets a large mask of its own when compiled.
- `x+` at the end of the whole text keeps all rules of an x open twice: in the last x and in one that another follows.
- What two statements have in common (`x.y[0]` begins a call and an assignment) is parsed once and decided afterwards.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Family:
    """Where an expression stands: the suffix of its rules, the family inside its brackets, what its blanks are, what
    interrupts them (`detour`: a comment or a continued line) and what can follow an operand."""

    name: str
    brackets: str
    blank: str
    after_blanks: str = ""
    after_long_blanks: str = ""
    inner_blanks: str = r"[ \t\n]* comments"
    dot: str = '"."'
    detour: str = ""
    operand: str = "follow_in"
    list: str = "close_in"


_DOT = r'[ \t\n]* comments "." [ \t\n]* comments'
_COMMENT = r'"#" [^\n\r\x00\ud800-\udfff]* "\n" [ \t\n]*'
LINE = Family(
    "line",
    "in",
    r"[ \t]",
    after_long_blanks=" continued",
    detour=r'"\\\n" [ \t]*',
    operand="follow_line",
    list="close_line",
)
# With what ends the line, so that no mask asks the rules around them what may follow.
TO_NEWLINE = replace(LINE, name="stmt", operand='" "')
TO_COLON = replace(LINE, name="head", operand=r"[ \t\n#]")
LIST_TO_COLON = replace(TO_COLON, name="loop")
BRACKETS = Family("in", "in", r"[ \t\n]", " comments", " comments", dot=_DOT, detour=_COMMENT)
CALM = replace(BRACKETS, name="calm", brackets="calm")
IN_DOUBLE_QUOTES = Family("dq", "dq", "[ ]", inner_blanks="[ ]*", operand="follow", list="close_field")
IN_SINGLE_QUOTES = replace(IN_DOUBLE_QUOTES, name="sq", brackets="sq")

_CHARACTER = r"[ \t\n#()\[\]{},.:;=+\-*/%@<>&|^!\\]"
_NAMED = (
    "distinct [A-Za-z0-9_]* REST | stem REST | stem [0-9_] [A-Za-z0-9_]* REST | bare_stem REST"
    " | excluded [0-9_] [A-Za-z0-9_]* REST"
)
_UNDERSCORED = '"_" REST | "_" [A-Za-z0-9] [A-Za-z0-9_]* REST | "__" REST | "__" [A-Z0-9_] [A-Za-z0-9_]* REST'
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|[^"\[]+')


def expand(template: str, family: Family, words: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The rules of a template, one EBNF line each, for one family; `words` are replaced by their texts first.

    A line that begins with `|` continues a rule.
    """
    for word, text in words.items():
        template = template.replace(word, text)
    lines: list[str] = []
    for line in filter(None, map(str.strip, template.splitlines())):
        if line.startswith("|"):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return [_expand_line(line, family) for line in lines]


def _expand_line(line: str, family: Family) -> str:
    name, _, body = line.partition("::=")
    tokens = _TOKENS.findall(_expand_words(body, family))
    parts = (token if token[0] in '"[' else _expand_part(token, family) for token in tokens)
    return f"{_expand_part(name, family).strip()} ::={''.join(parts)}"


def _expand_words(body: str, family: Family) -> str:
    """The body with the family's texts for words that hold quotes; an alternative that it lacks falls away."""
    point = family.dot[family.dot.index('"."') :]
    if point == family.dot:
        body = re.sub(r"\| POINT_BELOW [^|]*", "", body)
    if not family.detour:
        body = re.sub(r"\| DETOUR [^|(]*", "", body)
    body = body.replace("DETOUR", family.detour).replace("POINT_BELOW", point).replace("POINT", point)
    body = re.sub(r"UNDERSCORED\((\S+)\)", lambda match: _UNDERSCORED.replace("REST", match[1]), body)
    return re.sub(r"NAMED\((\S+)\)", lambda match: _NAMED.replace("REST", match[1]), body)


def _expand_part(text: str, family: Family) -> str:
    blanks = f"{family.blank}*"
    text = re.sub(r"(?<!\w)_!", lambda _: family.inner_blanks, text)
    text = re.sub(r"(\w)@", rf"\1_{family.name}", text)
    text = re.sub(r"(\w)!", rf"\1_{family.brackets}", text)
    follow = {"operand": family.operand, "list": family.list, "line": r"[ \t\n#]", "character": _CHARACTER}
    text = re.sub(r"\(=(\w+)\)", lambda match: f"(= {follow[match[1]]})", text)
    text = re.sub(r"\bDOT\b", lambda _: family.dot, text)
    text = re.sub(r"\bBLANK\b", lambda _: family.blank, text)
    text = text.replace("~~", f"{family.blank} {blanks}{family.after_long_blanks}")
    text = text.replace("~", f"{blanks}{family.after_long_blanks}")
    text = re.sub(r"(?<!\w)__(?!\w)", lambda _: f"{family.blank} {blanks}{family.after_blanks}", text)
    return re.sub(r"(?<!\w)_(?!\w)", lambda _: f"{blanks}{family.after_blanks}", text)
