"""Texts that Lift makes of its results: the IR, the candidates, the questions. Opened beside the file by commands,
answered to requests of Lift's own, and served as virtual documents to clients that know them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcInvalidParams

from lift_server.ide.candidates import candidates, comparison
from lift_server.ide.hover_clause import hole_sections
from lift_server.ide.hover_spec import ir_json, ir_text
from lift_server.lsp.arguments import read_arguments, specs_of
from lift_server.lsp.documents import Document
from lift_server.lsp.insertions import Refused
from lift_server.lsp.state import LiftServer
from lift_server.lsp.uris import CANDIDATES_SCHEME, IR_SCHEME
from lift_server.spec_file import Spec

_FORMATS = {"text": ".lift", "json": ".json"}
_KINDS = {IR_SCHEME: "IR", CANDIDATES_SCHEME: "candidates"}
_EVERY = "-"


def show_ir(server: LiftServer, *arguments: object) -> str:
    """`lift.showIr [URI, spec name or null, "text" or "json"]`: the IR, opened beside the file and returned."""
    what = 'a document URI, a spec\'s name or null, and "text" or "json"'
    uri, name, kind = read_arguments("lift.showIr", arguments, 1, 3, what)
    document, specs = specs_of(server, "lift.showIr", uri, name)
    suffix = _suffix("lift.showIr", kind)
    text = _ir(server, document, specs, suffix)
    place = _virtual(IR_SCHEME, document, None if name is None else specs[0], suffix)
    _show(server, document, place, text, ".ir.json" if suffix == ".json" else ".ir.txt")
    return text


def compare_candidates(server: LiftServer, *arguments: object) -> str:
    """`lift.compareCandidates [URI, spec name]`: the candidates in one text, opened beside the file and returned."""
    uri, name = read_arguments("lift.compareCandidates", arguments, 1, 2, "a document URI and a spec's name or null")
    document, specs = specs_of(server, "lift.compareCandidates", uri, name)
    text = _candidates(server, document, specs)
    if not text:
        raise Refused("There are no candidates to compare: lift the spec first.")
    place = _virtual(CANDIDATES_SCHEME, document, None if name is None else specs[0], ".py")
    _show(server, document, place, text, ".candidates.py")
    return text


def explain_hole(server: LiftServer, *arguments: object) -> str:
    """`lift.explainHole [URI, spec name or null, subject or null]`: the open questions as Markdown: what they ask, why,
    and what can be answered."""
    what = "a document URI, a spec's name or null, and the subject of a question or null"
    uri, name, subject = read_arguments("lift.explainHole", arguments, 1, 3, what)
    document, specs = specs_of(server, "lift.explainHole", uri, name)
    found = []
    for spec in specs:
        lifted = server.result(document.key, spec).lifted
        holes = spec.ir.holes if lifted is None else lifted.holes
        found += [hole for hole in holes if subject in (None, hole.subject)]
    if not found:
        about = "" if subject is None else f" about {subject!r:.100}"
        raise Refused(f"There is no open question{about}.")
    text = "\n\n---\n\n".join("\n\n".join(hole_sections(hole)) for hole in found) + "\n"
    _show(server, document, None, text, ".questions.md")
    return text


def ir_request(server: LiftServer, params: Any) -> dict[str, str]:
    """`lift/ir {uri, spec, format}`: `{text, uri}`, the IR and the URI of the virtual document that holds it."""
    document, specs = specs_of(server, "lift/ir", getattr(params, "uri", None), getattr(params, "spec", None))
    suffix = _suffix("lift/ir", getattr(params, "format", None))
    spec = None if getattr(params, "spec", None) is None else specs[0]
    text = _ir(server, document, specs, suffix)
    return {"text": text, "uri": _virtual(IR_SCHEME, document, spec, suffix)}


def candidates_request(server: LiftServer, params: Any) -> dict[str, object]:
    """`lift/candidates {uri, spec}`: `{candidates, text, uri}`; each candidate has spec, title, engine, model, note,
    holds and code. `text` has all of them, `uri` is its virtual document."""
    name = getattr(params, "spec", None)
    document, specs = specs_of(server, "lift/candidates", getattr(params, "uri", None), name)
    shown = []
    for spec in specs:
        lifted = server.result(document.key, spec).lifted
        for item in candidates(lifted) if lifted is not None else ():
            who = {"title": item.title, "engine": item.engine, "model": item.model, "note": item.note}
            shown.append({"spec": spec.identity, **who, "holds": item.holds, "code": item.code})
    place = _virtual(CANDIDATES_SCHEME, document, None if name is None else specs[0], ".py")
    return {"candidates": shown, "text": _candidates(server, document, specs), "uri": place}


def text_document_content(server: LiftServer, params: lsp.TextDocumentContentParams) -> lsp.TextDocumentContentResult:
    """`workspace/textDocumentContent`: the text of a virtual document, as things stand now. Raises `Refused` when what
    it shows is not open any more."""
    scheme, _, path = params.uri.partition(":")
    _, folder, wanted, name, *_ = (*unquote(path).split("/"), "", "", "", "")
    for document in server.documents.spec_files():
        specs = [spec for spec in document.file.specs if wanted in (_EVERY, _path_part(spec))]
        if _folder(document) == folder and specs:
            server.refresher.shown.add(params.uri)
            if scheme == IR_SCHEME:
                return lsp.TextDocumentContentResult(_ir(server, document, specs, PurePosixPath(name).suffix))
            if scheme == CANDIDATES_SCHEME:
                return lsp.TextDocumentContentResult(_candidates(server, document, specs))
    raise Refused("What this document shows is not open any more. Open the .lift file and ask again.")


def _ir(server: LiftServer, document: Document, specs: Sequence[Spec], suffix: str) -> str:
    results = [(spec, server.result(document.key, spec)) for spec in specs]
    if suffix == ".json":
        return ir_json(results)
    return "\n\n".join(ir_text(spec, result) for spec, result in results)


def _candidates(server: LiftServer, document: Document, specs: Sequence[Spec]) -> str:
    found = [server.result(document.key, spec).lifted for spec in specs]
    return "\n\n".join(comparison(lifted) for lifted in found if lifted is not None and lifted.candidates)


def _suffix(asked: str, kind: object) -> str:
    if kind is None:
        return _FORMATS["text"]
    if not isinstance(kind, str) or kind not in _FORMATS:
        raise JsonRpcInvalidParams(f'{asked}: the format is "text" or "json", not {kind!r:.100}')
    return _FORMATS[kind]


def _virtual(scheme: str, document: Document, spec: Spec | None, suffix: str) -> str:
    """`lift-ir:/HASH/SPEC/NAME (IR).lift`: what editors show of it is its end. `-` stands for every spec of the file,
    and NAME is the file's where no spec has one."""
    stem = Path(document.key).stem
    named = stem if spec is None else spec.ir.signature.name or stem
    part = _EVERY if spec is None else _path_part(spec)
    name = quote(f"{named} ({_KINDS[scheme]}){suffix}", safe="", errors="replace")
    return f"{scheme}:/{_folder(document)}/{part}/{name}"


def _folder(document: Document) -> str:
    return hashlib.sha256(document.key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _path_part(spec: Spec) -> str:
    return spec.identity.removeprefix("#")


def _show(server: LiftServer, document: Document, virtual: str | None, text: str, suffix: str) -> None:
    """Open the text beside the file: as a virtual document, else as a file of the server's own, else as a message."""
    capabilities = server.client_capabilities
    if not get_capability(capabilities, "window.show_document.support"):
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, text))
        return
    if virtual is None or not get_capability(capabilities, "workspace.text_document_content.dynamic_registration"):
        path = server.scratch_folder() / f"{Path(document.key).stem or 'spec'}{suffix}"
        path.write_text(text, encoding="utf-8", errors="replace")
        virtual = path.as_uri()
    server.window_show_document(lsp.ShowDocumentParams(uri=virtual, take_focus=False))
