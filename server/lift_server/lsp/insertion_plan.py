"""Planning an insertion. Reading a large module takes longer than the message loop may stand still, so that goes to a
process."""

import asyncio
import json
import sys
from pathlib import Path

from lift_ir import IR, Candidate
from lift_server.insertion import Insertion, plan_insertion
from lift_server.module_text import TargetProblem
from lift_server.text import Edit, Span, apply_edits

LARGE = 20_000
"""Characters from which a module is planned in a process: reading that many takes about 20 ms, starting a process
300."""


async def plan(
    ir: IR, candidate: Candidate, path: Path, text: str | None, ours: frozenset[str]
) -> Insertion | TargetProblem:
    """`insertion.plan_insertion`, off the loop when the module is large. `ours`: body hashes of functions that Lift
    wrote.

    When cancelled, the process is killed.
    """
    if text is None or len(text) < LARGE:
        return plan_insertion(ir, candidate, path, text, ours.__contains__)
    request = {
        "ir": ir.model_dump(mode="json"),
        "candidate": candidate.model_dump(mode="json"),
        "path": str(path),
        "text": text,
        "ours": sorted(ours),
    }
    answer = json.loads(await _in_process(json.dumps(request).encode()) or b"null")
    if answer is None:
        return TargetProblem(
            "the module could not be read: the process that reads it ended early; insert the function by hand"
        )
    if "problem" in answer:
        return TargetProblem(answer["problem"])
    edits = tuple(Edit(Span(start, end), new) for start, end, new in answer["edits"])
    return Insertion(path, True, edits, apply_edits(text, list(edits)), answer["replaces"], answer["bodyHash"])


async def _in_process(request: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        answer, _ = await process.communicate(request)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return answer


def _main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    ir, candidate = IR.model_validate(request["ir"]), Candidate.model_validate(request["candidate"])
    planned = plan_insertion(ir, candidate, Path(request["path"]), request["text"], set(request["ours"]).__contains__)
    if isinstance(planned, TargetProblem):
        answer: dict[str, object] = {"problem": planned.message}
    else:
        edits = [[edit.span.start, edit.span.end, edit.text] for edit in planned.edits]
        answer = {"edits": edits, "replaces": planned.replaces, "bodyHash": planned.body_hash}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
