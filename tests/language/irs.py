"""Generated IRs: every kind of parameter and clause, around prose that tries to be something else."""

from collections.abc import Iterable
from typing import Literal

from hypothesis import strategies as st

from lift_ir import (
    IR,
    Assertion,
    Condition,
    Effect,
    Example,
    Hole,
    Parameter,
    ParameterKind,
    Raises,
    Signature,
    Unspecified,
    Use,
    parse_type,
)
from lift_ir.clauses import HoleKind
from lift_ir.formal import KNOWN_NAMES, called_names, is_expression
from lift_ir.prose import clause_text, inline_holes
from lift_ir.types import TypeExpr, unknown_names
from lift_server.formality import with_formality
from lift_server.stated_holes import asked_hole, default_hole, inline_hole, type_hole, unknown_type_hole
from lift_server.syntax.values import split_example
from lift_server.syntax.words import KEYWORDS

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
"""Lone surrogates and NUL cannot stand in a text file."""

NAMES = st.sampled_from(
    ["x", "n", "value", "when", "raises", "example", "module", "spec", "approx", "_", "key2", "note"]
)

_WORDS = st.sampled_from(
    "the result of a ?key ?n x C# issue #12 `?quoted` it's 'a ?b c' \"?x y\" ( ) [ ] {a: 1} \\ \\\\ \\? \\?name "
    "\\\\?name ?name: :: := http://a.b -> == naïve 数 \u2028 \x0c \xa0 raises when ?".split(" ")
) | st.text(CHARACTERS, min_size=1, max_size=5)
_STARTS = st.sampled_from(
    "||||requires:|ensures : |example:x|spec |spec|# |#|\\|\\\\|\\#|\\requires: |\\?n |?n |x: |n:|note: |Note : "
    "|module: m|hole: |- |\\x: |unspecified:|\ufeff|    |\t|  \u3000".split("|")
)
_LINES = st.builds(lambda start, words: start + " ".join(words), _STARTS, st.lists(_WORDS, max_size=5))
_BREAKS = st.sampled_from(["\n", "\n", "\n\n", "\n    ", "\r\n", "\r", "\n\t", "\n\n\n  "])

PROSE = st.lists(st.tuples(_LINES, _BREAKS), max_size=6).map(
    lambda lines: "".join(part for line in lines for part in line)
)
"""Text that holds whatever the language might mistake for something else."""

_VALUES = PROSE.filter(clause_text)


def types() -> st.SearchStrategy[TypeExpr]:
    """Types in Python's notation, known and unknown, nested."""
    leaves = st.sampled_from(
        [
            "int",
            "str",
            "None",
            "Decimal",
            "date",
            "Foo",
            "decimal.Decimal",
            "other.Thing",
            "Any",
            "Literal['a, b', -1]",
            "tuple[int, ...]",
        ]
    )
    nested = st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map("list[{}]".format),
            st.builds("dict[{}, {}]".format, inner, inner),
            st.builds("{} | {}".format, inner, inner),
            st.builds("Callable[[{}], {}]".format, inner, inner),
        ),
        max_leaves=4,
    )
    return nested.map(parse_type)


DEFAULTS = st.sampled_from(
    "0|-1|'a, b'|\"#\"|(1, 2)|( 3 )|[]|None|lambda a, b: (a)|{'a': 1}|\"?y\"|'->'|'(:'|0xFF|'é'"
    "|1 if x else 2|not x|f(')')|...".split("|")
)


@st.composite
def parameters(draw: st.DrawFn) -> tuple[Parameter, ...] | None:
    """Parameters that Python accepts in this order, or None."""
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    names = draw(st.lists(NAMES, unique=True, max_size=5))
    kinds = sorted(
        draw(st.lists(st.sampled_from(list(ParameterKind)), min_size=len(names), max_size=len(names))),
        key=list(ParameterKind).index,
    )
    found: list[Parameter] = []
    needs_default = False
    for name, kind in zip(names, kinds, strict=True):
        variadic = kind in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        if variadic and any(other.kind is kind for other in found):
            continue
        positional = kind in (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD)
        must_have = positional and needs_default
        default = None if variadic else draw(DEFAULTS if must_have else st.none() | DEFAULTS)
        needs_default = needs_default or (positional and default is not None)
        # A keyword wins over a parameter of that name, so nothing can describe this one.
        description = "" if name in KEYWORDS else draw(st.just("") | _LINES)
        found.append(
            Parameter(name=name, type=draw(st.none() | types()), default=default, kind=kind, description=description)
        )
    return tuple(found)


@st.composite
def signatures(draw: st.DrawFn) -> Signature:
    """Signatures of which anything may be missing; one in four says nothing at all."""
    if draw(st.integers(0, 3)) == 0:
        return Signature()
    name = draw(st.none() | NAMES)
    return Signature(
        name=name, parameters=draw(parameters()), returns=draw(st.none() | types()), is_async=draw(st.booleans())
    )


@st.composite
def expressions(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    """Python on one line or several, in which `?name` and keywords may stand inside strings and comments."""
    name = draw(st.sampled_from([*names, "result", "other"]))
    pattern = draw(
        st.sampled_from(
            [
                "{} >= 0",
                "not {}",
                "sum(\n    {},\n) == 1",
                "{} == 1  # ?why",
                "len(\n# note\n{}) > 0",
                "{} != ' \\\\?n'",
                "{} is 3",
                "{{\nx: 1,\n  n: {}}} == ' ?n'",
                "all(\n  {} < i\n    for i in {})",
                "{}",
                "isinstance({}, str)",
                "{} == 'raises: x'",
            ]
        )
    )
    return pattern.format(name, name)


@st.composite
def calls(draw: st.DrawFn, name: str | None) -> str:
    """A call of the function, on one line or two."""
    arguments = draw(st.sampled_from(["", "0", "1, key='a'", "\n  [1, 2],\n 3", "' ?n'", "x"]))
    return f"{name or 'len'}({arguments})"


EXCEPTIONS = st.lists(
    st.sampled_from(["ValueError", "TypeError", "json.JSONDecodeError", "when", "E1"]),
    min_size=1,
    max_size=3,
    unique=True,
)


@st.composite
def irs(draw: st.DrawFn) -> IR:
    """Any IR that a file can state: texts in canonical form, holes where and as they can be stated."""
    signature = draw(signatures())
    name, names = signature.name, signature.parameter_names
    values = _VALUES | expressions(names)

    def many(strategy: st.SearchStrategy) -> st.SearchStrategy[tuple]:
        return st.lists(strategy, max_size=2).map(tuple)

    condition = values.map(lambda text: Condition(text=text))
    kinds: st.SearchStrategy[Literal["precondition", "postcondition"]] = st.sampled_from(
        ["precondition", "postcondition"]
    )
    examples = st.one_of(
        st.builds(Example, text=calls(name).map("{} == 1".format)),
        st.builds(Example, text=calls(name), raises=EXCEPTIONS.map(tuple)),
        st.builds(Example, text=values).filter(lambda example: split_example(example.text) == (example.text, ())),
    )
    uses = st.builds(
        Use,
        name=st.sampled_from(["Foo", "Thing", "helper", "when"]),
        module=st.sampled_from(["", "a.b", ".near", ".."]),
    )
    ir = IR(
        intent=draw(PROSE),
        signature=signature,
        effects=draw(st.lists(st.sampled_from(list(Effect)), unique=True, max_size=3).map(tuple)),
        uses=draw(many(uses)),
        assertions=draw(many(st.builds(Assertion, kind=kinds, condition=condition))),
        raises=draw(many(st.builds(Raises, exceptions=EXCEPTIONS.map(tuple), condition=st.none() | condition))),
        examples=tuple(example for example in draw(many(examples)) if name or not _unknown_calls(example.text)),
        unspecified=draw(many(st.builds(Unspecified, call=calls(name) | values))),
    )
    asked = draw(st.sets(st.sampled_from(["key", "n", "name", "b", "x", "->", "()"])))
    questions = draw(many(_LINES.filter(str.strip).map(asked_hole)))
    ir = ir.model_copy(update={"holes": (*header_holes(ir, asked), *inline(ir, asked), *questions)})
    return with_formality(IR.model_validate(ir.model_dump()))


def _unknown_calls(text: str) -> set[str]:
    """An unnamed spec takes its name from these."""
    return {name for name in called_names(text) if name not in KNOWN_NAMES}


def header_holes(ir: IR, asked: Iterable[str]) -> list[Hole]:
    """What is asked in the header, in its order."""
    signature = ir.signature
    brought = frozenset(use.name for use in ir.uses if use.module)
    holes = [type_hole("()")] if "()" in asked and signature.parameters != () else []
    for parameter in signature.parameters or ():
        unknown = unknown_names(parameter.type, brought) if parameter.type else ()
        if unknown:
            holes.append(unknown_type_hole(parameter.name, unknown[0]))
        elif parameter.name in asked and parameter.type is None and parameter.default is None:
            holes.append(type_hole(parameter.name))
        elif (
            parameter.name in asked
            and parameter.type
            and not parameter.default
            and _may_have_default(parameter, signature)
        ):
            holes.append(default_hole(parameter.name))
    if signature.returns is not None and (unknown := unknown_names(signature.returns, brought)):
        holes.append(unknown_type_hole("->", unknown[0]))
    elif signature.returns is None and "->" in asked:
        holes.append(type_hole("->"))
    return holes


def _may_have_default(parameter: Parameter, signature: Signature) -> bool:
    """Python wants defaults last, and none for `*args`."""
    return parameter.kind is ParameterKind.KEYWORD_ONLY or (
        parameter == (signature.parameters or (None,))[-1] and not parameter.kind.startswith("var")
    )


def inline(ir: IR, asked: Iterable[str]) -> list[Hole]:
    """The `?name` of `asked` in prose, then in informal clauses, each once."""
    prose = [ir.intent, *(parameter.description for parameter in ir.signature.parameters or ())]
    clauses = [assertion.condition.text for assertion in ir.assertions]
    clauses += [item.condition.text for item in ir.raises if item.condition]
    clauses += [example.text for example in ir.examples]
    clauses += [item.call for item in ir.unspecified]
    holes: dict[str, Hole] = {}
    for kind, texts in (
        (HoleKind.INTENT, prose),
        (HoleKind.ASSERTION, [text for text in clauses if not is_expression(text)]),
    ):
        for text in texts:
            for name, _, _ in inline_holes(text):
                if name in asked:
                    holes.setdefault(name, inline_hole(name, kind))
    return list(holes.values())


_INDENTS = st.sampled_from(["", "", "    ", "  ", "        ", "\t", " \t ", "\u3000", " \xa0"])
_FILE_LINES = st.sampled_from(
    """\
spec f(x, n: int = 0) -> int
spec  g
spec async h (x)  # why
spec (x: ?) -> ?
spec for the win
spec f(x:
spec f:
requires: x > 0
requires:x
ensures :  result >= 0
raises: ValueError  when  x < 0
raises: E when
example: f(1) == 2
example: f(1)  raises E
effects: none
effects: reads files,time # c
uses: g
uses: from a import Foo
uses:
hole: why
unspecified: f(0)
module: a.b
module: ../x
x: the  first
n:
note:  some
requires
# comment
#



Some  prose here.
and ?more of it
(
0)
\\requires: no
\\?x
\\\\
spec
specs
Example: f(2)""".split("\n")
)
FILES = st.lists(
    st.tuples(_INDENTS, _FILE_LINES | _LINES, st.sampled_from(["", " "]), st.sampled_from(["\n"] * 6 + ["\r\n", "\r"])),
    max_size=16,
).map(lambda lines: "".join(part for line in lines for part in line))
"""Files of lines that are right, wrong and misplaced, at any indentation."""
