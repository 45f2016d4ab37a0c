"""The records of a release: each says the truth, the sums fit, and w3id.org leads where it should, by Apache too."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from calcigraph import __version__
from calcigraph.errors import BadArgument
from calcigraph.exports import publishing, release, sssom
from calcigraph.exports.description import DATASET, DatasetFile, describe
from calcigraph.namespaces import BASE, ID, PREFIXES
from calcigraph.store import serialising

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph import KnowledgeGraph

DAY = "2026-01-31"
HOST = "https://example.org/calcigraph"
# What a client asks for and accepts, and where it is led.
LED = [
    ("id/vitamin-k2", "text/turtle", "calcigraph.ttl"),
    ("id/vitamin-k2", "application/ld+json", "calcigraph.jsonld"),
    ("id/vitamin-k2", "application/xml;q=0.4, application/trig", "calcigraph.trig"),
    ("id/vitamin-k2", "text/html,application/xhtml+xml", ""),
    ("claim/warfarin-inhibits-vkorc1", "application/n-quads", "calcigraph.nq"),
    ("ontology", "text/turtle", "calcigraph.ttl"),
    ("graph/derived", "application/ld+json", "calcigraph.jsonld"),
    ("ontology", "*/*", ""),
    ("identity", "text/turtle", ""),
    ("dataset", "text/turtle", "void.ttl"),
    ("dataset", "text/html", ""),
    ("dataset/calcigraph.ttl", "text/html", "calcigraph.ttl"),
    ("dataset/calcigraph-tables.tar.gz", "*/*", "calcigraph-tables.tar.gz"),
    ("dataset/../../etc/passwd", "*/*", None),
    ("dataset/else.ttl", "*/*", ""),
    ("", "*/*", ""),
]


def led(rules: str, path: str, accept: str) -> str:
    """Read the rules as Apache does, as far as they go: conditions of one rule, the first that fits leads."""
    conditions: list[str] = []
    for line in rules.splitlines():
        word, *parts = line.split()[:1] + line.split()[1:] if line else [""]
        if word == "RewriteCond":
            assert parts[0] == "%{HTTP_ACCEPT}"
            conditions.append(parts[1])
        elif word == "RewriteRule":
            found = re.search(parts[0], path)
            if found and all(re.search(each, accept) for each in conditions):
                return parts[1].replace("$1", found[1] if found.groups() else "")
            conditions = []
    raise AssertionError("no rule fits")


@pytest.mark.parametrize(("path", "accept", "file"), [each for each in LED if each[2] is not None])
def test_a_small_reader_is_led_where_it_should(path: str, accept: str, file: str) -> None:
    assert led(publishing.redirects(HOST), path, accept) == f"{HOST}/{file}"


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """An Apache of our own on a free port, with the rules in the folder that w3id.org has them in."""
    program = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    modules = Path("/usr/lib/apache2/modules")
    if not program or not modules.is_dir():
        pytest.skip("there is no Apache here; the small reader has tried the rules")
    folder = tmp_path_factory.mktemp("apache")
    (folder / "site" / "calcigraph").mkdir(parents=True)
    (folder / "site" / "calcigraph" / ".htaccess").write_text(publishing.redirects(HOST))
    for place in (folder, *folder.parents[:1], folder / "site", folder / "site" / "calcigraph"):
        place.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    loaded = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "rewrite", "negotiation", "dir")
        if (modules / f"mod_{name}.so").exists()
    )
    # One process, of whoever runs the tests: started as root it would want another user for its children.
    (folder / "httpd.conf").write_text(
        f"ServerName localhost\nServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/log\nListen 127.0.0.1:{port}\n"
        f"{loaded}DocumentRoot {folder}/site\n<Directory {folder}/site>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    server = subprocess.Popen([program, "-X", "-f", str(folder / "httpd.conf")], stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            if server.poll() is not None:
                pytest.skip(f"Apache does not start here: {(server.stderr.read() if server.stderr else '')[:200]}")
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_apache_leads_to_the_same_places(apache: int) -> None:
    for path, accept, file in LED:
        client = http.client.HTTPConnection("127.0.0.1", apache, timeout=20)
        client.request("GET", f"/calcigraph/{path}", headers={"Accept": accept})
        answer = client.getresponse()
        if file is None:
            assert answer.status in (400, 403, 404), path
        else:
            assert (answer.status, answer.getheader("Location")) == (
                302 if file and path.startswith("dataset/") else 303,
                f"{HOST}/{file}",
            ), (path, accept)
        client.close()


def test_every_namespace_of_the_graph_is_led_somewhere() -> None:
    rules = publishing.redirects(HOST)
    own = {space.removeprefix(BASE) for space in PREFIXES.values() if space.startswith(BASE)}
    assert len(own) > 4
    for space in own:
        assert led(rules, space.rstrip("#"), "text/turtle") == f"{HOST}/calcigraph.ttl", space


@pytest.mark.parametrize(
    "host", ["", "http://a.example", "https://a b", "https://a.example/$1", "https://a.example\nX"]
)
def test_an_address_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(BadArgument, match="is no address; expected one such as https://"):
        publishing.redirects(host)


@pytest.mark.parametrize("day", ["", "2026", "2026-13-01", "31.1.2026", "2026-01-31T00:00", "20260131"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(BadArgument, match="is no day; expected one such as 2026-01-31"):
        publishing.complete({}, day)


def test_the_crate_lists_every_file_truly() -> None:
    given = {"calcigraph-1.tar.gz": b"source", "calcigraph-1-py3-none-any.whl": b"wheel", "calcigraph.ttl": b"turtle"}
    made = publishing.complete(given, DAY)
    graph = {each["@id"]: each for each in json.loads(made[publishing.CRATE])["@graph"]}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = graph["./"]
    assert (root["datePublished"], root["version"], root["identifier"]) == (DAY, __version__, DATASET)
    listed = {each["@id"] for each in root["hasPart"]}
    assert listed == set(made) - {publishing.CRATE, release.CHECKSUMS}
    for name in listed:
        entry = graph[name]
        assert (entry["@type"], entry["contentSize"]) == ("File", str(len(made[name])))
        assert entry["sha256"] == hashlib.sha256(made[name]).hexdigest()
        assert entry["description"] != name
    refers = {value["@id"] for each in graph.values() for value in each.values() if isinstance(value, dict)}
    assert {each for each in refers if not each.startswith("https://w3id.org/ro/")} <= set(graph)
    assert publishing.complete(given, DAY) == made


def test_the_sums_are_of_every_file() -> None:
    made = publishing.complete({"void.ttl": b"x"}, DAY)
    lines = made[release.CHECKSUMS].decode().splitlines()
    assert {name: digest for digest, name in (line.split("  ") for line in lines)} == {
        name: hashlib.sha256(content).hexdigest() for name, content in made.items() if name != release.CHECKSUMS
    }


def test_the_records_name_no_person() -> None:
    made = publishing.complete({}, DAY)
    assert json.loads(made[publishing.ZENODO])["creators"] == [{"name": "The calcigraph developers"}]
    record = json.loads(made[publishing.RECORD])["calcigraph"]
    assert record["contact"] is None
    assert record["uri_format"].replace("$1", record["example"]) == f"{ID}vitamin-k2"


def test_every_entity_has_the_form_that_the_record_says(kg: KnowledgeGraph) -> None:
    pattern = re.compile(publishing.bioregistry()["calcigraph"]["pattern"])
    names = [str(iri).removeprefix(ID) for (iri,) in kg.engine.values("SELECT ?e { ?e a cg:Entity }")]
    assert len(names) == kg.info()["entities"]
    assert [name for name in names if not pattern.fullmatch(name)] == []


def test_a_release_has_its_day_and_where_to_get_it() -> None:
    file = DatasetFile("a.ttl", "text/turtle", "All.", 1, "00")
    graph = rdflib.Graph().parse(data=serialising.turtle(describe([], [], [file], DAY)), format="turtle")
    dcterms, dcat = rdflib.DCTERMS, rdflib.DCAT
    node = rdflib.URIRef(f"{DATASET}/a.ttl")
    assert str(graph.value(rdflib.URIRef(DATASET), dcterms.issued)) == DAY
    assert graph.value(node, dcat.downloadURL) == node
    assert graph.value(node, dcterms.license)
    assert "issued" not in serialising.turtle(describe([], [], [file])).decode()


def test_mappings_of_a_release_have_its_day(kg: KnowledgeGraph) -> None:
    head = [line for line in sssom.mappings(kg.store, None, DAY).decode().splitlines() if line.startswith("#")]
    assert f"#publication_date: {DAY}" in head
