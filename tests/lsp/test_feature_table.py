"""The documentation names what the server can do."""

from lift_server.ide.token_legend import MODIFIERS, TYPES
from lift_server.lsp.feature_table import PAGE, feature_table, updated


def test_the_table_of_features_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert updated(page) == page, "run `make generate`"
    assert feature_table() in page


def test_the_legend_of_tokens_is_documented() -> None:
    legend = PAGE.read_text(encoding="utf-8").partition("### Semantic tokens")[2].partition("###")[0]
    assert {name for name in (*TYPES, *MODIFIERS) if f"`{name}`" not in legend} == set()
