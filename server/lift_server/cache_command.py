"""`lift cache`: what is kept on disk, and forgetting it."""

import argparse
import json

from lift_server.session import Session
from lift_server.terminal import Line, write

OK, FAILED = 0, 1


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Show how many results and replies are kept, with `arguments.clear` forget them first; 1 when the store cannot be
    used."""
    store = session.store
    if arguments.clear:
        store.clear()
    kept = store.contents()
    store.close()
    if arguments.json:
        tables = {name: {"count": count, "bytes": size} for name, (count, size) in kept.items()}
        print(json.dumps({"path": str(store.path), "note": store.note, "cleared": arguments.clear, **tables}, indent=2))
    else:
        lines = [f"{name}: {count:,}, {size:,} bytes" for name, (count, size) in kept.items()]
        write([Line(str(store.path)), *map(Line, lines), *([Line(store.note, "yellow")] if store.note else [])])
    return FAILED if store.note else OK
