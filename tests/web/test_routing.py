"""Every kind of page, as a browser and as a program gets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.web.explaining import COMPUTED, PAGES
from calcigraph.web.indexes import LISTS

from tests.web.served_pages import Page, is_sound, read

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from starlette.testclient import TestClient

K2 = "claim/vitamin-k2-prevents-arterial-calcification"
THINGS = (
    *("id/vitamin-k2", "id/natto", "id/warfarin", "id/pregnant-women", K2),
    *(
        "claim/warfarin-inhibits-vkorc1",
        "source/knapen2015",
        "source/article-1",
        "result/knapen2015-stiffness-high",
        "question/foods-that-supply",
    ),
    *("question/overview", "question/wikidata-chebi-agreement", "ontology"),
)
LARGEST = 300_000


@pytest.fixture(scope="module")
def things(kg: KnowledgeGraph) -> list[str]:
    """Those that are there; names of claims change, and the first caution stands for the others."""
    from calcigraph.web.addresses import labels, path_of

    caution = next(row["claim"] for row in kg.page("K2")["cautions"])
    known = [each for each in THINGS if "calls-for" not in each]
    assert all(
        each == "ontology" or each.partition("/")[2] in labels(kg.store)[each.partition("/")[0]] for each in known
    )
    return [*known, path_of(caution)]


@pytest.mark.parametrize("path", [*PAGES, *LISTS])
def test_pages_that_explain_and_lists_are_sound(web: TestClient, path: str) -> None:
    answer = web.get(f"/{path}")
    page = read(answer)
    is_sound(page)
    assert len(answer.content) < LARGEST
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in answer.headers
    if path in COMPUTED:
        assert "calcigraph " in page.words


def test_the_four_forms_say_the_same(web: TestClient, things: list[str]) -> None:
    for path in things:
        turtle = ox.Dataset(ox.parse(web.get(f"/{path}.ttl").content, format=ox.RdfFormat.TURTLE))
        linked = ox.Dataset(ox.parse(web.get(f"/{path}.jsonld").content, format=ox.RdfFormat.JSON_LD))
        for each in (turtle, linked):
            each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert len(turtle) > 5
        assert turtle == linked, path
        data = web.get(f"/{path}.json").json()
        subject = ox.NamedNode(data["iri"])
        assert list(turtle.quads_for_subject(subject)), path
        page = read(web.get(f"/{path}.html"))
        is_sound(page)
        assert len({each["href"] for each in page.all("link") if each["rel"] == "alternate"}) == 3, path
        words = page.words
        assert data["iri"] in words
        for key in ("sentence", "label", "title", "question"):
            if isinstance(data.get(key), str) and not path.startswith("id/"):
                assert " ".join(data[key].split()) in words, (path, key)
        for line in [*data.get("warnings", []), *data.get("reasons", []), *data.get("careful", [])]:
            assert line in words, (path, line)


def test_what_the_html_of_a_claim_says_is_in_its_triples(web: TestClient) -> None:
    data = web.get(f"/{K2}.json").json()
    found = ox.Dataset(ox.parse(web.get(f"/{K2}.ttl").content, format=ox.RdfFormat.TURTLE))
    labels = {quad.object.value for quad in found if quad.predicate.value.endswith(("#label", "#prefLabel"))}
    assert {data["claim"]["status"], data["claim"]["certainty"], data["subject"]["label"]} <= labels
    words = read(web.get(f"/{K2}")).words
    assert data["sentence"] in words
    assert data["level"] in words
    results = {row["result"] for row in data["results"]}
    assert len(results) == sum(quad.predicate.value.endswith("#ofResult") for quad in found)
    for row in data["results"]:
        assert row["source"] in words


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.3, application/ld+json", "application/ld+json"),
        ("application/*", "application/ld+json"),
        ("text/html;q=0, */*", "text/turtle"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("TEXT/TURTLE ; Q=1", "text/turtle"),
    ],
)
def test_the_form_follows_what_is_accepted(web: TestClient, accept: str | None, media: str) -> None:
    web.headers.pop("accept", None)
    answer = web.get("/id/mk-7", headers={"accept": accept} if accept else {"accept": ""})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["vary"] == "Accept"


def test_what_nobody_offers_is_refused_in_one_line(web: TestClient) -> None:
    answer = web.get("/id/mk-7", headers={"accept": "image/png"})
    assert (answer.status_code, answer.text.count("\n")) == (406, 1)
    assert "text/turtle" in answer.text


def test_a_page_that_is_known_is_not_sent_again(web: TestClient) -> None:
    first = web.get("/id/mk-7")
    again = web.get("/id/mk-7", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = web.head("/id/mk-7")
    assert (head.status_code, head.content) == (200, b"")
    assert first.headers["access-control-allow-origin"] == "*"
    assert 'rel="alternate"; type="text/turtle"' in first.headers["link"]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/id/menaquinone-7", "id/mk-7"),
        ("/id/vitamin_k_2", "vitamin-k2"),
        ("/claim/vitamin-k2-prevents-arterial-calcificatio", "vitamin-k2-prevents-arterial-calcification"),
        ("/source/knapen2016.ttl", "knapen2015"),
        ("/question/food-that-supply", "foods-that-supply"),
    ],
)
def test_unknown_names_get_the_nearest(web: TestClient, path: str, near: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    page = Page(answer.text)
    is_sound(page)
    assert any(near in each.get("href", "") for each in page.all("a"))


def test_strange_names_are_shown_and_never_run(web: TestClient) -> None:
    for name in ("<script>alert(1)</script>", "%22onload=%22x", "x" * 5000, "a%1bb", "..%2f..%2fetc"):
        answer = web.get(f"/id/{name}")
        assert answer.status_code == 404
        if "text/html" in answer.headers["content-type"]:
            is_sound(Page(answer.text))


def test_cautions_come_first(web: TestClient) -> None:
    for path in ("/id/vitamin-k2", "/question/interactions-of-a-drug?drug=warfarin"):
        text = web.get(path).text
        assert text.index("caution") < text.index("<table"), path
        assert NO_ADVICE in read(web.get(path)).words


def test_a_question_is_asked_by_a_form_and_completes_names(web: TestClient, kg: KnowledgeGraph) -> None:
    page = read(web.get("/question/foods-that-supply?nutrient=MK-7"))
    assert "850" in page.words
    (form,) = [each for each in page.all("form") if each.get("method") == "get"]
    assert form["action"].endswith("foods-that-supply")
    (box,) = [each for each in page.all("input") if each.get("name") == "nutrient"]
    assert box["value"] == "MK-7"
    offered = {each["value"] for each in page.all("option")}
    (count,) = kg.engine.values("SELECT (COUNT(DISTINCT ?n) AS ?c) { ?n a cg:Nutrient }")
    assert len(offered) == int(count[0] or 0)
    asked = kg.ask("foods-that-supply", nutrient="MK-7")
    data = web.get("/question/foods-that-supply.json?nutrient=MK-7").json()["answer"]
    assert [str(row[0]) for row in data["rows"]] == [str(row[0]) for row in asked.rows]


def test_a_value_that_is_none_leaves_the_form_and_says_why(web: TestClient) -> None:
    answer = web.get("/question/foods-that-supply?nutrient=natto")
    assert answer.status_code == 400
    page = Page(answer.text)
    is_sound(page)
    assert "'natto' is a food" in page.words
    assert web.get("/question/foods-that-supply?nutriment=K2").status_code == 400
    refused = web.get("/question/foods-that-supply.json?nutrient=zzzzzz")
    assert refused.status_code == 404
    assert "zzzzzz" in refused.json()["error"]


def test_looking_a_name_up_sends_no_name_in_an_address(web: TestClient) -> None:
    found = web.post("/find", data={"words": "menaquinone 7"})
    assert (found.status_code, found.headers["location"]) == (303, "id/mk-7")
    none = web.post("/find", data={"words": "vitamin k2 prevents arterial calcificatio"})
    assert none.status_code == 404
    assert any(K2 in each.get("href", "") for each in Page(none.text).all("a"))
    assert web.post("/find", data={}).status_code == 404


def test_schema_org_is_in_the_pages_it_fits(web: TestClient) -> None:
    (data,) = read(web.get("/about")).data
    assert json.loads(data)["@type"] == "Dataset"
    (review,) = read(web.get(f"/{K2}")).data
    told = json.loads(review)
    assert (told["@type"], told["reviewRating"]["alternateName"]) == ("ClaimReview", "Not shown, low certainty")
    assert (
        told["reviewRating"]["worstRating"] <= told["reviewRating"]["ratingValue"] <= told["reviewRating"]["bestRating"]
    )
    assert not read(web.get("/claim/warfarin-inhibits-vkorc1")).data  # nobody was reviewed


def test_static_files_and_downloads_come(web: TestClient) -> None:
    for name in ("style.css", "site.js", "filter.js", "icon.svg", "colours.css", "search.json"):
        assert web.get(f"/static/{name}").status_code == 200, name
    assert web.get("/download/calcigraph-claims.csv").text.startswith("claim")
    assert web.get("/download/none.csv").status_code == 404
    first = [web.get(path) for path in ("/", "/static/style.css", "/static/site.js")]
    assert sum(len(each.content) for each in first) < LARGEST


def test_the_search_box_knows_every_entity(web: TestClient, kg: KnowledgeGraph) -> None:
    rows = web.get("/static/search.json").json()
    assert sum(row[2] == "entity" for row in rows) == kg.info()["entities"]
    (mk7,) = [row for row in rows if row[1] == "id/mk-7"]
    assert "menaquinone-7" in mk7[3]
