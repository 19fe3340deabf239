"""Finding a function in a module: its parts, and which of several definitions holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lift_server.module_text import TargetProblem
from lift_server.target import FoundFunction, find_function, normalised_body_hash

from .modules import FUNCTIONS, NAMES, module_texts


def check_found(text: str, name: str = "f") -> FoundFunction:
    found = find_function(text, name)
    assert isinstance(found, FoundFunction)
    return found


def check_problem(text: str, *parts: str) -> None:
    problem = find_function(text, "f")
    assert isinstance(problem, TargetProblem)
    for part in parts:
        assert part in problem.message


def test_the_parts_of_a_function() -> None:
    text = (
        "x = 'ä𝛑'; y = 1\n"
        "@cache\n"
        "async def f(a, /, b, *c, d=':', **e) -> dict[str, int]:  # note: here\n"
        '    """Doc."""\n'
        "    return b\n"
        "\n"
        "    # inside\n"
        "# outside\n"
    )
    found = check_found(text)
    assert found.span.slice(text).startswith("@cache\nasync def")
    assert found.definition.slice(text).startswith("async def f")
    assert found.definition.slice(text).endswith("return b\n\n    # inside")
    assert found.header.slice(text) == "async def f(a, /, b, *c, d=':', **e) -> dict[str, int]:"
    assert found.body.slice(text) == "return b\n\n    # inside"
    assert found.name_span.slice(text) == "f"
    assert found.parameters == ("a", "b", "c", "d", "e")
    assert found.is_async
    assert not found.is_conditional


def test_a_function_of_nothing_but_a_docstring_has_an_empty_body() -> None:
    text = 'def f():\n    """Doc."""\n'
    assert check_found(text).body.slice(text) == ""


def test_methods_nested_functions_and_strings_are_no_functions_of_the_module() -> None:
    text = "class A:\n    def f(self): ...\ndef g():\n    def f(): ...\nT = '''\ndef f(): ...\n'''\n"
    assert find_function(text, "f") is None


def test_type_checking_blocks_never_run() -> None:
    assert find_function("if TYPE_CHECKING:\n    def f(): ...\n", "f") is None
    text = "if typing.TYPE_CHECKING:\n    def f(): ...\nelse:\n    def f(x): ...\n"
    found = check_found(text)
    assert found.parameters == ("x",)
    assert found.is_conditional


def test_of_two_definitions_the_last_one_holds() -> None:
    text = "def f(a): ...\ndef f(b): ...\n"
    found = check_found(text)
    assert found.parameters == ("b",)
    assert [span.slice(text) for span in found.earlier] == ["def f(a): ..."]


def test_overloads_are_no_definitions() -> None:
    text = "@overload\ndef f(a: int): ...\n@typing.overload\ndef f(a: str): ...\ndef f(a): ...\n"
    assert check_found(text).earlier == ()


def test_a_definition_of_the_module_itself_wins_over_one_in_a_branch() -> None:
    found = check_found("def f(a): ...\nif x:\n    def f(b): ...\n")
    assert found.parameters == ("a",)


def test_a_syntax_error_names_its_line() -> None:
    check_problem("x = 1\ny = = 2\n", "line 2", "nothing was written")


def test_null_bytes_surrogates_depth_and_size_are_problems() -> None:
    check_problem("x = '\0'\n", "")
    check_problem("x = '\ud800'\n", "broken characters")
    check_problem("x = " + "-" * 50_000 + "1\n", "nested too deeply")
    check_problem("#" * 1_000_001, "1,000,000")


def test_a_long_chain_of_branches_is_no_problem() -> None:
    text = "def f(x):\n    if x == 0: return 0\n" + "".join(f"    elif x == {n}: return {n}\n" for n in range(1500))
    assert check_found(text).body_hash == normalised_body_hash(text)
    assert find_function("if x: pass\n" + "elif x: pass\n" * 1500, "f") is None


def test_the_hash_is_blind_to_docstring_decorators_comments_and_layout() -> None:
    one = normalised_body_hash("def f(x):\n    return (x+1)\n")
    same = '@cache\ndef f( x ) :\n    """Doc."""\n    # why\n    return x + 1  # so\n'
    assert normalised_body_hash(same) == one
    assert check_found(same).body_hash == one


def test_the_hash_sees_every_change_of_meaning() -> None:
    sources = [
        "def f(x):\n    return x + 1\n",
        "def g(x):\n    return x + 1\n",
        "async def f(x):\n    return x + 1\n",
        "def f(y):\n    return y + 1\n",
        "def f(x=1):\n    return x + 1\n",
        "def f(x: int):\n    return x + 1\n",
        "def f(x) -> int:\n    return x + 1\n",
        "def f(x):\n    return x + 1.0\n",
        "def f(x):\n    return x + True\n",
        "def f(x):\n    return x + 0x" + "f" * 5000 + "\n",
        "def f(x):\n    return x - 1\n",
        "def f(x):\n    return 1 + x\n",
        "def f(x):\n    x + 1\n",
        "def f(x):\n    return f(x, 1)\n",
        "def f(x):\n    return f(x)(1)\n",
        "def f(x):\n    'doc'\n    'no doc'\n    return x + 1\n",
        "def f(x):\n    if x:\n        a\n    b\n",
        "def f(x):\n    if x:\n        a\n        b\n",
    ]
    assert len({normalised_body_hash(source) for source in sources}) == len(sources)


@given(module_texts(), st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_what_is_found_stands_in_the_text(text: str, name: str) -> None:
    """Every part is sliced out of the text itself, whatever its encoding, line endings and neighbors."""
    found = find_function(text, name)
    assert not isinstance(found, TargetProblem)
    if found is None:
        return
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    sources = [source.format(name=name) for source in FUNCTIONS]
    whole = found.span.slice(text).replace("\r\n", "\n").replace("\r", "\n")
    assert any(source.rstrip("\n") == whole.rstrip() for source in sources)
    assert whole in normal
    assert found.name_span.slice(text) == name
    assert found.header.slice(text).startswith(("def", "async def"))
    assert found.header.slice(text).endswith(":")
    assert found.definition.end == found.span.end == found.body.end
