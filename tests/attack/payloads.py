"""A graph whose every text is a payload, and what each format has to give back when a real reader reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import ASSERTED
from calcigraph.store.memory import MemoryEngine

from tests.opened import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a text may hold that means harm to what reads it.
PAYLOADS = {
    "terminal": "\x1b]0;owned\x07\x1b[31mred\x1b[2J\x9b31m\x7f\x00\x08",
    "lines": "one\ntwo\r\nthree\rfour\x0bfive\x85six\u2028seven",
    "markup": "</text></title><script>alert(1)</script><!-- ]]> &amp; &#0; <img src=x onerror=alert(1)>",
    "attribute": '" onload="alert(1)" x=\' onclick=\'alert(1)',
    "page": "</script><script>window.owned = 1</script>",
    "formula": '=HYPERLINK("http://a.example/","x")|\'+cmd|\' /C calc\'!A0',
    "minus": "-1+1|@SUM(1)",
    "separators": 'a,b;c\td|e"f"""g',
    "markdown": "[x](javascript:alert(1)) | `code` **bold** <b>",
    "dot": '"];evil [label="x"]; subgraph { \\N \\G \\',
    "mermaid": '"]; click n0 "javascript:alert(1)" %%{init: {}}%%\n  A --> B; #quot;',
    "bel": '") => p(HGNC:EVIL)\nSET Citation = {"x"}',
    "direction": "\u202egpj.exe\u2066x\u2069",
    "halves": "\ufffe\uffff\U0001f600 e\u0301",
    "turtle": '""" . <x:a> <x:b> <x:c> . """ \\u0041',
    "long": "x" * 3000,
}
PAYLOADS["controls"] = PAYLOADS["terminal"] + PAYLOADS["lines"] + PAYLOADS["direction"] + PAYLOADS["halves"]
PAYLOADS["everything"] = " ".join(
    PAYLOADS[name]
    for name in ("markup", "attribute", "page", "separators", "markdown", "dot", "mermaid", "bel", "turtle", "minus")
)


def poisoned(payload: str) -> KnowledgeGraph:
    """Make the bundled graph with another name, synonym, definition and note in natto and a claim about it.

    Args:
        payload: the text.

    Returns:
        The graph; nothing of it was checked when it came in.
    """
    graph = opened()
    engine = MemoryEngine()
    natto = graph.entity("natto").iri
    claims = {each.iri for each in (*graph.claims("natto"), *graph.claims(None, None, "natto"))}
    engine.extend(_quads(graph, natto, claims, payload))
    asserted = ox.NamedNode(ASSERTED)
    for claim in claims:
        for name in ("note", "altLabel"):
            term = ox.NamedNode(f"http://www.w3.org/2004/02/skos/core#{name}")
            engine.extend([ox.Quad(ox.NamedNode(claim), term, ox.Literal(payload, language="en"), asserted)])
    return KnowledgeGraph(engine)


def _quads(graph: KnowledgeGraph, natto: str, claims: set[str], payload: str) -> Iterator[ox.Quad]:
    for quad in graph.engine.quads():
        about = getattr(quad.subject, "value", "")
        if (
            about in {natto, *claims}
            and isinstance(quad.object, ox.Literal)
            and (quad.object.language or "abel" in str(quad.predicate))
        ):
            yield (
                ox.Quad(
                    quad.subject, quad.predicate, ox.Literal(payload, language=quad.object.language), quad.graph_name
                )
                if quad.object.language
                else ox.Quad(quad.subject, quad.predicate, ox.Literal(payload), quad.graph_name)
            )
        else:
            yield quad
