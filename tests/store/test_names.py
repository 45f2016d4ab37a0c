"""Names to entities: whatever people type finds the right one, and what nobody means finds none."""

from __future__ import annotations

import contextlib
import re

import pytest
from calcigraph import KnowledgeGraph, UsageError
from calcigraph.errors import AmbiguousName, BadArgument, UnknownName
from calcigraph.namespaces import ASSERTED, EXTERNAL, PREFIXES, expand, shorten
from calcigraph.store import derivation
from calcigraph.store.names import name_key
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opened import opened

HOSTILE = [
    "",
    " ",
    "\n",
    "\0",
    "'",
    '"',
    "{}",
    "<>",
    "<",
    ">",
    "\\",
    "?x",
    "%s",
    "{0}",
    "-",
    "K2' OR '1'='1",
    "id:mk-7> ?p ?o } #",
    "x } UNION { ?s ?p ?o",
    'MK-7" . ?a ?b ?c . "',
    "MK-7\nvitamin D3 and more",
    "http://",
    "http://[bad",
    "http:// a b",
    "http://a.example/%zz",
    "http://a\x00b",
    "https://w3id.org/calcigraph/id/",
    "https://w3id.org/calcigraph/ontology#Claim",
    "CHEBI:",
    "CHEBI:%%",
    "CHEBI:1",
    "CHEBI:28940> <",
    "id:",
    ":",
    "::",
    "cg:Nutrient",
    "claim:vitamin-k2-prevents-arterial-calcification",
    "\ud800",
    "http://\ud800",
    "日本語",
    "🦴",
    "K2ビタミン",
    "ω-D3x",
    "\x1b[31mK2x",
    "nonsense " * 20_000,
]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("MK7", "mk-7"),
        ("mk-7", "mk-7"),
        ("mk 7", "mk-7"),
        ("  MK-7\n", "mk-7"),
        ("menaquinone 7", "mk-7"),
        ("Menaquinone-7", "mk-7"),
        ("MENAQUINONE\u20117", "mk-7"),
        ("K2", "vitamin-k2"),
        ("vitamin K2", "vitamin-k2"),
        ("Vitamin K₂", "vitamin-k2"),
        ("CHEBI:16374", "vitamin-k2"),
        ("chebi:28940", "vitamin-d3"),
        ("http://purl.obolibrary.org/obo/CHEBI_28940", "vitamin-d3"),
        ("HTTP://purl.obolibrary.org/obo/chebi_28940", "vitamin-d3"),
        ("<http://purl.obolibrary.org/obo/CHEBI_28940>", "vitamin-d3"),
        ("mesh:d014859", "warfarin"),
        ("DRUGBANK:DB00682", "warfarin"),
        ("id:mk-7", "mk-7"),
        ("ID:MK-7", "mk-7"),
        ("https://w3id.org/calcigraph/id/mk-7", "mk-7"),
        ("carboxylated-osteocalcin", "carboxylated-osteocalcin"),
        ("women-51-70", "women-51-70"),
        ("Women 51-70", "women-51-70"),
        ("hypercalcaemia", "hypercalcaemia"),
        ("Hypercalcemia", "hypercalcaemia"),
        ("oestrogen", "oestrogen"),
        ("estrogen", "oestrogen"),
        ("bone mineralization", "bone-mineralization"),
        ("Bone Mineralisation", "bone-mineralization"),
        ("VDR signaling", "vdr-signalling"),
        ("γ-carboxylation", "protein-gamma-carboxylation"),
        ("gamma carboxylation", "protein-gamma-carboxylation"),
        ("VDR", "vdr-signalling"),
        ("CASR", "casr-signalling"),
        ("KL", "klotho"),
        ("MGP", "matrix-gla-protein"),
        ("BGLAP", "osteocalcin"),
        ("ALPL", "tnap"),
        ("TNFSF11", "rankl"),
        ("GGCX", "ggcx"),
        ("VKORC1", "vkorc1"),
        ("VKOR", "vkorc1"),
        ("TRPV6", "trpv6"),
    ],
)
def test_a_name_finds_its_entity(kg: KnowledgeGraph, name: str, slug: str) -> None:
    assert shorten(kg.entities.iri(name)) == f"id:{slug}"
    assert kg.entity(name).curie == f"id:{slug}"


def test_an_entity_says_what_it_is(kg: KnowledgeGraph) -> None:
    found = kg.entity("dp-ucMGP")
    assert found.label == "dp-ucMGP"
    assert found.classes == ("Biomarker", "Factor", "ProteinForm")
    assert found.endpoint == "biomarker"
    assert "inactive MGP" in found.synonyms
    assert found.identifiers["broadMatch"] == ("UniProtKB:P08493",)
    assert found.definition.endswith(".")
    assert found.as_dict()["classes"] == ["Biomarker", "Factor", "ProteinForm"]


def test_an_unknown_name_offers_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="no entity is called 'ostecalcin'; nearest: 'osteocalcin'") as caught:
        kg.entity("ostecalcin")
    assert caught.value.name == "ostecalcin"
    assert caught.value.nearest[0] == "osteocalcin"
    assert 1 <= len(caught.value.nearest) <= 3
    assert caught.value.exit_code == 2
    # A part of a name is near it, however much longer the name is.
    assert "24,25-dihydroxyvitamin D" in kg.entities.nearest("24,25-di", 20)
    assert kg.entities.nearest("") == []


def test_an_ambiguous_curie_lists_the_candidates(kg: KnowledgeGraph) -> None:
    # The heading "Postmenopause" is close to the people and to the state alike.
    with pytest.raises(AmbiguousName) as caught:
        kg.entity("MESH:D017698")
    assert caught.value.candidates == ("'menopause' (id:menopause)", "'postmenopausal women' (id:postmenopausal-women)")
    assert str(caught.value) == (
        "'MESH:D017698' can be 'menopause' (id:menopause) or 'postmenopausal women' (id:postmenopausal-women); say which"
    )


def test_an_ambiguous_name_lists_the_candidates() -> None:
    engine = derivation.open_engine()
    engine.load(
        b"""@prefix cg: <https://w3id.org/calcigraph/ontology#> . @prefix id: <https://w3id.org/calcigraph/id/> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            id:other-natto a cg:Entity ; skos:prefLabel "Natto"@en .
            id:nameless a cg:Entity ; skos:exactMatch <http://purl.obolibrary.org/obo/CHEBI_44245> .""",
        ASSERTED,
    )
    graph = KnowledgeGraph(engine)
    with pytest.raises(AmbiguousName, match=r"'natto' can be 'Natto' \(id:other-natto\) or 'natto' \(id:natto\)"):
        graph.entity("natto")
    # An entity without label is named by its CURIE.
    with pytest.raises(AmbiguousName, match=r"'id:nameless' \(id:nameless\)"):
        graph.entity("CHEBI:44245")
    assert graph.entity("id:natto").label == "natto"


def test_an_exact_mapping_hides_a_looser_one(kg: KnowledgeGraph) -> None:
    rows = kg.engine.values(
        """SELECT ?exact ?x ?loose { ?exact skos:exactMatch ?x ; a cg:Entity . ?loose skos:closeMatch|skos:broadMatch ?x
           FILTER(?exact != ?loose) }"""
    )
    assert rows
    for exact, iri, _ in rows:
        assert kg.entities.iri(str(iri)) == exact


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:30])
def test_a_hostile_name_is_unknown_in_one_short_line(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises((UnknownName, BadArgument)) as caught:
        kg.entity(name)
    assert isinstance(caught.value, UnknownName) == (len(name) <= 1000)
    message = str(caught.value)
    assert message.startswith(("no entity is called '", "the name of an entity has at most 1,000 characters"))
    assert message.isprintable()
    assert len(message) < 400
    for search in (lambda: kg.claims(name), lambda: kg.claims(None, None, name), lambda: kg.pathways(name, "K2")):
        with pytest.raises(UsageError):
            search()


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_finds_an_entity_or_says_that_it_is_unknown(text: str) -> None:
    graph = opened()
    with contextlib.suppress(UnknownName, AmbiguousName):
        assert graph.entity(text).label


def test_every_name_of_every_entity_finds_it(kg: KnowledgeGraph) -> None:
    query = "SELECT ?e ?n { ?e skos:prefLabel|skos:altLabel|skos:hiddenLabel ?n . ?e a cg:Entity }"
    names = [(str(entity), str(name)) for entity, name in kg.engine.values(query)]
    assert len(names) > 1000
    for entity, name in names:
        for spelled in (name, name.upper(), name.lower(), name.replace("-", " "), f" {name}\t"):
            assert kg.entities.iri(spelled) == entity, spelled


def test_every_entity_is_found_by_curie_and_iri(kg: KnowledgeGraph) -> None:
    for (iri,) in kg.engine.values("SELECT ?e { ?e a cg:Entity }"):
        assert kg.entities.iri(str(iri)) == kg.entities.iri(shorten(str(iri)).upper()) == iri


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet="aeiouslzdmngtprhfby -7γµé日_", max_size=25) | st.text(max_size=25))
def test_folding_twice_is_folding_once(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert name_key(name.upper().lower()) == name_key(name.lower())
    assert re.fullmatch(r"[^\W_]*", key)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("oestrogen", "estrogen"),
        ("hypercalcaemia", "hypercalcemia"),
        ("haemostasis", "hemostasis"),
        ("oedema", "edema"),
        ("mineralisation", "mineralization"),
        ("mineralise bone", "mineralize bone"),
        ("catalysed", "catalyzed"),
        ("signalling", "signaling"),
        ("tumour", "tumor"),
        ("sulphate", "sulfate"),
        ("fibre", "fiber"),
        ("naïve", "naive"),
        ("1α,25-dihydroxyvitamin D", "1 alpha 25 dihydroxyvitamin d"),
        ("\u039cK-7", "mu K 7"),
    ],
)
def test_spellings_meet(british: str, american: str) -> None:
    assert name_key(british) == name_key(american)


def test_curies_and_iris_turn_into_each_other() -> None:
    for prefix, base in (PREFIXES | EXTERNAL).items():
        assert expand(f"{prefix}:x1") == f"{base}x1"
        assert expand(f"{prefix.lower()}:x1") == f"{base}x1"
        assert shorten(f"{base}x1") == f"{prefix}:x1"
    assert expand("nosuch:x") is None
    assert expand("no colon") is None
    assert shorten("https://a.example/") == "https://a.example/"
    assert shorten(PREFIXES["id"]) == PREFIXES["id"]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Vitamin K (phylloquinone)", "vitamin K1"),
        ("Vitamin K (Menaquinone-4)", "MK-4"),
        ("Vitamin D (D2 + D3)", "vitamin D"),
        ("Vitamin D3 (cholecalciferol)", "vitamin D3"),
        ("Vitamin D (phylloquinone)", None),
        ("Vitamin D (D2 + K2)", None),
    ],
)
def test_names_with_forms_in_brackets_as_food_tables_write_them(
    kg: KnowledgeGraph, written: str, label: str | None
) -> None:
    if label:
        assert kg.entity(written).label == label
    else:
        with pytest.raises(UnknownName):
            kg.entity(written)
