"""The page of a picture in a real browser: every feature is used as a reader would, and what it answers is asserted.

Where selenium or Chromium is absent the tests skip; with CALCIGRAPH_BROWSER=required, as in CI, they fail instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.pages import evidence_page
from calcigraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.chromium import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CONTESTED = "claim:carboxylated-mgp-inhibits-vascular-smooth-muscle-calcification"
EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
BLOCKED = "claim:warfarin-inhibits-vkorc1"
SHOWN = "g.edge:not(.off)[role=button]"


def neighbours(kg: KnowledgeGraph, start_: str, way: str, depth: int) -> set[str]:
    """Boxes and claims up to some steps up- or downstream, found by the graph itself."""
    claims = [claim for claim in kg.claims(directness="direct") if claim.sign is not None]
    found, frontier = {start_}, {kg.entities.iri(start_.removeprefix("id:"))}
    for _ in range(depth):
        step = [each for each in claims if (each.subject if way == "down" else each.object) in frontier]
        frontier = {each.object if way == "down" else each.subject for each in step}
        found |= {each.curie for each in step} | {f"id:{iri.rpartition('/')[2]}" for iri in frontier}
    return found


# ---------------------------------------------------------------- alone in the world


def test_the_page_asks_for_nothing_but_itself(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.click('g[data-id="id:vitamin-k2"]')
    assert browser.requests() == [mechanism.as_uri()]
    assert browser.complaints() == []
    assert browser.run("return performance.getEntriesByType('resource').length") == 0


def test_the_policy_stops_what_is_not_ours(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.run("""
        window.ran = 0;
        const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.body.append(script);
        const link = document.createElement('button'); link.setAttribute('onclick', 'window.ran = 2'); document.body.append(link);
        link.click();
        const image = new Image(); image.src = 'https://example.org/x.png'; document.body.append(image);
        fetch('https://example.org/').catch(() => {});
        // Later, because what the driver itself runs may use eval.
        setTimeout(() => { try { (0, eval)('window.ran = 3'); } catch { window.refused = true; } });
    """)
    assert browser.until("return window.refused")
    assert browser.run("return [window.ran, document.styleSheets.length]") == [0, 1]
    assert len(browser.complaints()) >= 4
    assert browser.requests() == [mechanism.as_uri()]  # the others were stopped before they left


@pytest.fixture(scope="module")
def hostile(browser: Browser) -> Path:
    """A picture of a graph whose names, definitions, results and sources are markup."""
    kg = KnowledgeGraph.open()
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    for which, predicate in (
        ("VALUES ?s { id:warfarin }", "skos:prefLabel"),
        ("VALUES ?s { id:warfarin }", "skos:definition"),
        (f"VALUES ?s {{ {BLOCKED} }}", "rdfs:label"),
        (f"GRAPH ?a {{ ?b cg:ofResult ?s ; cg:about {BLOCKED} }}", "dcterms:description"),
        (f"GRAPH ?a {{ ?b cg:ofResult ?f ; cg:about {BLOCKED} }} GRAPH ?c {{ ?f cg:study ?s }}", "skos:prefLabel"),
    ):
        kg.engine.store.update(
            f"{prefixes} DELETE {{ GRAPH ?g {{ ?s {predicate} ?o }} }} INSERT {{ GRAPH ?g {{ ?s {predicate} ?new }} }} "
            f"WHERE {{ {which} GRAPH ?g {{ ?s {predicate} ?o }} BIND(STRLANG('{EVIL}', 'en') AS ?new) }}"
        )
    path = browser.folder / "hostile.html"
    kg.draw("neighbourhood", "id:warfarin", file=path)
    return path


def test_markup_in_names_stays_text(browser: Browser, hostile: Path) -> None:
    browser.open(hostile, "#id:warfarin")
    assert (browser.text("h1"), browser.driver.title) == (f"Up to 1 step around {EVIL}",) * 2
    assert (browser.text("#subject"), browser.text("#tab-evidence > .lead")) == (EVIL, EVIL)
    assert browser.one("#picture [data-id='id:warfarin']").accessible_name == f"{EVIL}: drug"
    assert "".join(browser.texts("[data-id='id:warfarin'] text")).replace(" ", "") == EVIL.replace(" ", "")
    browser.click("#tab-evidence li .go")
    assert browser.text("#subject") == EVIL
    assert browser.texts(".card[data-result] > p:nth-child(2)") == [EVIL]
    assert EVIL in browser.text(".card[data-result] .source")
    browser.one("#search").send_keys("img src")
    assert EVIL in browser.texts("#search-list [role=option]")[0]
    browser.press("ESCAPE")
    browser.click("#tab-button-filter")
    assert EVIL in browser.texts("#filter-source label > span")
    assert browser.run("return [document.images.length, document.scripts.length]") == [0, 3]
    assert browser.complaints() == []


# ---------------------------------------------------------------- select, and what stands behind it


def test_a_click_selects_a_box(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    browser.open(mechanism)
    assert browser.text("#subject") == "What is shown"
    browser.click('g[data-id="id:vitamin-k2"]')
    entity = kg.entity("vitamin K2")
    assert browser.text("#subject") == entity.label == "vitamin K2"
    assert browser.text("#tab-evidence > .lead") == entity.definition
    assert all(name in browser.text("#tab-evidence > .quiet") for name in entity.synonyms)
    links = [each.get_attribute("href") for each in browser.all("#tab-evidence .links a")]
    assert "http://purl.obolibrary.org/obo/CHEBI_16374" in links
    assert (browser.hash(), browser.focus()) == ("#id:vitamin-k2", "id:vitamin-k2")
    assert browser.ids("[aria-pressed=true]") == browser.ids(".selected") == {"id:vitamin-k2"}
    assert browser.heard() == "vitamin K2 selected. Highlighted: 7 boxes and 6 lines."
    claims = {each.get_attribute("data-id") for each in browser.all("#tab-evidence .rows .go")}
    assert claims == {each for each in neighbours(kg, "id:vitamin-k2", "down", 1) if each.startswith("claim:")} | {
        each for each in neighbours(kg, "id:vitamin-k2", "up", 1) if each.startswith("claim:")
    }


def test_a_line_shows_the_evidence_on_its_claim(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    browser.open(mechanism, f"#{CONTESTED}")
    page = evidence_page(kg.store, CONTESTED)
    text = browser.text("#tab-evidence")
    assert "contested, very low certainty" in text
    assert [verdict["endpoint"] for verdict in page["verdicts"]] == [
        each.removeprefix("Verdict at ") for each in browser.texts("#tab-evidence h3") if each.startswith("Verdict")
    ]
    assert all(reason["meaning"] in text for verdict in page["verdicts"] for reason in verdict["reasons"])
    shown = [each.get_attribute("data-result") for each in browser.all("#tab-evidence .card[data-result]")]
    assert shown == [row["result"] for row in page["results"]] != []
    assert all(row["description"] in text for row in page["results"])
    assert all(row["title"] in text for row in page["mechanism"])
    links = {each.get_attribute("href") for each in browser.all("#tab-evidence .card a")}
    rows = [*page["results"], *page["mechanism"]]
    assert links == {f"https://pubmed.ncbi.nlm.nih.gov/{row['pmid']}/" for row in rows if row["pmid"]} | {
        f"https://doi.org/{row['doi']}" for row in rows if row["doi"]
    }
    assert NO_ADVICE in browser.text("aside")


def test_the_picture_of_a_claim_opens_on_it(browser: Browser, kg: KnowledgeGraph) -> None:
    path = browser.folder / "claim.html"
    kg.draw("claim", "vitamin K2 prevents arterial calcification", file=path)
    page = evidence_page(kg.store, "vitamin K2 prevents arterial calcification")
    browser.open(path)
    assert browser.text("#subject") == "Vitamin K2 prevents arterial calcification"
    shown = [each.get_attribute("data-result") for each in browser.all("#tab-evidence .card[data-result]")]
    assert shown == [row["result"] for row in page["results"]]
    text = browser.text("#tab-evidence")
    assert all(row["article"] in text for row in page["statements"])
    assert "Odds ratio 0.48 (95 % interval 0.32 to 0.71)" in text
    browser.click('g[data-id="result:geleijnse2004-k2-aorta"]')
    assert browser.text("#tab-evidence .found").strip() == "▲ Supports (related only)"
    assert browser.hash() == "#result:geleijnse2004-k2-aorta"


def test_a_forest_plot_opens_on_its_claim(browser: Browser, kg: KnowledgeGraph) -> None:
    path = browser.folder / "forest.html"
    kg.draw("forest", "vitamin K2 prevents arterial calcification", file=path)
    browser.open(path)
    assert browser.text("#subject") == "Vitamin K2 prevents arterial calcification"
    browser.until("return document.querySelector('.cover')")
    browser.click('g[data-id="result:geleijnse2004-k2-aorta"] .cover')
    assert browser.text("#subject") == "Geleijnse JM 2004"
    assert not browser.one("#tab-button-paths").is_displayed()


def test_scenarios_are_selected_in_all_panels(browser: Browser, kg: KnowledgeGraph) -> None:
    path = browser.folder / "compare.html"
    scenarios = {"D": {"vitamin D": "high"}, "K2": {"vitamin K2": "high"}}
    picture = kg.draw("compare", scenarios, observe=["serum calcium"], samples=20, file=path)
    browser.open(path, "#id:serum-calcium")
    assert len(browser.all('g.selected[data-id="id:serum-calcium"]')) == len(picture.models) == 2
    assert browser.texts("#tab-evidence .answer") == ["D: rises", "K2: no route"]


# ---------------------------------------------------------------- highlight, filter, paths


@pytest.mark.parametrize(
    ("way", "depth"), [("up", "1"), ("down", "2"), ("up", "3"), ("down", "99"), ("both", "2"), ("none", "1")]
)
def test_what_lies_up_and_downstream_is_lit(
    browser: Browser, kg: KnowledgeGraph, mechanism: Path, way: str, depth: str
) -> None:
    browser.open(mechanism, "#id:vdr-signalling")
    browser.click(f"#trace-way option[value={way}]")
    browser.click(f"#trace-depth option[value='{depth}']")
    wanted: set[str] = set()
    for side in {"both": ["up", "down"], "none": []}.get(way, [way]):
        wanted |= neighbours(kg, "id:vdr-signalling", side, int(depth))
    assert browser.ids("[data-id].lit") == wanted
    boxes = sum(each.startswith("id:") for each in wanted)
    lines = len(wanted) - boxes
    said = f"Highlighted: {boxes} boxes and {lines} line{'' if lines == 1 else 's'}."
    assert browser.heard() == browser.text("#traced") == (said if wanted else "")
    shade = "return getComputedStyle(document.querySelector('[data-id=\"id:thiazides\"]')).fillOpacity"
    assert (float(browser.run(shade)) < 0.5) is (bool(wanted) and "id:thiazides" not in wanted)


def test_the_filter_shows_what_passes_every_side(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    browser.open(mechanism)
    claims = [claim for claim in kg.claims(directness="direct") if claim.sign is not None]
    edges = {edge.curie: edge for edge in kg.draw("mechanism").models[0].edges}
    browser.click("#tab-button-filter")
    assert browser.text("#filtered") == f"{len(claims)} of {len(claims)} claims shown"

    def tick(side: str, value: str) -> None:
        browser.click(f"#filter-{side} input[value='{value}']")

    tick("sign", "lowers")
    lowering = {claim.curie for claim in claims if claim.sign == -1}
    assert browser.ids(SHOWN) == lowering
    tick("certainty", "low")
    tick("certainty", "moderate")
    sure = {claim.curie for claim in claims if claim.curie in lowering and claim.certainty in ("low", "moderate")}
    assert browser.ids(SHOWN) == sure
    assert browser.heard() == browser.text("#chip-text") == f"{len(sure)} of {len(claims)} claims shown"
    browser.one("#narrow-tissue").send_keys("small int")
    assert [each.text for each in browser.all("#filter-tissue label > span")].count("small intestine") == 1
    tick("tissue", "small intestine")
    here = {each for each in sure if "small intestine" in edges[each].tissues}
    assert browser.ids(SHOWN) == here != set()
    source = edges[min(here)].sources[0]
    tick("source", source)
    assert browser.ids(SHOWN) == {each for each in here if source in edges[each].sources}
    shown = {
        f"id:{end.rpartition('/')[2]}"
        for each in browser.ids(SHOWN)
        for end in (edges[each].source, edges[each].target)
    }
    assert browser.ids("g.node:not(.alone)") == shown
    browser.click("#chip .clear-filter")
    assert browser.ids(SHOWN) == set(edges)
    assert not browser.one("#chip").is_displayed()


PAIRS = [
    ("vitamin K2", "arterial calcification"),
    ("warfarin", "hydroxyapatite binding"),
    ("magnesium", "serum calcium"),
    ("bisphosphonates", "fracture risk"),
]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_paths_are_those_of_the_graph(
    browser: Browser, kg: KnowledgeGraph, mechanism: Path, source: str, target: str
) -> None:
    browser.open(mechanism)
    browser.click("#tab-button-paths")
    for end, name in (("from", source), ("to", target)):
        browser.one(f"#path-{end}").send_keys(name)
        browser.press("ENTER")
    found = kg.pathways(source, target, limit=12)
    assert browser.text("#path-place") == f"Path 1 of {found.total}"
    some = f"{found.total} path{'' if found.total == 1 else 's'}: {found.raising} raise {target}, {found.lowering} lower it."
    assert browser.texts("#path-found > .quiet")[0] == some
    for number, path in enumerate(found.paths, 1):
        assert browser.text("#path-place") == f"Path {number} of {found.total}"
        assert browser.text("#path-sentence") == path.sentence
        assert browser.heard() == f"Path {number} of {found.total}. {path.sentence}"
        verbs = {"raises": ("raises", "raise"), "lowers": ("lowers", "lower")}[path.effect]
        steps = "1 step" if len(path) == 1 else f"{len(path)} steps"
        assert browser.text("#path-effect") in {f"{source} {verb} {target} in {steps}" for verb in verbs}
        assert browser.ids("g.edge.lit") == {claim.curie for claim in path.claims}
        assert (
            browser.texts("#path-found > .quiet")[-1] == f"Weakest step: {path.weakest.label}, {path.weakest.verdict}."
        )
        browser.click("#path-next")
    browser.click("#path-previous")
    assert browser.text("#path-place") == f"Path {len(found.paths)} of {found.total}"


def test_paths_keep_to_the_filter_and_say_when_there_is_none(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism, "#path:id:warfarin,id:vkorc1,1")
    assert browser.text("#path-effect") == "warfarin lowers VKORC1 in 1 step"
    browser.click("#tab-button-filter")
    browser.click("#filter-sign input[value=raises]")
    nothing = "No path from warfarin to VKORC1 of any length in this picture, by claims that the filter shows."
    assert browser.text("#path-found") == nothing
    browser.click("#tab-filter .clear-filter")
    browser.click("#tab-button-paths")
    browser.click("#path-swap")
    assert browser.text("#path-found") == "No path from VKORC1 to warfarin of any length in this picture."
    browser.open(mechanism, "#path:id:vitamin-k2,id:arterial-calcification,2")
    assert browser.text("#path-place") == "Path 2 of 6"
    browser.click("#path-steps option[value='4']")
    assert browser.text("#path-found").endswith("of so few steps; the shortest has 6.")
