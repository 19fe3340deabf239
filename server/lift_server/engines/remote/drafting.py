"""A draft from a model: asked for what the spec does not state, read as an IR, corrected once."""

from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir import IR
from lift_ir.candidate import Usage
from lift_ir.draft import Draft as Answer
from lift_ir.draft import Drafted, DraftProblem, Dropped, parse_draft, read_draft
from lift_ir.ir import Provenance
from lift_server.engines.base import NOTHING_SPENT, Draft, Formalisation, Progress, Replies, Report
from lift_server.engines.plain_text import code_in
from lift_server.engines.prompts import Messages, prompt_version
from lift_server.engines.remote.exchange import Exchange
from lift_server.engines.remote.probe import Server
from lift_server.engines.remote.replies import Finished
from lift_server.engines.remote.requests import DRAFT_TOKENS, draft_request
from lift_server.engines.remote.transport import Transport

_MAX_QUOTED = 2_000
_MAX_LEFT_OUT = 3


def leaves_nothing_to_infer(stated: IR) -> bool:
    """Whether a draft would only repeat: the whole signature is stated, every clause is formal, nothing is asked, and
    the result is pinned by a postcondition or two examples (or there is no prose to read)."""
    conditions = [item.condition for item in stated.assertions]
    conditions += [item.condition for item in stated.raises if item.condition is not None]
    is_pinned = bool(stated.postconditions) or len(stated.examples) >= 2 or not stated.intent
    return (
        stated.signature.is_complete
        and not stated.holes
        and all(condition.is_formal for condition in conditions)
        and all(example.is_formal for example in stated.examples)
        and is_pinned
    )


@dataclass(slots=True)
class Drafting:
    """One draft of one spec. `usage`: what it cost so far, also when it fails."""

    engine: str
    transport: Transport
    replies: Replies
    server: Server
    report: Report
    usage: Usage = NOTHING_SPENT

    async def run(self, source: str, stated: IR) -> Draft:
        """Raises RequestError."""
        correction: Messages = []
        reason = ""
        for is_last in (False, True):
            choice = await self._ask(source, stated, correction)
            answer = self._read(choice)
            if isinstance(answer, Answer):
                return self._draft(answer, source, stated)
            reason = answer.reason
            if not is_last:
                self.report(Progress(f"the draft cannot be used ({reason}); asking once more"))
                correction = _correction(choice.text, reason)
        remedy = "State the signature, or use a larger `model`."
        silence = f"{self.server.model} gave no draft that can be used: {reason}. {remedy}"
        return Draft(stated, silence=silence, usage=self.usage)

    async def _ask(self, source: str, stated: IR, correction: Messages) -> Finished:
        found: list[Finished] = []

        async def receive(choice: Finished, _prompt_tokens: int) -> None:
            found.append(choice)

        exchange = Exchange(self.transport, self.replies, f"{self.server.model} reads the spec", self.report)
        try:
            await exchange.run(draft_request(self.server, source, stated, correction), receive)
        finally:
            self.usage = _sum(self.usage, exchange.usage or NOTHING_SPENT)
        return found[0]

    def _read(self, choice: Finished) -> Answer | DraftProblem:
        if choice.finish == "length":
            return DraftProblem(f"it was cut off after {choice.tokens or DRAFT_TOKENS:,} tokens")
        return parse_draft(choice.text if self.server.dialect != "text" else code_in(choice.text))

    def _draft(self, answer: Answer, source: str, stated: IR) -> Draft:
        provenance = Provenance(engine=self.engine, model=self.server.model, prompt_version=prompt_version())
        drafted = read_draft(answer, stated, source, provenance)
        return Draft(
            drafted.ir,
            drafted.inputs,
            formalisations=_formalisations(drafted, stated),
            usage=self.usage,
            notes=_left_out(drafted.dropped, self.server.model),
        )


def _left_out(dropped: Sequence[Dropped], model: str) -> tuple[str, ...]:
    """What of a draft could not be taken, in one note; () when all of it was."""
    if not dropped:
        return ()
    shown = "; ".join(f"`{item.place}`: {item.because}" for item in dropped[:_MAX_LEFT_OUT])
    more = f"; {len(dropped) - _MAX_LEFT_OUT} more" if len(dropped) > _MAX_LEFT_OUT else ""
    return (f"{len(dropped)} part{'s' if len(dropped) > 1 else ''} of the draft of {model} left out: {shown}{more}.",)


def _formalisations(drafted: Drafted, stated: IR) -> tuple[Formalisation, ...]:
    return tuple(
        Formalisation(
            "requires" if stated.assertions[item.at].kind == "precondition" else "ensures",
            stated.assertions[item.at].condition.text,
            item.text,
        )
        for item in drafted.formalizations
    )


def _correction(text: str, reason: str) -> Messages:
    return [
        {"role": "assistant", "content": text[:_MAX_QUOTED]},
        {
            "role": "user",
            "content": f"That cannot be used: {reason}. Answer again, with the JSON object and nothing else.",
        },
    ]


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        prompt_tokens=one.prompt_tokens + other.prompt_tokens,
        completion_tokens=one.completion_tokens + other.completion_tokens,
        seconds=one.seconds + other.seconds,
    )
