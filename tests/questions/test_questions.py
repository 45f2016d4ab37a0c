"""The contract of every question, by enumerating the folder, and the answers that matter most."""

from __future__ import annotations

import gc
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from calcigraph import KnowledgeGraph
from calcigraph.errors import Unavailable, UnknownName
from calcigraph.namespaces import ASSERTED, PREFIXES, expand
from calcigraph.questions.headers import parse
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data
from rdflib.plugins.sparql import prepareQuery

from tests.expected.regenerate import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calcigraph.questions.headers import Question

    from tests.conftest import Finished

HERE = Path(__file__).parents[1]
FOLDER = HERE.parent / "queries"
# Federated examples need the network and have a contract of their own, at the end.
FILES = sorted(path for path in FOLDER.glob("*/*.rq") if path.parent.name not in ("qc", "federated"))
IDS = [path.stem for path in FILES]
FEDERATED = sorted(FOLDER.glob("federated/*.rq"))
MUTATIONS = {
    question: mutation
    for file in sorted((HERE / "mutations").glob("*.yaml"))
    for question, mutation in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
THREE_STATES = ("No known problem", "Nothing studied", "Known risk")
NOT_ADVICE = "This is no medical advice; ask a doctor or pharmacist about doses and safety."
TWELVE = {
    "foods-that-supply": "nutrient",
    "forms-of": "vitamin",
    "proteins-activated-by": "nutrient",
    "what-a-protein-needs": "protein",
    "direct-influences-of": "factor",
    "influences-on": "factor",
    "effects-of": "nutrient",
    "evidence-for": "claim",
    "who-might-need-more": "nutrient",
    "who-should-be-careful": "nutrient",
    "negated-claims": None,
    "overview": None,
}

EMPTY = MemoryEngine()

each_question = pytest.mark.parametrize("path", FILES, ids=IDS)


@cache
def question(path: Path) -> Question:
    return parse(path.relative_to(FOLDER.parent).as_posix(), path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rdflib_graph(kg: KnowledgeGraph) -> Iterator[rdflib.Graph]:
    """Load the union that queries see into rdflib's own store, the one without named graphs."""
    triples = {quad.triple for quad in kg.engine.store}
    graph = rdflib.Graph(store="SimpleMemory")
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    gc.freeze()  # or the collector walks through the whole graph again and again
    yield graph
    gc.unfreeze()


def bare_rows(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple("" if term is None else term.value for term in row) for row in found]


def expected(name: str) -> str:
    return (HERE / "expected" / f"{name}.csv").read_text(encoding="utf-8")


# -------------------------------------------------------------------- the contract of each file


def test_the_first_twelve_are_there() -> None:
    for name, parameter in TWELVE.items():
        found = question(next(path for path in FILES if path.stem == name))
        assert [each.name for each in found.parameters] == ([parameter] if parameter else [])


def test_ids_are_unique() -> None:
    assert len(set(IDS)) == len(IDS)


@each_question
def test_header_is_complete_and_typed(path: Path, kg: KnowledgeGraph) -> None:
    found = question(path)
    lines = found.text.splitlines()
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found.id)
    assert found.title[0].isupper()
    assert not found.title.endswith(".")
    assert found.question[0].isupper()
    assert found.question.endswith("?")
    assert set(re.findall(r"\{(.*?)\}", found.question)) <= {each.name for each in found.parameters}
    assert found.description.endswith(".")
    assert len(found.description) > 60
    assert len(found.tags) >= 3
    assert all(isinstance(tag, str) for tag in found.tags)
    assert found.empty.endswith(".")
    assert [line for line in lines if line.startswith("#+")] == lines[
        : lines.index(next(x for x in lines if x[:2] != "#+"))
    ]
    for parameter in found.parameters:
        if parameter.type.startswith("cg:"):
            assert kg.sparql(f"ASK {{ {parameter.type} a owl:Class }}"), parameter.type
            assert kg.sparql(f"ASK {{ {parameter.default} a {parameter.type} }}"), parameter.default
        else:
            assert parameter.type in ("xsd:integer", "xsd:decimal", "xsd:string")


@each_question
def test_dose_and_safety_questions_say_so(path: Path) -> None:
    found = question(path)
    if path.parent.name in ("people", "effects", "doses") or {"dose", "safety"} & set(found.tags):
        assert NOT_ADVICE in found.note
        assert found.empty.startswith(THREE_STATES)


@each_question
def test_text_stands_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", text, re.MULTILINE))
    body = re.sub(r"^(#|PREFIX).*$", "", text, flags=re.MULTILINE)
    body = re.sub(r'"[^"\n]*"', "", body)
    assert {name: PREFIXES[name] for name in declared} == declared
    assert set(re.findall(r"(?<![\w?$])([a-z]+):(?=[\w-])", body)) == set(declared), "prefixes are declared and used"
    assert re.search(r"^ORDER BY .", text, re.MULTILINE)
    assert max(len(line) for line in text.splitlines()) <= 120
    assert text.endswith("\n")


@each_question
def test_answer_is_as_expected(path: Path, kg: KnowledgeGraph) -> None:
    answer = kg.ask(path.stem)
    assert len(answer) > 0
    assert told(answer) == expected(path.stem), "run tests/expected/regenerate.py and read the difference"


def test_every_expected_answer_has_its_question() -> None:
    assert {place.stem for place in (HERE / "expected").glob("*.csv")} == set(IDS)


@pytest.mark.data
@each_question
def test_both_engines_agree(path: Path, kg: KnowledgeGraph, rdflib_graph: rdflib.Graph) -> None:
    text = path.read_text(encoding="utf-8")
    theirs = [tuple("" if term is None else str(term) for term in row) for row in rdflib_graph.query(text)]  # type: ignore[union-attr]
    assert theirs == bare_rows(kg.engine.store, text)


@pytest.fixture(scope="module")
def reversed_store(kg: KnowledgeGraph) -> ox.Store:
    """Load the same graph in another order."""
    store = ox.Store()
    store.extend(reversed(list(kg.engine.store)))
    return store


@pytest.mark.data
@each_question
def test_order_is_total(path: Path, kg: KnowledgeGraph, reversed_store: ox.Store) -> None:
    text = path.read_text(encoding="utf-8")
    rows = bare_rows(kg.engine.store, text)
    assert len(set(rows)) == len(rows), "no row twice"
    assert bare_rows(reversed_store, text) == rows


@each_question
def test_labels_first_and_iris_last(path: Path, kg: KnowledgeGraph) -> None:
    answer = kg.ask(path.stem)
    filled = [[row[place] for row in answer.terms if row[place]] for place in range(len(answer.columns))]
    iri = [isinstance(column[0], ox.NamedNode) for column in filled if column]
    assert not iri[0]
    assert iri == sorted(iri), f"IRIs stand after everything readable: {answer.columns}"
    assert iri[-1] or path.stem == "overview"


@pytest.mark.data
@each_question
def test_a_mutation_changes_the_answer(path: Path) -> None:
    mutation = MUTATIONS[path.stem]
    assert set(mutation) <= {"forget", "update"}
    assert mutation
    engine = MemoryEngine()
    ontology, instances, rules = derivation.sources()
    load_ontology_and_data(engine, ontology, instances)
    for name in mutation.get("forget", []):
        iri = expand(name)
        assert iri
        assert engine.ask(f"ASK {{ <{iri}> ?p ?o }}"), f"{name} is in the graph"
        engine.forget(iri)
    if "update" in mutation:
        before = set(engine.store)
        engine.store.update(mutation["update"].replace("GRAPH asserted", f"GRAPH <{ASSERTED}>"), prefixes=PREFIXES)
        assert set(engine.store) != before
    engine.derive(content.decode() for _, content in rules)
    assert told(KnowledgeGraph(engine).ask(path.stem)) != expected(path.stem)


def test_every_mutation_has_its_question() -> None:
    assert set(MUTATIONS) == set(IDS)


# Each alone by the columns that its text gives, one in twelve alone on the graph, and all of them together in one query: a
# query that is asked alone goes through the whole graph again. Of the claims one in twelve, and all together.
PARAMETERS = [
    (path, parameter) for path in FILES for parameter in question(path).parameters if parameter.type[:3] == "cg:"
]


@pytest.mark.data
@pytest.mark.parametrize(
    ("path", "parameter"), PARAMETERS, ids=[f"{path.stem}-{each.name}" for path, each in PARAMETERS]
)
def test_every_entity_of_the_class_can_be_asked_for(path: Path, parameter: object, kg: KnowledgeGraph) -> None:
    name, kind = parameter.name, parameter.type  # type: ignore[attr-defined]
    members = [f"<{row[0].value}>" for row in kg.engine.select(f"SELECT ?e {{ ?e a {kind} }} ORDER BY ?e")[1]]  # type: ignore[union-attr]
    assert members
    asked = question(path)
    columns = kg.ask(path.stem).columns
    for place, member in enumerate(members):
        if place % 12 == 0:
            assert kg.engine.select(asked.query({name: member}))[0] == columns
        elif kind != "cg:Claim":
            assert EMPTY.select(asked.query({name: member}))[0] == columns
    assert kg.engine.select(asked.query({name: " ".join(members)}))[1]


@each_question
def test_an_empty_answer_says_what_it_means(path: Path) -> None:
    engine = MemoryEngine()
    load_ontology_and_data(engine, derivation.sources()[0], [])
    found = question(path)
    answer = KnowledgeGraph(engine).ask(path.stem)
    assert len(answer) == 0
    assert answer.note == f"{found.empty} {found.note}".strip()


# -------------------------------------------------------------------- answers that matter


def test_natto_leads_for_mk_7_and_partly_seen_amounts_are_marked(kg: KnowledgeGraph) -> None:
    rows = list(kg.ask("foods-that-supply", nutrient="MK7"))
    assert rows[0]["food"] == "natto"
    assert {row["amount_seen"] for row in rows} == {"partly verified"}
    everything = list(kg.ask("foods-that-supply", nutrient="vitamin K2"))
    assert everything[-1]["low"] is None, "foods without an amount come last"
    assert len({row["source"] for row in everything if row["food"] == "Edam"}) == 2, (
        "disagreeing tables stand side by side"
    )


def test_a_form_counts_for_its_vitamin(kg: KnowledgeGraph) -> None:
    assert {"MK-4", "MK-7", "vitamin K1"} <= {row["form"] for row in kg.ask("forms-of", vitamin="vitamin K")}
    assert {"MK-4", "MK-7"} <= {row["form"] for row in kg.ask("foods-that-supply", nutrient="vitamin K2")}


def test_vitamin_k2_reaches_osteocalcin_and_mgp_by_mechanism(kg: KnowledgeGraph) -> None:
    rows = [row for row in kg.ask("proteins-activated-by") if row["how"] == "mechanism"]
    assert {"carboxylated MGP", "carboxylated osteocalcin"} <= {row["active_form"] for row in rows}
    assert "liver" in {row["activated_in"] for row in rows if row["protein"] == "coagulation factor II"}


def test_warfarin_blocks_mgp_and_gamma_carboxylation_is_needed(kg: KnowledgeGraph) -> None:
    found = {(row["role"], row["factor"]) for row in kg.ask("what-a-protein-needs", protein="MGP")}
    assert {("needs", "protein gamma-carboxylation"), ("needs", "GGCX"), ("is blocked by", "warfarin")} <= found


def test_no_result_hides_behind_a_supporting_one(kg: KnowledgeGraph) -> None:
    rows = [row for row in kg.ask("evidence-for") if row["counted"]]
    order = [("refutes", "null", "supports").index(str(row["direction"])) for row in rows]
    assert {row["direction"] for row in kg.ask("evidence-for")} >= {"null", "supports"}
    assert order == sorted(order)


def test_kinds_of_endpoint_stay_apart(kg: KnowledgeGraph) -> None:
    order = ["clinical outcome", "surrogate endpoint", "biomarker", "mechanism"]
    for name in ("vitamin K2 decreases fracture risk", "vitamin K2 contributes to bone health"):
        kinds = [row["endpoint_kind"] for row in kg.ask("evidence-for", claim=name)]
        assert kinds == sorted(kinds, key=lambda kind: order.index(str(kind)))


def test_a_step_of_mechanism_shows_the_source_cited_for_it(kg: KnowledgeGraph) -> None:
    rows = list(kg.ask("evidence-for", claim="claim:warfarin-inhibits-vkorc1"))
    assert [row["study"] for row in rows if row["relevance"] == "cited for the step"] == ["Rost S 2004"]


def test_vitamin_k_antagonists_are_a_reason_for_care_with_the_lowest_dose_seen(kg: KnowledgeGraph) -> None:
    rows = list(kg.ask("who-should-be-careful", nutrient="MK-7"))
    assert rows[0]["concern"] == "should be avoided by"
    assert rows[0]["who_or_what"] == "users of vitamin K antagonists"
    assert (rows[0]["dose"], rows[0]["dose_unit"], rows[0]["drug"]) == (10.0, "ug/d", "vitamin K antagonists")
    assert kg.ask("who-should-be-careful", nutrient="MK-7").note == NOT_ADVICE


def test_known_harm_is_in_the_answer_on_care(kg: KnowledgeGraph) -> None:
    calcium = {(row["concern"], row["who_or_what"]) for row in kg.ask("who-should-be-careful", nutrient="calcium")}
    assert {("is said to bring", "kidney stones"), ("is said to bring", "cardiovascular events")} <= calcium
    vitamin_d = {row["concern"] for row in kg.ask("who-should-be-careful", nutrient="vitamin D3")}
    assert "has an upper limit for" in vitamin_d, "the vitamin that a form belongs to is asked too"


def test_empty_is_not_safe(kg: KnowledgeGraph) -> None:
    answer = kg.ask("who-should-be-careful", nutrient="dietary fat")
    assert len(answer) == 0
    assert answer.note.startswith("Nothing studied")
    assert "does not show that it is safe" in answer.note.replace("\n", " ")
    assert NOT_ADVICE in answer.note


def test_vitamin_k2_does_not_raise_calcium_is_a_negated_claim(kg: KnowledgeGraph) -> None:
    denials = {row["denial"] for row in kg.ask("negated-claims")}
    assert "vitamin K2 does not increase serum calcium" in denials


def test_a_dose_is_compared_in_its_own_unit(kg: KnowledgeGraph) -> None:
    def answers(nutrient: str, dose: object) -> set[object]:
        return {row["answer"] for row in kg.ask("above-upper-limit", nutrient=nutrient, dose=dose)}

    assert answers("vitamin D3", 125) == {"known risk: above the limit"}, (
        "a form counts against the limit of its vitamin"
    )
    assert answers("vitamin D", "100") == {"not above the limit"}, "4000 IU are 100 ug"
    assert "not above the limit" in answers("calcium", 2500000), "2500 mg"
    assert "known risk: above the limit" in answers("calcium", 2500001)
    assert answers("MK-7", 180) == {"no limit set"}


def test_an_article_is_found_by_its_names(kg: KnowledgeGraph) -> None:
    answer = kg.ask("what-an-article-says", article="article 3")
    assert answer.csv() == kg.ask("what-an-article-says", article="source:article-3").csv()
    title = "Does Vitamin K2 Raise Calcium? Understanding the Connection"
    assert answer.csv() == kg.ask("what-an-article-says", article=title).csv()
    assert "vitamin K2 does not increase serum calcium" in {row["says"] for row in answer}
    with pytest.raises(UnknownName, match=r"^no article is called 'article 9'; nearest: .*article 1"):
        kg.ask("what-an-article-says", article="article 9")


def test_the_collection_is_the_folder(kg: KnowledgeGraph) -> None:
    everything = IDS + [path.stem for path in FEDERATED]
    assert list(kg.questions) == sorted(everything)
    assert len(kg.questions) == len(everything)


# -------------------------------------------------------------------- federated examples

each_federated = pytest.mark.parametrize("path", FEDERATED, ids=[path.stem for path in FEDERATED])


def without_service(text: str) -> tuple[str, str]:
    """Split a query with one SERVICE clause into what is left without it, and the clause."""
    start = text.index("SERVICE <")
    end = depth = 0
    for place in range(text.index("{", start), len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            end = place + 1
            break
    return text[:start] + text[end:], text[start:end]


@each_federated
def test_a_federated_header_says_that_it_needs_the_network(path: Path) -> None:
    found = question(path)
    assert {"federated", "needs-network"} <= set(found.tags)
    assert "needs the network" in " ".join(found.note.split())
    assert found.title[0].isupper()
    assert found.question.endswith("?")
    assert found.description.endswith(".")
    assert found.empty.endswith(".")
    assert re.search(r"^ORDER BY .", found.text, re.MULTILINE)
    prepareQuery(found.text)


@each_federated
def test_the_local_part_of_a_federated_question_has_rows(path: Path, kg: KnowledgeGraph) -> None:
    local, service = without_service(question(path).text)
    names, rows = kg.engine.select(local)
    assert rows
    prefixes = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", local, re.MULTILINE))
    listed = re.search(r"VALUES \?(\w+) \{(.*?)\}", service, re.DOTALL)
    assert listed
    sent = {prefixes[name] + key for name, key in (each.split(":") for each in listed[2].split())}
    assert {row[names.index(listed[1])].value for row in rows} == sent, "the keys sent out are those of the graph"  # type: ignore[union-attr]


@each_federated
def test_a_federated_question_is_refused_offline(path: Path, kg: KnowledgeGraph, run: Callable[..., Finished]) -> None:
    with pytest.raises(Unavailable, match="SERVICE needs the network"):
        kg.ask(path.stem)
    done = run("ask", path.stem)
    assert (done.code, done.out) == (3, "")
    assert done.err == ("calcigraph: SERVICE needs the network, which is not allowed; allow it with --allow-network\n")
