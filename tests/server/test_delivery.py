"""Where an answer breaks off, no parser takes it for whole."""

from __future__ import annotations

import asyncio
import io
import json
import zlib
from typing import Any
from xml.parsers import expat

import pytest
import rdflib
from calcigraph.server.delivery import Broken, Delivery, mark

DOCUMENTS = {
    "application/sparql-results+json": b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}',
    "application/ld+json": b'[{"@id":"http://a.example/s","http://a.example/p":[{"@value":"x"}]}]',
    "application/sparql-results+xml": b"<sparql><results><result>x</result></results></sparql>",
    "application/rdf+xml": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>',
    "text/turtle": b'<http://a.example/s> <http://a.example/p> "x" , "y" .\n',
    "application/n-triples": b'<http://a.example/s> <http://a.example/p> "x" .\n<http://a.example/s> <http://a.example/p> "y" .\n',
}


def parse(media: str, content: bytes) -> None:
    if "json" in media:
        json.loads(content)
    elif "xml" in media:
        expat.ParserCreate().Parse(content, True)
    else:
        rdflib.Graph().parse(io.BytesIO(content), format="nt" if "triples" in media else "turtle")


@pytest.mark.parametrize("media", DOCUMENTS)
def test_broken_off_anywhere_it_is_malformed(media: str) -> None:
    whole = DOCUMENTS[media]
    parse(media, whole)
    end = mark(media, "the query took longer than 1 s")
    for place in range(1, len(whole) + 1):
        with pytest.raises((ValueError, SyntaxError, expat.ExpatError, rdflib.exceptions.ParserError)):
            parse(media, whole[:place] + end)


@pytest.mark.parametrize("gzip", [True, False])
def test_a_transfer_that_breaks_off_has_no_end(*, gzip: bool) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def deliver() -> None:
        delivery = Delivery(send, {"Content-Type": "text/csv"}, gzip=gzip, empty=False)
        await delivery.begin()
        await delivery.piece(b"a\r\n1\r\n")
        await delivery.break_off(mark("text/csv", "the answer has more than 1 rows"))

    with pytest.raises(Broken):
        asyncio.run(deliver())
    content = b"".join(each.get("body", b"") for each in sent)
    assert all(each.get("more_body", True) for each in sent)
    if gzip:
        unpacker = zlib.decompressobj(31)
        content = unpacker.decompress(content)
        assert not unpacker.eof
    assert content == b'a\r\n1\r\n\r\n"CUT SHORT: the answer has more than 1 rows'
