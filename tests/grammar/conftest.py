"""The real XGrammar, with a small vocabulary that is trained on first use. Only tests marked `grammar` ask for it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from grammar.matching import Compiler
    from grammar.vocabulary import Vocabulary

TOKENIZER = Path(__file__).parents[2] / "build" / "grammar-tokenizer.json"


@pytest.fixture(scope="session")
def vocabulary() -> "Vocabulary":
    from grammar import vocabulary

    return vocabulary.small(TOKENIZER)


@pytest.fixture(scope="session")
def compiler(vocabulary: "Vocabulary") -> "Compiler":
    from grammar.matching import Compiler

    return Compiler(vocabulary)
