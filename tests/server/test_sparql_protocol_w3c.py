"""The tests of the W3C for the SPARQL 1.1 Protocol and the Service Description, read from their manifests.

The endpoint is read-only: each request that is an update has to be answered with a 4xx.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from calcigraph.server.app import bare_application
from calcigraph.server.settings import Settings
from rdflib.collection import Collection
from starlette.testclient import TestClient

from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = SHARED / "w3c-protocol"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = ("application/rdf+xml", "text/turtle", "application/n-triples")


@cache
def manifest() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "manifest.ttl", publicID=FOLDER.as_uri() + "/manifest.ttl")


def entries() -> list[Any]:
    """List the tests; without the folder there is one, which says that it is skipped."""
    if not FOLDER.is_dir():
        return [pytest.param(None, id="none", marks=pytest.mark.skip(reason="needs the W3C's manifests in ../shared"))]
    [listed] = manifest().objects(None, MF.entries)
    return [pytest.param(each, id=str(each).rpartition("#")[2]) for each in Collection(manifest(), listed)]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    if not FOLDER.is_dir():
        pytest.skip("needs the W3C's manifests in ../shared")
    place = tmp_path_factory.mktemp("w3c") / "data.nq"
    graphs = {(str(label), str(file)) for node in manifest().objects(None, UT.graphData)
              for label in manifest().objects(node, rdflib.RDFS.label) for file in manifest().objects(node, UT.graph)}  # fmt: skip
    with place.open("w", encoding="utf-8") as out:
        for label, file in sorted(graphs):
            for line in (FOLDER / file.rpartition("/")[2]).read_text("utf-8").splitlines():
                out.write(f"{line.rstrip('. ')} <{label}> .\n")
    with TestClient(
        bare_application(str(place), Settings.of(workers=1), max_size="1MB"), base_url="http://localhost"
    ) as found:
        yield found


def _send(bare: TestClient, request: rdflib.term.Node) -> tuple[Any, rdflib.term.Node]:
    found = manifest()
    headers = {}
    for listed in found.objects(request, HT.headers):
        for each in Collection(found, listed):
            headers[str(found.value(each, HT.fieldName))] = str(found.value(each, HT.fieldValue))
    body = found.value(request, HT.body)
    content = None
    if body is not None:
        encoding = str(found.value(body, CNT.characterEncoding))
        content = str(found.value(body, CNT.chars)).encode(encoding)
    method, path = (str(found.value(request, name)) for name in (HT.methodName, HT.absolutePath))
    response = found.value(request, HT.resp)
    assert response is not None
    return bare.request(method, path, headers=headers, content=content), response


@pytest.mark.parametrize("entry", entries())
def test_protocol(bare: TestClient, entry: rdflib.URIRef) -> None:
    found = manifest()
    action = found.value(entry, MF.action)
    [listed] = found.objects(action, HT.requests)
    requests = list(Collection(found, listed))
    assert requests
    name = str(entry).rpartition("#")[2]
    if name in UPDATES:
        answer, _ = _send(bare, requests[0])
        assert 400 <= answer.status_code < 500
        untouched = bare.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"})
        assert untouched.json()["results"]["bindings"][0]["n"]["value"] == "3"
        return
    for request in requests:
        answer, expected = _send(bare, request)
        statuses = {str(each).rpartition("StatusCode")[2][0] for each in found.objects(expected, MF.expectedStatus)}
        assert str(answer.status_code)[0] in statuses
        truth, form = (found.value(expected, name) for name in (MF.expectedBoolean, MF.expectedFormat))
        media = answer.headers["content-type"].partition(";")[0]
        if truth is not None:
            assert answer.json()["boolean"] is (str(truth) == "true")
        if form is not None:
            assert media in {"boolean": TABLES[:2], "tabular": TABLES, "RDF": GRAPHS}[str(form)]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
@pytest.mark.parametrize(
    "media", ["", "text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
)
def test_service_description(bare: TestClient, media: str) -> None:
    """GET gives RDF, it holds the endpoint, and it says what its schema has."""
    answer = bare.get("/sparql/", headers={"Accept": media} if media else {"Accept": "*/*"})
    assert answer.status_code == 200
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind == (media or "text/turtle")
    found = rdflib.Graph().parse(data=answer.content, format={"application/ld+json": "json-ld"}.get(kind, kind))
    [service] = found.subjects(rdflib.RDF.type, SD.Service)
    assert (service, SD.endpoint, rdflib.URIRef("http://localhost/sparql")) in found
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in found
    assert set(found.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    names = {str(each) for each in found.objects(None, SD.name)}
    assert names == {f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in (1, 2, 3)}
