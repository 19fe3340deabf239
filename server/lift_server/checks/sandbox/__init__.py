"""The sealed sandbox: untrusted programs and expressions run in processes that can reach nothing."""

from lift_server.checks.sandbox.api import (
    Call,
    Died,
    Failed,
    Items,
    Judged,
    Needs,
    Opaque,
    Outcome,
    Program,
    Question,
    Raised,
    Record,
    Returned,
    Run,
    TimedOut,
    Value,
)
from lift_server.checks.sandbox.compare import display, display_outcome, same_outcome, same_value
from lift_server.checks.sandbox.judge import Judge
from lift_server.checks.sandbox.limits import NOT_RUN, Limits, SandboxError, Tier
from lift_server.checks.sandbox.replies import Reply
from lift_server.checks.sandbox.sandbox import NEVER_RUN, Sandbox
from lift_server.checks.sandbox.selftest import Finding, SandboxReport

__all__ = [
    "NEVER_RUN",
    "NOT_RUN",
    "Call",
    "Died",
    "Failed",
    "Finding",
    "Items",
    "Judge",
    "Judged",
    "Limits",
    "Needs",
    "Opaque",
    "Outcome",
    "Program",
    "Question",
    "Raised",
    "Record",
    "Reply",
    "Returned",
    "Run",
    "Sandbox",
    "SandboxError",
    "SandboxReport",
    "Tier",
    "TimedOut",
    "Value",
    "display",
    "display_outcome",
    "same_outcome",
    "same_value",
]
