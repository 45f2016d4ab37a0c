"""The pages that answer: what they say, in which order, and what they do with bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.pictures.story import read_story
from calcigraph.web.addresses import path_of
from calcigraph.web.asking_page import EXAMPLES, is_text
from calcigraph.web.posting import limit

from tests.web.served_pages import Page, is_sound, read

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from starlette.testclient import TestClient

EVIL = '<img src=x onerror=alert(1)></textarea><script>alert(2)</script>"'
SCENARIO = "/what-if?level=high&factor=vitamin+D&level=low&factor=vitamin+K2&observe=arterial+calcification"


def said(web: TestClient, words: str, path: str = "/") -> Page:
    """What the box of a page answers."""
    page = read(web.post(path, data={"words": words}))
    is_sound(page)
    return page


# ---------------------------------------------------------------------------------------------------- asking


def test_the_sentence_comes_before_its_reasons_and_its_references(web: TestClient) -> None:
    words = said(web, "Does vitamin K2 prevent arterial calcification?").words
    places = [words.index(each) for each in ("Not shown that", "not shown, low certainty", "Why", "References (")]
    assert places == sorted(places)
    assert NO_ADVICE in words


def test_what_a_drug_calls_for_comes_first(web: TestClient) -> None:
    page = said(web, "I have kidney stones. Does vitamin D prevent fractures?")
    words = page.words
    assert words.index("Ask your doctor or pharmacist before") < words.index("it is not so that vitamin D decreases")
    assert {"class": "caution", "role": "note", "aria-label": "Caution"} in page.all("div")


def test_a_text_is_checked_and_a_question_is_answered(web: TestClient) -> None:
    text = said(web, "Vitamin K2 prevents fractures. It is perfectly safe with warfarin.")
    assert "1 unsafe" in text.words
    assert {"claim/vitamin-k2-decreases-fracture-risk"} <= {each.get("href") for each in text.all("a")}
    assert "natto" in said(web, "Which foods supply K2?").words.lower()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Which foods supply K2?", False),
        ("Vitamin K2 prevents fractures", False),
        ("I am 70. I take warfarin. Can I take K2?", False),
        ("K2 is good. Is it? Nobody knows. We asked. It is.", True),
        ("K2 prevents fractures. It is safe.", True),
        ("word " * 300, True),
    ],
)
def test_what_is_a_text(words: str, text: bool) -> None:  # noqa: FBT001 - the expected answer
    assert is_text(words) is text


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_box_has_an_answer_in_a_sentence(web: TestClient, example: str) -> None:
    page = said(web, example)
    assert "lead" in [each.get("class") for each in page.all("p")]
    assert "Understood as" in page.words


def test_a_question_that_is_not_clear_offers_others_that_are(web: TestClient) -> None:
    page = said(web, "Does vitamin help?")
    offered = [each["href"] for each in page.all("a") if each.get("href", "").startswith("question/")]
    assert len(offered) >= 2
    assert all(web.get(f"/{each}").status_code == 200 for each in offered)


@pytest.mark.parametrize("path", ["/", "/check"])
@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({}, 400, "first."),
        ({"words": " \n "}, 400, "first."),
        ({"other": "x"}, 400, "first."),
        ({"words": "K2 " * 25_000}, 413, "too long"),
        ({"words": "ü" * 1_000_000}, 413, "too long"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    web: TestClient, path: str, data: dict[str, str], status: int, told: str
) -> None:
    answer = web.post(path, data=data)
    assert answer.status_code == status
    page = Page(answer.text)
    is_sound(page)
    assert told in page.words
    assert len(answer.text) < 300_000


def test_a_body_that_is_no_form_is_refused(web: TestClient) -> None:
    assert web.post("/", content=b"\xff\xfe\x00", headers={"content-type": "text/plain"}).status_code == 400
    assert web.post("/check", content=b"&".join(b"a=1" for _ in range(99))).status_code == 400


@pytest.mark.parametrize("path", ["/", "/check"])
@pytest.mark.parametrize("words", [EVIL, f"K2 prevents fractures {EVIL}. It is safe. {EVIL}"])
def test_markup_stays_text(web: TestClient, path: str, words: str) -> None:
    answer = web.post(path, data={"words": words})
    page = Page(answer.text)
    is_sound(page)
    assert "onerror" not in [name for _, attributes in page.elements for name in attributes]
    assert "alert(1)" in page.words


def test_nothing_that_was_asked_is_kept_by_caches(web: TestClient) -> None:
    answer = web.post("/", data={"words": "Which foods supply K2?"})
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


# ----------------------------------------------------------------------------------------------------- story


def test_the_story_has_its_steps_without_a_script_and_each_opens_its_evidence(
    web: TestClient, kg: KnowledgeGraph
) -> None:
    page = read(web.get("/"))
    links = [each.get("href", "") for each in page.all("a")]
    story = read_story(kg.store)
    for number, stop in enumerate(story.stops, 1):
        assert f"#stop-{number}" in links
        assert f"stop-{number}" in page.ids
        assert stop.question.words in page.words
        for part in (stop.stream, stop.question, *(stop.gate.lines if stop.gate else ())):
            assert links.count(path_of(part.claim.iri)) >= 2, part  # in the picture and in the list
            assert part.claim.verdict in page.words
    assert "contested" in page.words
    assert story.caution is None or story.caution.words in page.words


# ---------------------------------------------------------------------------------------------------- what if


def test_what_if_says_what_moves_and_why_and_what_studies_saw(web: TestClient, kg: KnowledgeGraph) -> None:
    page = read(web.get(SCENARIO))
    is_sound(page)
    found = kg.what_if({"vitamin D": "high", "vitamin K2": "low"}, ["arterial calcification"]).responses[0]
    assert "With vitamin D high, vitamin K2 low" in page.words
    assert f"{found.routes[0].text.replace(' > ', ' → ')}." in page.words
    assert found.trials in page.words
    (image,) = page.all("img")  # it is looked at in tests/browser
    assert image["src"] == f"what-if/body.svg?{SCENARIO.partition('?')[2]}"
    fields = {each["id"]: each.get("value") for each in page.all("input")}
    assert (fields["factor-1"], fields["factor-2"], fields["observe"]) == (
        "vitamin D",
        "vitamin K2",
        "arterial calcification",
    )


def test_what_if_with_a_drug_begins_with_its_caution(web: TestClient) -> None:
    words = read(web.get("/what-if?level=high&factor=warfarin&observe=INR")).words
    assert words.index("Do not stop or change warfarin") < words.index("With warfarin high")


def test_an_undetermined_answer_says_why(web: TestClient) -> None:
    words = read(web.get("/what-if?level=high&factor=vitamin+D&observe=bone+mineral+density")).words
    assert "undetermined" in words
    assert "Would be settled by" in words or "No single influence would settle it" in words


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("level=high&factor=warfrin", 404, "no entity is called 'warfrin'"),
        ("level=up&factor=warfarin", 400, "'up' is no level"),
        ("level=high&factor=K2&level=low&factor=k2", 400, "chosen twice"),
        ("level=high&factor=natto", 400, "press what it brings"),
        ("level=high&factor=postmenopausal+women", 400, "is no factor"),
        ("&".join(f"level=high&factor=x{number}" for number in range(7)), 400, "too many"),
        ("level=high&factor=warfarin&lacking=nonsuch", 404, "nonsuch"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused_in_a_sentence(
    web: TestClient, query: str, status: int, told: str
) -> None:
    answer = web.get(f"/what-if?{query}")
    page = Page(answer.text)
    is_sound(page)
    assert (answer.status_code, told in page.words) == (status, True)
    assert web.get(f"/what-if/body.svg?{query}").status_code == 400


def test_an_unknown_factor_offers_the_nearest_in_the_same_scenario(web: TestClient) -> None:
    page = Page(web.get("/what-if?level=high&factor=warfrin&level=low&factor=vitamin+D&observe=INR").text)
    links = [each.get("href", "") for each in page.all("a")]
    (mended,) = [each for each in links if "factor=warfarin" in each and "observe=INR" in each]
    assert "With warfarin high, vitamin D low" in read(web.get(f"/what-if{mended}")).words


def test_a_factor_that_is_markup_stays_text(web: TestClient) -> None:
    page = Page(web.get("/what-if", params={"level": "high", "factor": EVIL}).text)
    is_sound(page)
    assert EVIL in [each.get("value") for each in page.all("input")]


# ---------------------------------------------------------------------------------------------------- explorer


def test_the_explorer_reaches_every_claim_without_a_script(web: TestClient, kg: KnowledgeGraph) -> None:
    total = kg.info()["claims"]
    seen: set[str] = set()
    for number in range(1, -(-total // limit("shown_at_once")) + 1):
        page = read(web.get(f"/explore?number={number}"))
        seen |= {each["href"] for each in page.all("a") if each.get("href", "").startswith("claim/")}
    assert seen == {path_of(claim.iri) for claim in kg.claims()}


def test_the_explorer_filters(web: TestClient, kg: KnowledgeGraph) -> None:
    contested = kg.claims(status="contested")
    data = web.get("/static/claims.json").json()
    at = data["columns"].index("status")
    assert sum(row[at] == "contested" for row in data["rows"]) == len(contested)
    assert f"{len(contested)} claims of" in read(web.get("/explore?status=contested")).words
    assert "1 claim of" in read(web.get("/explore?words=WARFARIN+inhibits+vkorc1")).words


@pytest.mark.parametrize(
    "query", ["words=zzzz", "status=nonsuch", "number=-3", "number=99999", "number=²", f"words={'x' * 5000}"]
)
def test_the_explorer_takes_anything(web: TestClient, query: str) -> None:
    is_sound(read(web.get(f"/explore?{query}")))
    is_sound(read(web.get("/explore", params={"words": EVIL})))


# ----------------------------------------------------------------------------------------- mechanism and SPARQL


def test_every_box_and_arrow_of_the_mechanism_is_a_link(web: TestClient, kg: KnowledgeGraph) -> None:
    links = {each.get("href", "") for each in read(web.get("/mechanism")).all("a")}
    signed = {path_of(each.iri) for each in kg.claims(directness="direct") if each.sign is not None}
    assert signed <= links
    assert "id/vitamin-k2" in links


def test_the_editor_begins_with_a_query_that_answers(web: TestClient, kg: KnowledgeGraph) -> None:
    from html import unescape

    text = web.get("/query").text
    is_sound(Page(text))
    query = unescape(text.partition('aria-describedby="query-help">')[2].partition("</textarea>")[0])
    assert len(kg.sparql(query)) > 3  # type: ignore[arg-type]
    page = web.get("/query?example=foods-that-supply")
    assert "VALUES ?nutrient" in page.text
    assert web.get("/query", params={"example": EVIL}).status_code == 404


def test_the_editor_knows_prefixes_terms_and_names(web: TestClient, kg: KnowledgeGraph) -> None:
    known = json.loads(web.get("/static/terms.json").text)
    assert known["prefixes"]["cg"] == "https://w3id.org/calcigraph/ontology#"
    assert "menaquinone-7" in known["terms"]["id:mk-7"]
    for term in ("cg:Claim", "cg:subject", "cg:increases", "claim:warfarin-inhibits-vkorc1"):
        assert term in known["terms"]
    named = {name for name in known["terms"] if name.startswith("claim:")}
    assert len(named) == kg.info()["claims"]


def test_how_often_checking_is_wrong_is_said_as_it_was_measured(web: TestClient) -> None:
    page = read(web.get("/check"))
    measured = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
    for number in ("58 of 114", "61 of 311"):
        assert number in page.words
        assert number in measured
