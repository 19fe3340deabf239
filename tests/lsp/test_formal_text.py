"""An informal clause is made formal: the text was run on candidates before it is offered, and is run from then on."""

import pytest

from .editor import Editor
from .test_journey import SENTENCE
from .test_questions import HEADER

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT = f"""\
{HEADER}    {SENTENCE}
    requires: n must not be negative
    ensures: result is positive
    ensures: result is even
"""


async def offered(editor: Editor, uri: str, clause: str) -> list[str]:
    """The formal texts that are offered where the clause stands."""
    found = await editor.actions(uri, editor.texts[uri].index(clause))
    return [item.title for item in found if item.title.startswith("Write it as")]


async def test_formal_text_is_offered_when_it_held_and_checked_when_it_is_accepted(editor: Editor) -> None:
    uri = await editor.open("factorial.lift", TEXT)
    editor.save(uri)
    await editor.until(lambda: "LIFT105" in editor.codes(uri))
    assert await offered(editor, uri, "requires:") == ["Write it as `requires: n >= 0`"]
    assert await offered(editor, uri, "ensures: result is positive") == ["Write it as `ensures: result > 0`"]
    assert await offered(editor, uri, "ensures: result is even") == [], "1 is a factorial: the text was run, and fails"
    hover = await editor.hover(uri)
    assert "could be written `requires: n >= 0`: held on " in hover
    assert "result % 2" not in hover

    await editor.choose(uri, "Write it as `requires: n >= 0`", editor.texts[uri].index("requires:"))
    assert editor.texts[uri] == TEXT.replace("n must not be negative", "n >= 0")
    editor.save(uri)
    await editor.until(lambda: editor.shown[uri].version == 2 and editor.codes(uri) == ["LIFT105"])
    hover = await editor.hover(uri)
    assert "| `requires: n >= 0` | ✓ holds |" in hover
    assert await offered(editor, uri, "requires:") == []
