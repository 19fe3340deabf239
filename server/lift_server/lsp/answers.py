"""Answers that were offered as quick fixes: the texts that they make are lifted at once, without a save."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lift_server.ide.code_actions import Action
from lift_server.lsp.documents import Document
from lift_server.text import apply_edits


@dataclass(slots=True)
class _Offers:
    """Hashes of texts: those that the answers offered for `before` make, and all before and after an answer given."""

    before: int = 0
    after: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)


class OfferedAnswers:
    """What was offered in each open document. A client does not tell which action was chosen, but its text does."""

    def __init__(self) -> None:
        self._offers: dict[str, _Offers] = {}

    def offer(self, document: Document, actions: Iterable[Action]) -> None:
        """Note what the answers among the actions make of the document's text."""
        made = {hash(apply_edits(document.text, list(action.edits))) for action in actions if action.settles}
        if not made:
            return
        before = hash(document.text)
        offers = self._offers.setdefault(document.key, _Offers(before))
        if offers.before != before:
            offers.before, offers.after = before, set()
        offers.after |= made

    def was_given(self, document: Document) -> bool:
        """Whether the document's text is one that an answer has just made, or that undo or redo of one brings back."""
        offers = self._offers.get(document.key)
        if offers is None:
            return False
        now = hash(document.text)
        if now in offers.after:
            offers.passed |= {offers.before, now}
        return now in offers.passed

    def forget(self, document: Document) -> None:
        """The document was closed."""
        self._offers.pop(document.key, None)
