"""The notation in which the grammar is written, and its expansion to EBNF.

An expression looks the same wherever it stands, but blanks do not: a line ends at its newline, a bracket spans lines, a
field of an f-string does neither. Rules of expressions are therefore templates, expanded once per `Family`:

    rule@     the rule of the same family             _  __  blanks if any, at least one blank
    rule!     the rule of the family inside brackets  ~  ~~  the same, and a backslash may continue the line
    _!        blanks inside brackets, if any          BLANK  exactly one blank
    (=word)   what can follow, prunes masks           DOT    a dot between a value and its attribute

The prefix of a rule says what stands before it: `w_x` may begin with blanks, `s_x` begins with one, `k_x` follows a
keyword directly, so that it begins with a blank or with punctuation.

What makes XGrammar 0.2.8 fast, measured on 200,000 tokens:
- Blanks are written out at the start of the rule that they lead (`[ \\t]*` is native there). A rule of their own, a `+`
  or a group in mid-sequence makes every token that begins with a blank uncertain: 0.7 s for one mask instead of 0.3 ms.
- A token that leaves the rule in which it began costs a microsecond each time a mask is made. So brackets and what
  follows them (`().x`) are one rule, and rules say what can follow them, which only prunes masks. For a rule that is
  used once, in mid-sequence, a single character says it: XGrammar would take a longer hint for all that can follow.
- A rule begins with characters or with rules, or it gets a large mask of its own when compiled.
- What two statements have in common (`x.y[0]` begins a call and an assignment) is parsed once and decided afterwards.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """Where an expression stands: the suffix of its rules, the family inside its brackets, what its blanks are and what
    can follow an operand."""

    name: str
    brackets: str
    blank: str
    after_blanks: str = ""
    after_long_blanks: str = ""
    inner_blanks: str = r"[ \t\n]* comments"
    dot: str = '"."'
    operand: str = "follow_in"
    list: str = "close_in"


_DOT = r'[ \t\n]* comments "." [ \t\n]* comments'
LINE = Family("line", "in", r"[ \t]", after_long_blanks=" continued", operand="follow_line", list="close_line")
BRACKETS = Family("in", "in", r"[ \t\n]", " comments", " comments", dot=_DOT)
CALM = Family("calm", "calm", r"[ \t\n]", " comments", " comments", dot=_DOT)
IN_DOUBLE_QUOTES = Family("dq", "dq", "[ ]", inner_blanks="[ ]*", operand="follow", list="close_field")
IN_SINGLE_QUOTES = Family("sq", "sq", "[ ]", inner_blanks="[ ]*", operand="follow", list="close_field")

_CHARACTER = r"[ \t\n#()\[\]{},.:;=+\-*/%@<>&|^!\\]"
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|[^"\[]+')


def expand(template: str, family: Family) -> list[str]:
    """The rules of a template, one EBNF line each, for one family. A line that begins with `|` continues a rule."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, template.splitlines())):
        if line.startswith("|"):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return [_expand_line(line, family) for line in lines]


def _expand_line(line: str, family: Family) -> str:
    name, _, body = line.partition("::=")
    parts = (part if part[0] in '"[' else _expand_part(part, family) for part in _TOKENS.findall(body))
    return f"{_expand_part(name, family).strip()} ::={''.join(parts)}"


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
