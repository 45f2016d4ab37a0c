"""The collection of questions as RDF, in the form of the SPARQL examples that SIB collects, so that it can be queried too.

Vocabulary of https://github.com/sib-swiss/sparql-examples: SHACL for the query, its prefixes and its parameters, RDFS for
the words, schema.org for keywords and target, and their own ontology for endpoints that a query calls.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.namespaces import BASE, PREFIXES, QUESTIONS, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import rdflib

    from calcigraph.questions.headers import Parameter, Question
    from calcigraph.store.store import Store

#: IRIs of questions begin with it.
QUESTION = BASE + "question/"
#: The collection, which declares the prefixes of the queries.
COLLECTION = BASE + "questions"
#: What stands for an endpoint as long as nobody has set up one.
TARGET = BASE + "dataset"
_SCHEMA = "https://schema.org/"
_SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
_BOUND = ("cg", "claim", "dcterms", "id", "rdfs", "sh", "skos", "source", "xsd")
_SERVICE = re.compile(r"\bSERVICE\s+(?:SILENT\s+)?<([^>]+)>", re.IGNORECASE)


def to_turtle(store: Store, questions: Collection[Question], *, target: str = TARGET) -> str:
    """Write questions as SHACL executables.

    Args:
        store: the graph that names the defaults of their parameters.
        questions: which ones.
        target: IRI of the endpoint to send them to; that of the dataset if nobody has set up one.

    Returns:
        Turtle, the same for the same questions: for each question its words, its query with the defaults, its parameters,
        and what an empty answer means.

    Example:
        >>> text = to_turtle(store, [kg.questions["forms-of"]])
        >>> "question:forms-of a sh:SPARQLExecutable" in text
        True
    """
    import rdflib

    found = rdflib.Graph(bind_namespaces="none")
    for prefix in _BOUND:
        found.bind(prefix, PREFIXES[prefix])
    for prefix, iri in (("question", QUESTION), ("schema", _SCHEMA), ("spex", _SPEX), ("owl", PREFIXES["owl"])):
        found.bind(prefix, iri)
    for question in questions:
        _add(found, store, question, target)
    _declare(found, sorted({prefix for question in questions for prefix in _prefixes(question)}))
    return str(found.serialize(format="turtle"))


def load(store: Store, questions: Collection[Question]) -> int:
    """Load questions into the graph, each time anew.

    Args:
        store: the graph.
        questions: which ones.

    Returns:
        How many questions there are to query, in the named graph ``namespaces.QUESTIONS``; no answer of a question changes.

    Example:
        >>> own = type(kg).open()
        >>> load(own.store, list(own.questions.values())) == len(own.questions)
        True
        >>> query = 'ASK { ?question a sh:SPARQLExecutable ; <https://schema.org/keywords> "foods" }'
        >>> own.sparql(query)
        True
    """
    text = to_turtle(store, questions)
    store.engine.drop(QUESTIONS)
    store.engine.load(text.encode(), QUESTIONS)
    return len(questions)


def wording(store: Store, question: Question) -> str:
    """Write the question in plain words with the names of its defaults.

    Args:
        store: the graph that names them.
        question: the question.

    Returns:
        One sentence.

    Example:
        >>> wording(store, kg.questions["foods-that-supply"])
        'Which foods supply vitamin K2, and how much?'
    """
    text = question.question
    for parameter in question.parameters:
        text = text.replace(f"{{{parameter.name}}}", _named(store, parameter))
    return " ".join(text.split())


def _named(store: Store, parameter: Parameter) -> str:
    iri = expand(parameter.default)
    if iri is None:
        return parameter.default.strip('"')
    labels = store.engine.values(f"SELECT ?l {{ <{iri}> skos:prefLabel|rdfs:label ?l }} ORDER BY ?l")
    return str(labels[0][0]) if labels else parameter.default


def _query(question: Question) -> str:
    """The SPARQL without its header, which stands in triples of its own."""
    return "\n".join(line for line in question.text.splitlines() if not line.startswith("#+")).strip()


def _prefixes(question: Question) -> list[str]:
    return [name for name in re.findall(r"^PREFIX (\w+):", question.text, re.MULTILINE) if name in PREFIXES]


def _add(found: rdflib.Graph, store: Store, question: Question, target: str) -> None:
    from rdflib import RDF, RDFS, SH, SKOS, Literal, URIRef

    node, terms = URIRef(QUESTION + question.id), PREFIXES["dcterms"]
    found.add((node, RDF.type, SH.SPARQLExecutable))
    found.add((node, RDF.type, SH.SPARQLSelectExecutable))
    found.add((node, RDFS.label, Literal(question.title, lang="en")))
    found.add((node, RDFS.comment, Literal(wording(store, question), lang="en")))
    found.add((node, URIRef(terms + "description"), Literal(" ".join(question.description.split()), lang="en")))
    found.add((node, URIRef(terms + "identifier"), Literal(question.id)))
    found.add((node, URIRef(terms + "isPartOf"), URIRef(COLLECTION)))
    found.add((node, SH.prefixes, URIRef(COLLECTION)))
    found.add((node, SH.select, Literal(_query(question))))
    found.add((node, URIRef(_SCHEMA + "target"), URIRef(target)))
    for keyword in {*question.tags, question.path.split("/")[1]}:
        found.add((node, URIRef(_SCHEMA + "keywords"), Literal(keyword)))
    for endpoint in _SERVICE.findall(_query(question)):
        found.add((node, URIRef(_SPEX + "federatesWith"), URIRef(endpoint)))
    if question.empty:
        found.add((node, SKOS.scopeNote, Literal(f"Empty: {' '.join(question.empty.split())}", lang="en")))
    if question.note:
        found.add((node, SKOS.note, Literal(" ".join(question.note.split()), lang="en")))
    for parameter in question.parameters:
        _add_parameter(found, node, parameter)


def _add_parameter(found: rdflib.Graph, node: rdflib.URIRef, parameter: Parameter) -> None:
    """A parameter as SHACL has it: the local name of its path is the name of the variable."""
    from rdflib import RDF, SH, XSD, Literal, URIRef

    own = URIRef(f"{node}/{parameter.name}")
    found.add((node, SH.parameter, own))
    found.add((own, RDF.type, SH.Parameter))
    found.add((own, SH.path, own))
    found.add((own, SH.name, Literal(parameter.name)))
    found.add((own, SH.optional, Literal(lexical_or_value=True)))
    kind, default = URIRef(str(expand(parameter.type))), expand(parameter.default)
    is_datatype = parameter.type.startswith("xsd:")
    found.add((own, SH.datatype if is_datatype else SH["class"], kind))
    value = Literal(parameter.default.strip('"'), datatype=None if kind == XSD.string else kind)
    found.add((own, SH.defaultValue, value if is_datatype else URIRef(str(default))))


def _declare(found: rdflib.Graph, prefixes: Iterable[str]) -> None:
    from rdflib import OWL, RDF, RDFS, SH, XSD, Literal, URIRef

    collection = URIRef(COLLECTION)
    found.add((collection, RDF.type, OWL.Ontology))
    found.add((collection, RDFS.label, Literal("Questions of calcigraph", lang="en")))
    for prefix in prefixes:
        own = URIRef(f"{COLLECTION}/prefix-{prefix}")
        found.add((collection, SH.declare, own))
        found.add((own, SH.prefix, Literal(prefix)))
        found.add((own, SH.namespace, Literal(PREFIXES[prefix], datatype=XSD.anyURI)))
