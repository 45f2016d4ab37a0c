"""The page of a picture, without a browser: one file, closed to the network, the same bytes, all the evidence."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from calcigraph.diagrams.model import Edge, Model, Node
from calcigraph.diagrams.style import Style, read_style
from calcigraph.knowledge.evidence import NO_ADVICE, evidence_pages
from calcigraph.knowledge.pages import evidence_page
from calcigraph.knowledge.statuses import statuses
from calcigraph.mechanism import slices
from calcigraph.namespaces import expand
from calcigraph.pictures.html import Coded, as_json, inline, page
from calcigraph.pictures.pagedata import page_data
from calcigraph.pictures.picture import Picture
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.chromium import absent
from tests.conftest import other_hashes
from tests.pictures.pages import evidence_of

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

EVIL = "<img src=x onerror=alert(1)></script><!--\"'&$x"


class Parsed(HTMLParser):
    """Tags with attributes, and what stands in script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.inside:
            self.open = tag
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if tag == self.open else self.open

    def handle_data(self, data: str) -> None:
        if self.open:
            self.inside[self.open][-1] += data


@pytest.fixture(scope="module")
def mechanism(kg: KnowledgeGraph) -> str:
    return kg.draw("mechanism").html()


def drawn(*nodes: Node, edges: tuple[Edge, ...] = (), title: str = "one", note: str = "") -> Picture:
    return Picture("slice", (Model(title, "", nodes, edges, note=note),), Style(), title, note)


def test_the_policy_lets_only_what_is_in_the_file_run(mechanism: str) -> None:
    parsed = Parsed(mechanism)
    policy = next(attrs["content"] or "" for tag, attrs in parsed.tags if tag == "meta" and "http-equiv" in attrs)
    data, script, _ = parsed.inside["script"]
    (style,) = parsed.inside["style"]

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert dict(each.split(" ", 1) for each in policy.split("; ")) == {
        "default-src": "'none'",
        "script-src": digest(script),
        "style-src": digest(style),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert json.loads(data)["kind"] == "mechanism"
    named = {name for _, attrs in parsed.tags for name in attrs}
    assert not {name for name in named if name.startswith("on")} | (named & {"style", "src", "srcset", "action"})
    links = {attrs["href"] for _, attrs in parsed.tags if attrs.get("href")}
    assert links == {"#panel"}
    assert not re.search(
        r"@import|url\(|innerHTML|outerHTML =|insertAdjacentHTML|document\.write|\beval\(|new Function", script + style
    )


def test_the_page_of_the_whole_mechanism_is_small(mechanism: str) -> None:
    assert len(mechanism.encode()) < 1_500_000


def test_colours_are_variables_of_both_themes(mechanism: str) -> None:
    svg = mechanism[mechanism.index("<svg xmlns") : mechanism.index('keys-short">')]
    assert not re.search(r'"#[0-9a-fA-F]{3,8}"', svg)
    used = set(re.findall(r"var\((--[\w-]+)\)", mechanism))
    style = Parsed(mechanism).inside["style"][0]
    light = dict(re.findall(r"(--[\w-]+):(#\w{6});", style[: style.index("@media")]))
    dark = dict(re.findall(r"(--[\w-]+):(#\w{6});", style[style.index(":root[data-theme=dark]") :]))
    assert used <= set(light) == set(dark)
    colours = read_style()["colours"]
    assert [light["--text"], dark["--text"]] == colours["text"]
    number = int(Coded().colour("positive")[3:], 16)
    assert [light[f"--c{number}"], dark[f"--c{number}"]] == colours["positive"]


@pytest.mark.parametrize(
    "what",
    [
        ("mechanism",),
        ("claim", "vitamin K2 prevents arterial calcification"),
        ("forest", "K2", "prevents", "arterial calcification"),
    ],
)
def test_everything_that_can_be_selected_is_in_the_data(kg: KnowledgeGraph, what: tuple[str, ...]) -> None:
    text = kg.draw(*what).html()
    data = json.loads(Parsed(text).inside["script"][0])
    known = {each["id"] for each in (*data["nodes"], *data["claims"])}
    ids = re.findall(r'data-id="([^"]+)"', text)
    assert set(ids) == known
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'data-of="([^"]+)"', text)) <= known
    assert {each["status"] for each in data["claims"]} <= {*statuses(kg.store), ""}
    assert set(data["statuses"]) == set(statuses(kg.store))
    ends = {end for each in data["claims"] for end in (each["source"], each["target"])}
    assert ends <= {each["id"] for each in data["nodes"]}


def test_the_evidence_is_that_of_the_pages(kg: KnowledgeGraph, mechanism: str) -> None:
    data = json.loads(Parsed(mechanism).inside["script"][0]) | {"evidence": evidence_of(mechanism)}
    assert list(data["evidence"]) == [each["id"] for each in data["claims"]]
    for curie in list(data["evidence"])[::9]:
        page = evidence_page(kg.store, curie)
        shown = data["evidence"][curie]
        assert "claim" not in shown, "the line says it"
        for one, two in zip(shown.get("results", []), page["results"], strict=True):
            for name in ("direction", "description", "result", "source", "doi", "effect"):
                assert one.get(name) == two[name]
            assert one.get("related", False) == (two["relevance"] == "indirect relevance")
            assert one.get("verification", "verified") == two["verification"]
        for one, two in zip(shown["verdicts"], page["verdicts"], strict=True):
            assert (one["status"], one.get("certainty")) == (two["status"], two["certainty"])
            told = [(row["reason"], data["meanings"][row["reason"]]) for row in one.get("reasons", [])]
            assert told == [(row["reason"], row["meaning"]) for row in two["reasons"]]
        assert len(shown.get("statements", [])) == len(page["statements"])


def test_the_page_of_the_whole_graph_is_small_enough_to_send(kg: KnowledgeGraph) -> None:
    assert len(kg.draw(slices.whole(kg.store)).html().encode()) <= 1_500_000


def test_evidence_of_many_claims_is_that_of_each(kg: KnowledgeGraph) -> None:
    iris = [claim.iri for claim in kg.claims()]
    pages = evidence_pages(kg.store, iris)
    assert list(pages) == sorted(iris)
    for iri in iris[::20]:
        assert evidence_pages(kg.store, [iri]) == {iri: pages[iri]} == {iri: evidence_page(kg.store, iri)}
    assert evidence_pages(kg.store, []) == evidence_pages(kg.store, [expand("id:calcium") or ""]) == {}
    doses = [page_ for page_ in pages.values() if any(row["dose"] for row in page_["results"])]
    assert {page_["note"] for page_ in doses} == {NO_ADVICE}


def test_entities_carry_names_definition_and_links(kg: KnowledgeGraph) -> None:
    data = page_data(kg.draw("neighbourhood", "vitamin K2"))
    node = next(each for each in data["nodes"] if each["id"] == "id:vitamin-k2")
    entity = kg.entity("vitamin K2")
    assert (node["definition"], tuple(node["synonyms"])) == (entity.definition, entity.synonyms)
    assert {"text": "CHEBI:16374", "url": "http://purl.obolibrary.org/obo/CHEBI_16374", "how": "same as"} in node[
        "links"
    ]
    claims = {each["id"]: each for each in data["claims"]}
    assert claims["claim:vitamin-k2-increases-mk-7"]["verb"] == "increases"


def test_two_processes_write_the_same_bytes(kg: KnowledgeGraph, tmp_path: Path) -> None:
    code = "import sys; from calcigraph import KnowledgeGraph; KnowledgeGraph.open().draw('neighbourhood', 'MK-7', steps=2, file=sys.argv[1])"
    here, there = tmp_path / "here.html", tmp_path / "there.html"
    kg.draw("neighbourhood", "MK-7", steps=2, file=here)
    subprocess.run([sys.executable, "-c", code, str(there)], check=True, env=other_hashes())
    assert there.read_bytes() == here.read_bytes()
    assert there.read_bytes().startswith(b"<!doctype html>")


def test_markup_in_names_stays_text() -> None:
    iri = "https://w3id.org/calcigraph/id/"
    edge = Edge(
        "https://w3id.org/calcigraph/claim/c",
        f"{iri}a",
        f"{iri}b",
        EVIL,
        "increases",
        1,
        "contested",
        "low",
        tissues=(EVIL,),
        sources=(EVIL,),
    )
    picture = drawn(Node(f"{iri}a", EVIL, detail=EVIL), Node(f"{iri}b", "b"), edges=(edge,), title=EVIL, note=EVIL)
    text = page(picture)
    parsed = Parsed(text)
    assert not {"img"} & {tag for tag, _ in parsed.tags}
    assert len(parsed.inside["script"]) == 3
    assert parsed.inside["title"][0] == EVIL
    data = json.loads(parsed.inside["script"][0])
    assert [node["label"] for node in data["nodes"]] == [EVIL, "b"]
    assert (data["claims"][0]["label"], data["claims"][0]["tissues"], data["note"]) == (EVIL, [EVIL], EVIL)
    assert evidence_of(text) == {}  # a picture without its graph has none


@given(st.text())
@settings(max_examples=200)
def test_data_can_hold_any_text(text: str) -> None:
    written = as_json({"label": text})
    assert json.loads(written) == {"label": text}
    assert not set("<>&\u2028\u2029") & set(written)


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
    )
)
def test_a_drawing_keeps_its_words(text: str) -> None:
    root = ET.Element("{http://www.w3.org/2000/svg}svg")
    ET.SubElement(root, "{http://www.w3.org/2000/svg}text", fill="#c00002").text = text
    found = ET.fromstring(inline(ET.tostring(root, encoding="unicode")))[0]  # noqa: S314 - written above
    assert (found.text, found.get("fill")) == (text, "var(--c2)")


@pytest.mark.parametrize(("required", "outcome"), [("required", "Failed"), ("", "Skipped")])
def test_without_a_browser_its_tests_skip_or_fail(monkeypatch: pytest.MonkeyPatch, required: str, outcome: str) -> None:
    monkeypatch.setenv("CALCIGRAPH_BROWSER", required)
    with pytest.raises(BaseException, match="no browser") as raised:
        absent("no browser")
    assert raised.typename == outcome


def test_a_page_without_claims_hides_what_needs_them() -> None:
    text = page(drawn(Node("https://w3id.org/calcigraph/id/a", "a")))
    tabs = {attrs["data-tab"]: "hidden" in attrs for _, attrs in Parsed(text).tags if "data-tab" in attrs}
    assert tabs == {"evidence": False, "paths": True, "filter": True, "key": False}
    assert "data-theme" not in text[: text.index("<head>")]
    dark = Picture("slice", (Model("a", "", (), ()),), Style("dark"), "a")
    assert page(dark).splitlines()[1] == '<html lang="en" data-theme="dark">'
