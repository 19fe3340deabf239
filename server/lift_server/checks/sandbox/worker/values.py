"""Values that stand for what cannot be carried as itself. Shared by the workers and the process that asks them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that the codec does not carry; `type_name` for display. Equal to nothing that a clause can name."""

    type_name: str

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


@dataclass(frozen=True, slots=True)
class Record:
    """A dataclass, named tuple (`is_tuple`) or exception of the program, carried by structure."""

    type_name: str
    fields: tuple[tuple[str, object], ...]
    is_tuple: bool = False

    def __repr__(self) -> str:
        return f"{self.type_name}({', '.join(f'{name}={value!r}' for name, value in self.fields)})"


@dataclass(frozen=True, slots=True)
class Items:
    """What an iterator or generator yielded, at most the first 1,000; `complete` when it ended by itself."""

    values: tuple[object, ...]
    complete: bool

    def __repr__(self) -> str:
        return f"iterator of {list(self.values)!r}" if self.complete else f"iterator of {list(self.values)!r}, and on"
