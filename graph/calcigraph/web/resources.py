"""Everything with an address of its own, in every form: one place for those who serve it and those who write it to files."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calcigraph.namespaces import BASE
from calcigraph.store import serialising
from calcigraph.web import drawings, schema_org
from calcigraph.web.addresses import KINDS, labels, path_of
from calcigraph.web.described import described, ontology
from calcigraph.web.readings import reading, terms
from calcigraph.web.representations import FORMS
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store
    from calcigraph.store.terms import Triple

_NAMES = {"html": "this page", "ttl": "Turtle", "jsonld": "JSON-LD", "json": "JSON"}
ONTOLOGY = "ontology"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something with an address.

    Attributes:
        kind: one of ``addresses.KINDS``, or ``ontology``.
        name: the last part of its address; of the ontology nothing.
    """

    kind: str
    name: str = ""

    @property
    def path(self) -> str:
        """Its address below the root, without a suffix."""
        return f"{self.kind}/{self.name}" if self.name else self.kind

    @property
    def iri(self) -> str:
        """Its IRI, which the address mirrors."""
        return BASE + self.path


def find(store: Store, kind: str, name: str) -> Resource | None:
    """Find what has an address.

    Args:
        store: the graph.
        kind: the first part of the address.
        name: the last part.

    Returns:
        It, or None where nothing has the address.

    Example:
        >>> find(store, "id", "mk-7").iri, find(store, "id", "mk7") is None
        ('https://w3id.org/calcigraph/id/mk-7', True)
    """
    return Resource(kind, name) if kind in KINDS and name in labels(store)[kind] else None


def content(
    store: Store,
    resource: Resource,
    form: str,
    *,
    static: bool = False,
    given: Mapping[str, str] | None = None,
    error: str = "",
) -> str:
    """Give something in one form.

    Args:
        store: the graph.
        resource: what.
        form: one of ``representations.FORMS``.
        static: whether it is written to a file.
        given: values for the parameters of a question.
        error: why what a reader gave was not taken; the page says it in the place of an answer.

    Returns:
        The whole document.

    Raises:
        UsageError: a value of ``given`` is none that the question takes.

    Example:
        >>> content(store, Resource("id", "mk-7"), "html")[:15]
        '<!doctype html>'
    """
    if form in ("ttl", "jsonld"):
        return _written(form, triples(store, resource))
    read = _read(store, resource, given)
    return _json(read) if form == "json" else _page(store, resource, read, static=static, error=error)


def every_form(store: Store, resource: Resource) -> Iterator[tuple[str, str]]:
    """Give something in all forms, as files, and read it once for all of them.

    Args:
        store: the graph.
        resource: what.

    Yields:
        Each form and the whole document.

    Example:
        >>> [form for form, _ in every_form(store, Resource("id", "mk-7"))]
        ['html', 'ttl', 'jsonld', 'json']
    """
    read, found = _read(store, resource, None), triples(store, resource)
    yield "html", _page(store, resource, read, static=True, error="")
    for form in ("ttl", "jsonld"):
        yield form, _written(form, found)
    yield "json", _json(read)


def _written(form: str, found: list[Triple]) -> str:
    return (serialising.turtle(found) if form == "ttl" else serialising.json_ld(found)).decode()


def _json(read: Row) -> str:
    return json.dumps(read, ensure_ascii=False, indent=1, default=str) + "\n"


def triples(store: Store, resource: Resource) -> list[Triple]:
    """Give what the graph says of something.

    Args:
        store: the graph.
        resource: what.

    Returns:
        Triples in an order that does not change.

    Example:
        >>> len(triples(store, Resource("question", "forms-of"))) > 10
        True
    """
    if resource.kind == ONTOLOGY:
        return ontology(store)
    if resource.kind == "question":
        from calcigraph.answers.asking import Questions
        from calcigraph.questions.executables import to_turtle

        return serialising.settled(serialising.parse_turtle(to_turtle(store, [store.once(Questions)[resource.name]])))
    return described(store, resource.kind, resource.iri)


def _read(store: Store, resource: Resource, given: Mapping[str, str] | None) -> Row:
    if resource.kind == ONTOLOGY:
        return {"iri": resource.iri, **terms(store)}
    return reading(store, resource.kind, resource.iri, given)


def _page(store: Store, resource: Resource, read: Row, *, static: bool, error: str) -> str:
    place = Place(resource.path, static=static)
    makers = {"id": _entity, "claim": _claim, "source": _source, "result": _result, "question": _question}
    made = makers[resource.kind](store, read, place) if resource.kind in makers else _ontology(read)
    alternates = [
        {"media": media.partition(";")[0], "path": f"{resource.path}.{form}", "name": _NAMES[form]}
        for form, media in FORMS.items()
        if form != "html"
    ]
    return render(
        f"{KINDS.get(resource.kind, resource.kind)}.html",
        place,
        page=read,
        canonical=resource.iri,
        alternates=alternates,
        error=error,
        **made,
    )


def _entity(store: Store, read: Row, place: Place) -> dict[str, Any]:
    entity = read["entity"]
    return {
        "title": entity["label"],
        "summary": read["sentence"] or entity["label"],
        "drawing": drawings.neighbourhood(store, read["iri"], place),
        "outcomes": Counter(row["outcome"] for row in read["effects"]),
    }


def _claim(store: Store, read: Row, place: Place) -> dict[str, Any]:
    label = read["claim"]["label"]
    return {
        "title": label[:1].upper() + label[1:] if label.split(" ", 1)[0].islower() else label,
        "summary": read["sentence"],
        "drawing": drawings.forest(store, read["iri"], place) if _has_interval(read) else None,
        "data": schema_org.claim_review(store, read),
    }


def _has_interval(read: Row) -> bool:
    return any(row["effect"] is not None and row["low"] is not None for row in read["results"])


def _source(_store: Store, read: Row, _place: Place) -> dict[str, Any]:
    return {"title": read["label"], "summary": read["title"] or read["label"], "data": schema_org.publication(read)}


def _result(_store: Store, read: Row, _place: Place) -> dict[str, Any]:
    return {"title": read["label"], "summary": read["description"]}


def _question(store: Store, read: Row, _place: Place) -> dict[str, Any]:
    from calcigraph.web.completions import choices

    return {
        "title": read["title"],
        "summary": read["question"],
        "columns": _columns(read["answer"]),
        "choices": {each["name"]: choices(store, each["type"]) for each in read["parameters"]},
        "wide": True,
    }


def _columns(answer: Row | None) -> list[int]:
    """The columns that a person reads: not those of names that others carry, and none that is empty."""
    if answer is None:
        return []
    kept = []
    for place, name in enumerate(answer["columns"]):
        values = [row[place] for row in answer["rows"] if row[place] is not None]
        only_names = all(isinstance(each, str) and each.startswith(BASE) and not path_of(each) for each in values)
        if values and not only_names and not name.endswith("_iri"):
            kept.append(place)
    return kept


def _ontology(read: Row) -> dict[str, Any]:
    return {
        "title": "The ontology",
        "summary": f"The {len(read['classes'])} classes and {len(read['properties'])} properties.",
    }
