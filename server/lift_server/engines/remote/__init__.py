"""The engine that asks a model: any OpenAI-compatible server over HTTP."""

from lift_server.engines.remote.engine import RemoteEngine

__all__ = ["RemoteEngine"]
