"""What a user gives for a parameter of a question, checked and serialised as one SPARQL term."""

from __future__ import annotations

import re

from calcigraph.errors import BadParameter, UnknownName
from calcigraph.namespaces import expand, shorten

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.questions.headers import Parameter, Question
    from calcigraph.store.store import Store

_XSD = {"xsd:integer", "xsd:decimal", "xsd:string"}


def term(store: Store, question: Question, name: str, value: object) -> str:
    """Check a value and write it as a SPARQL term.

    Args:
        store: the graph whose names count.
        question: the question that is asked.
        name: name of one of its parameters.
        value: a name, a CURIE, an IRI, a number, text, or an entity or claim of this package.

    Returns:
        One IRI in angle brackets, or one literal.

    Raises:
        BadParameter: no such parameter, or a value of the wrong class.
        UnknownName: the value names no entity.

    Example:
        >>> term(store, kg.questions["forms-of"], "vitamin", "K2")
        '<https://w3id.org/calcigraph/id/vitamin-k2>'
    """
    parameter = next((each for each in question.parameters if each.name == name), None)
    if parameter is None:
        names = ", ".join(f"'{each.name}'" for each in question.parameters) or "none"
        raise BadParameter(f"question '{question.id}' has no parameter '{name}'; it has: {names}")
    # Entities and claims of this package can be passed on as they came.
    text = str(value if isinstance(value, str) else getattr(value, "iri", value))
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadParameter(f"parameter '{name}' takes text, and {text!a} holds half a character")
    if parameter.type in _XSD:
        return _literal(parameter, text)
    if parameter.type == "cg:Claim":
        from calcigraph.knowledge.claims import claim_iri

        return f"<{claim_iri(store, text)}>"
    if not store.engine.ask(f"ASK {{ {parameter.type} rdfs:subClassOf* cg:Entity }}"):
        return f"<{_member(store, parameter, text)}>"
    iri = store.entities.iri(text)
    if not store.engine.ask(f"ASK {{ <{iri}> a {parameter.type} }}"):
        raise BadParameter(_wrong_class(store, parameter, text, iri))
    return f"<{iri}>"


def _member(store: Store, parameter: Parameter, text: str) -> str:
    """Resolve the name of something that is no entity, such as an article."""
    from calcigraph.store.names import name_key

    rows = store.engine.select(
        f"""SELECT ?member ?name {{ ?member a {parameter.type} ; skos:prefLabel|rdfs:label|dcterms:title ?name }}
            ORDER BY ?member ?name"""
    )[1]
    known = {name_key(name.value): member.value for member, name in reversed(rows)}  # type: ignore[union-attr]
    iri = expand(text.strip()) or text.strip()
    if iri in known.values():
        return iri
    if name_key(text) in known:
        return str(known[name_key(text)])
    near = dict.fromkeys(f"{name.value}" for _, name in rows)  # type: ignore[union-attr]
    raise UnknownName(text, list(near)[:3], what=_words(parameter.type.removeprefix("cg:")))


def _wrong_class(store: Store, parameter: Parameter, text: str, iri: str) -> str:
    entity = store.entities.describe(iri)
    kinds = " and ".join(_words(kind) for kind in entity.classes if kind != "Factor") or "factor"
    wanted = _words(shorten(expand(parameter.type) or parameter.type)[3:])
    rows = store.engine.select(f"SELECT ?l {{ ?e a {parameter.type} ; skos:prefLabel ?l }}")[1]
    labels = sorted(row[0].value for row in rows)  # type: ignore[union-attr]
    near = [label for label in store.entities.nearest(text, 20) if label in labels][:3] or labels[:3]
    listed = ", ".join(f"'{label}'" for label in near)
    return f"'{text}' is a {kinds}, but parameter '{parameter.name}' takes a {wanted}, such as {listed}"


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _literal(parameter: Parameter, text: str) -> str:
    if parameter.type == "xsd:string":
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        for plain, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
            escaped = escaped.replace(plain, code)
        return f'"{escaped}"'
    # Not \d, which takes the digits of every script; SPARQL takes only these.
    # A decimal is an amount, and less than nothing of it is no amount: it would be below every limit.
    pattern = r"[+-]?[0-9]+" if parameter.type == "xsd:integer" else r"\+?[0-9]+(\.[0-9]+)?"
    if not re.fullmatch(pattern, text):
        kind = "integer" if parameter.type == "xsd:integer" else "amount"
        raise BadParameter(
            f"'{text}' is no {kind}, which parameter '{parameter.name}' takes, such as {parameter.default}"
        )
    return text
