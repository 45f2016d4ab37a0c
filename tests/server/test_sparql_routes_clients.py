"""The endpoint as its users read it, over a socket: SPARQLWrapper, rdflib's SPARQLStore and curl."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

SELECT = "SELECT ?label { id:mk-7 skos:prefLabel ?label }"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_reads_tables(address: str, method: str, form: str) -> None:
    wrapper: Any = SPARQLWrapper.SPARQLWrapper(address)
    wrapper.setQuery(SELECT)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(form)
    answer = wrapper.query()
    with answer.response:
        found = answer.convert()
    if form == "json":
        assert found["results"]["bindings"][0]["label"]["value"] == "MK-7"
    elif form == "xml":
        assert '<literal xml:lang="en">MK-7</literal>' in found.toxml()
    else:
        assert found.splitlines()[1].startswith((b"MK-7", b'"MK-7"'))


@pytest.mark.parametrize("form", ["turtle", "rdf+xml", "n3"])
def test_sparqlwrapper_reads_graphs(address: str, form: str) -> None:
    wrapper: Any = SPARQLWrapper.SPARQLWrapper(address)
    wrapper.setQuery("DESCRIBE id:mk-7")
    wrapper.setReturnFormat(form)
    answer = wrapper.query()
    with answer.response:
        content = answer.response.read()
    found = rdflib.Graph().parse(data=content, format="xml" if form == "rdf+xml" else "turtle")
    label = rdflib.Literal("MK-7", lang="en")
    assert (rdflib.URIRef("https://w3id.org/calcigraph/id/mk-7"), rdflib.SKOS.prefLabel, label) in found


def test_sparqlwrapper_hears_of_mistakes(address: str) -> None:
    wrapper: Any = SPARQLWrapper.SPARQLWrapper(address)
    wrapper.setQuery("SELECT ?x { ?x a }")
    with pytest.raises(
        SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="malformed SPARQL: line 1, column 18"
    ) as found:
        wrapper.query()
    if isinstance(found.value.__context__, Exception) and hasattr(found.value.__context__, "close"):
        found.value.__context__.close()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_it_as_a_store(address: str, kg: KnowledgeGraph, method: Any) -> None:
    graph = rdflib.Graph(SPARQLStore(address, method=method))
    mk7 = rdflib.URIRef("https://w3id.org/calcigraph/id/mk-7")
    assert graph.value(mk7, rdflib.SKOS.prefLabel) == rdflib.Literal("MK-7", lang="en")
    assert {str(each) for each in graph.objects(mk7, rdflib.SKOS.altLabel)} == {
        str(getattr(quad.object, "value", "")) for quad in kg.engine.quads(str(mk7), str(rdflib.SKOS.altLabel))
    }
    assert bool(graph.query("ASK { <https://w3id.org/calcigraph/id/mk-7> ?p ?o }").askAnswer)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
@pytest.mark.parametrize(
    ("options", "holds"),
    [
        (("--get", "--data-urlencode", f"query={SELECT}"), '"value":"MK-7"'),
        (("--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv"), "label\r\nMK-7\r\n"),
        (("-H", "Content-Type: application/sparql-query", "--data-binary", "ASK { id:mk-7 a cg:Nutrient }"), '"boolean":true'),
        (("--compressed", "-H", "Accept: text/turtle"), "sd:endpoint <http://127.0.0.1"),
        (("-I",), "HTTP/1.1 200 OK"),
    ],
)  # fmt: skip
def test_curl_reads_it(address: str, options: tuple[str, ...], holds: str) -> None:
    done = subprocess.run(["curl", "-sS", "-m", "60", *options, address], capture_output=True, check=True)
    assert holds in done.stdout.decode()


def test_a_cut_answer_breaks_the_transfer(address: str) -> None:
    """No client takes it for whole: the last piece of the transfer never comes."""
    place = urlsplit(address)
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    for version, encoding in ((11, "identity"), (11, "gzip"), (10, "identity")):
        connection = http.client.HTTPConnection(str(place.netloc), timeout=60)
        connection._http_vsn, connection._http_vsn_str = version, f"HTTP/1.{version - 10}"  # type: ignore[attr-defined]
        connection.request("GET", f"{place.path}?query={quote(query)}", headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        assert answer.status == 200
        if version == 11:
            with pytest.raises(http.client.IncompleteRead):
                answer.read()
        else:
            assert b"CUT SHORT: the answer is larger than" in answer.read()[-300:]
        connection.close()


def test_a_client_that_leaves_ends_its_query(address: str) -> None:
    place = urlsplit(address)
    query = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    # More than there are workers: the next query would wait for them, and for those who wait before it.
    for _ in range(6):
        with socket.create_connection((place.hostname or "", place.port or 0)) as connection:
            connection.sendall(f"GET {place.path}?query={query} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
            time.sleep(0.05)
    connection_ = http.client.HTTPConnection(place.netloc, timeout=20)
    connection_.request("GET", f"{place.path}?query=ASK%7B%7D")
    assert connection_.getresponse().read() == b'{"head":{},"boolean":true}'
    connection_.close()
