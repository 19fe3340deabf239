"""What words of the prose stand for: `the given list` a parameter, `three` a number, `an empty string` a value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lift_ir import TypeExpr, parse_type

KINDS = {"str": "text", "list": "list", "tuple": "list", "set": "list", "pair": "list", "int": "number",
         "float": "number", "dict": "mapping", "bool": "truth"}  # fmt: skip
"""The outermost name of a type in the search's language -> the kind of its values."""

_NOUNS = {
    "list": "list array sequence collection tuple set numbers values items elements",
    "text": "string text word sentence phrase line message name str",
    "number": "number integer int float value",
    "mapping": "dictionary dict mapping map",
}
_KIND_OF = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
_NOUN = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_GIVEN = (
    r"(?:(?:the|a|an|this|that|its|given|input|supplied|provided|specified|passed|original|whole|entire|array's)\s+)"
)
_PLURAL = r"(?:\s+of\s+(?:[\w-]+\s+)?(?:numbers|integers|ints|floats|strings|words|items|elements|values|lists|names))?"
REFERENCE = re.compile(
    rf"\b(?P<given>{_GIVEN}*)(?P<noun>{_NOUN}|input|argument)\b(?!\s+of\s+(?!(?:[\w-]+\s+)?\w+s\b))(?!-|'s\b){_PLURAL}"
    r"(?:\s+(?:called\s+|named\s+)?(?P<name>[`']?\w+[`']?))?",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\b(?:(?:the|both|given|input)\s+)*(?:two|both)\s+(?:(?:the|of|given|input)\s+)*(?P<noun>lists|arrays|strings|words|texts|numbers|integers)\b"
    r"|\b(?P<they>they|both)\b(?=\s+(?:are|have|is))",
    re.IGNORECASE,
)
_PLURALS = {"lists": "list", "arrays": "list", "strings": "text", "words": "text", "texts": "text", "numbers": "number",
            "integers": "number"}  # fmt: skip
_ENDS = re.compile(
    r"\b(?:the |its )(?P<end>first|last)\s+(?:element|item|number|value|character|letter)"
    r"(?:\s+(?:of|in)\s+(?P<of>\w+))?(?=\s)",
    re.I,
)
_LENGTH = re.compile(r"\bits\s+(?:length|size)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its value)\b(?=\s+(?:is|has|contains|does|starts|ends|begins))", re.IGNORECASE)
_ROLES = (
    "threshold limit bound weight size capacity index position base value element item character letter substring "
    "separator"
)
_BETWEEN = r"(?:(?!(?:of|in|and|or|is|are|than|to)\b)\w+\s+){0,3}?"

NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
CHARACTERS = {
    "comma": ",", "commas": ",", "space": " ", "spaces": " ", "blank": " ", "hyphen": "-", "hyphens": "-", "dash": "-",
    "dashes": "-", "underscore": "_", "underscores": "_", "newline": "\n", "newlines": "\n", "tab": "\t", "tabs": "\t",
    "semicolon": ";", "semicolons": ";", "colon": ":", "colons": ":", "period": ".", "periods": ".", "dot": ".",
    "dots": ".", "slash": "/", "slashes": "/", "pipe": "|", "pipes": "|", "asterisk": "*", "asterisks": "*",
}  # fmt: skip
"""Characters by their names."""

_LITERALS = (
    (r"(?:the )?(?:python )?none|nothing|null", "None"),
    (r"(?:boolean )?true", "True"),
    (r"(?:boolean )?false", "False"),
    (r"(?:an? |the )?empty (?:list|array)|\[ ?\]", "[]"),
    (r"(?:an? |the )?empty (?:string|text|str)|''|\"\"", "''"),
    (r"(?:an? |the )?empty (?:dict|dictionary|mapping|map)|\{ ?\}", "{}"),
    (r"(?:an? |the )?empty tuple|\( ?\)", "()"),
)
_LITERAL = tuple((re.compile(pattern, re.IGNORECASE), source) for pattern, source in _LITERALS)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?")
_QUOTED = re.compile(r"'[^'\\\n]{0,40}'|\"[^\"\\\n]{0,40}\"|\[(?:-?\d+(?:, ?-?\d+)*)?\]")
_ITSELF = re.compile(
    r"(?:it|itself)(?: unchanged)?|(?:the )?(?:original |same |input |given |unchanged )+(?:\w+)(?: unchanged)?"
    r"|(?:the )?(?:\w+) (?:itself|unchanged|as is|as it is)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The parameters with their types in the search's language, and the result's type."""

    types: Mapping[str, str]
    result: str = "any"
    by_kind: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, tuple[str, ...]] = {}
        for name, type_ in self.types.items():
            kind = kind_of(type_)
            found[kind] = (*found.get(kind, ()), name)
        object.__setattr__(self, "by_kind", found)

    @property
    def names(self) -> dict[str, TypeExpr | None]:
        """The parameters with their types for the reading of conditions."""
        return {name: _annotation(type_) for name, type_ in self.types.items()}

    def only(self, kind: str) -> str | None:
        """The one parameter of a kind; where none is known to be, the only one of an unknown type."""
        of_kind = self.by_kind.get(kind, ())
        unknown = self.by_kind.get("any", ()) if not of_kind and len(self.types) == 1 else ()
        return next(iter(of_kind or unknown), None) if len(of_kind) + len(unknown) == 1 else None

    def iterable(self) -> str | None:
        """The one parameter that can be iterated: a list or a text."""
        found = [*self.by_kind.get("list", ()), *self.by_kind.get("text", ())]
        if not found and len(self.types) == 1:
            found = list(self.by_kind.get("any", ()))
        return found[0] if len(found) == 1 else None

    def number(self, text: str) -> str | None:
        """The source of a count: digits, a number word, or a parameter that may be a number."""
        bare = text.strip(" `")
        if _NUMBER.fullmatch(bare):
            return bare
        if bare.lower() in NUMBERS and bare not in self.types:
            return str(NUMBERS[bare.lower()])
        return bare if kind_of(self.types.get(bare, "none")) in ("number", "any") else None

    def text(self, text: str) -> str | None:
        """The source of a quoted text, of a character by its name, or of a parameter that may be a text."""
        bare = text.strip()
        if _QUOTED.fullmatch(bare) and bare[0] != "[":
            return repr(bare[1:-1])
        plain = re.sub(r"^(?:an?|the|single|with)\s+|\s+characters?$", "", bare, flags=re.IGNORECASE).strip("`")
        if plain.lower() in CHARACTERS and plain not in self.types:
            return repr(CHARACTERS[plain.lower()])
        return plain if kind_of(self.types.get(plain, "none")) in ("text", "any") else None

    def parameter(self, text: str) -> str | None:
        """The parameter that the whole text names or describes."""
        bare = text.strip(" `'")
        if bare in self.types:
            return bare
        resolved = self.resolve(text.strip())
        return resolved if resolved in self.types else None

    def value(self, text: str) -> str | None:
        """The source of a literal, a parameter, or of the only parameter where the text says `itself`."""
        bare = " ".join(text.split()).strip(" .,")
        plain = re.sub(r"^(?:the )?(?:value|number|integer|string|text|list)(?: of)? (?=\S)", "", bare, flags=re.I)
        for said in dict.fromkeys((bare, plain)):
            if said in self.types:
                return said
            for pattern, source in _LITERAL:
                if pattern.fullmatch(said.strip("`")):
                    return source
            if found := self.number(said):
                return found
            if _QUOTED.fullmatch(said):
                return repr(said[1:-1]) if said[0] != "[" else said
        if _ITSELF.fullmatch(bare) and len(self.types) == 1:
            return next(iter(self.types))
        return self.parameter(bare)

    def resolve(self, text: str) -> str:
        """The text with the parameters' names in the place of words that describe them."""
        plain = _TWO.sub(self._both, " ".join(text.split()))
        plain = re.sub(r"\b(than or equal) (?!to\b)", r"\1 to ", plain)
        plain = self._described.sub(self._named, REFERENCE.sub(self._referred, plain))
        iterable, only = self.iterable(), next(iter(self.types)) if len(self.types) == 1 else None
        if iterable is not None:
            plain = _LENGTH.sub(f"len({iterable})", plain)
        if only is not None:
            plain = _IT.sub(only, plain)
        return _ENDS.sub(self._end, plain)

    @property
    def _described(self) -> re.Pattern[str]:
        """A parameter's name behind words that describe it."""
        names = "|".join(map(re.escape, self.types)) or r"(?!)"
        before = rf"(?:the|a|an|given)\s+{_BETWEEN}|(?:{_ROLES.replace(' ', '|')})\s+"
        return re.compile(rf"(?i:\b(?:{before}))[`']?(?P<name>{names})[`']?(?!\w)")

    def _both(self, match: re.Match[str]) -> str:
        kind = _PLURALS[match["noun"].lower()] if match["noun"] else None
        two = self.by_kind.get(kind, ()) if kind else tuple(self.types)
        return f"{two[0]} and {two[1]}" if len(two) == 2 else match[0]

    def _end(self, match: re.Match[str]) -> str:
        of = match["of"] if match["of"] in self.types else None if match["of"] else self.iterable()
        return match[0] if of is None else f"{of}[{'0' if match['end'].lower() == 'first' else '-1'}]"

    def _referred(self, match: re.Match[str]) -> str:
        name = (match["name"] or "").strip("`'")
        if match["given"][:2].lower() == "a " and "a" in self.types:
            return match[0]
        if name in self.types:
            return name
        rest = f" {match['name']}" if match["name"] else ""
        noun = match["noun"].lower()
        if noun in self.types and match["given"]:
            return noun + rest
        if noun in ("input", "argument"):
            return (next(iter(self.types)) + rest) if len(self.types) == 1 and match["given"] else match[0]
        found = self.only(_KIND_OF[noun]) if match["given"] else None
        return match[0] if found is None else found + rest

    def _named(self, match: re.Match[str]) -> str:
        return match[0] if match[0][:2].lower() == "a " and "a" in self.types else match["name"]


def kind_of(type_: str) -> str:
    """`text`, `list`, `number`, `mapping`, `truth`, `any`; `none` for the type of None."""
    if type_ == "none":
        return "none"
    return KINDS.get(type_.partition("[")[0], "any")


def _annotation(type_: str) -> TypeExpr | None:
    if "pair[" in type_ or "any" in type_ or type_ in ("none", "empty"):
        return None
    try:
        return parse_type(type_)
    except ValueError:
        return None


def kind_of_noun(noun: str) -> str | None:
    """The kind of values that a noun in the singular names."""
    return _KIND_OF.get(noun.lower())
