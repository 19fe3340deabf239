"""Which functions the `.lift` files claim: two specs of different files that claim one are both told."""

from dataclasses import dataclass, field
from pathlib import Path

from lift_server.lsp.workspace_files import Claimed


@dataclass(slots=True)
class Claims:
    """What each file claims, by its key in `Documents`."""

    _by_file: dict[str, Claimed] = field(default_factory=dict)
    _by_function: dict[tuple[Path, str], dict[str, int]] = field(default_factory=dict)

    def update(self, key: str, claimed: Claimed) -> set[str]:
        """Take what a file claims now; returns the other files whose findings that changes."""
        before = self._by_file.get(key, {})
        changed = {item for item in before.keys() | claimed.keys() if before.get(item) != claimed.get(item)}
        affected: set[str] = set()
        for item in changed:
            files = self._by_function.setdefault(item, {})
            files.pop(key, None)
            affected |= files.keys()
            if item in claimed:
                files[key] = claimed[item]
            if not files:
                del self._by_function[item]
        self._by_file[key] = claimed
        if not claimed:
            del self._by_file[key]
        return affected

    def replace_closed(self, claimed: dict[str, Claimed], opened: set[str]) -> set[str]:
        """Take what the files that are not open claim; returns all files that are affected."""
        affected: set[str] = set()
        for key in self._by_file.keys() - opened - claimed.keys():
            affected |= self.update(key, {})
        for key, functions in claimed.items():
            affected |= self.update(key, functions)
        return affected

    def elsewhere(self, key: str, module: Path) -> dict[str, tuple[str, ...]]:
        """For each function of `module` that a file shares with others: where those specs stand (`name:line`)."""
        shared: dict[str, tuple[str, ...]] = {}
        for item in self._by_file.get(key, {}):
            others = {other: line for other, line in self._by_function[item].items() if other != key}
            if item[0] == module and others:
                shared[item[1]] = tuple(f"{Path(other).name}:{line}" for other, line in sorted(others.items()))
        return shared
