"""Which names of the graph have a page, and where it is: addresses mirror IRIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.answers.asking import Questions
from calcigraph.knowledge.sources import sources
from calcigraph.namespaces import BASE, CG, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calcigraph.store.store import Store

#: The first part of an address to what it is the address of.
KINDS = {"id": "entity", "claim": "claim", "source": "source", "result": "result", "question": "question"}


def path_of(name: str) -> str:
    """Give the path of the page on something.

    Args:
        name: its IRI or CURIE.

    Returns:
        The path below the root, as its IRI ends; empty where it has no page of its own.

    Example:
        >>> path_of("id:mk-7"), path_of("https://w3id.org/calcigraph/ontology#Claim"), path_of("bearing:a")
        ('id/mk-7', 'ontology#Claim', '')
    """
    iri = name if name.startswith(BASE) else (expand(name) or "")
    if iri.startswith(CG):
        return iri.removeprefix(BASE)
    path = iri.removeprefix(BASE) if iri.startswith(BASE) else ""
    return path if path.partition("/")[0] in KINDS and path.count("/") == 1 else ""


def labels(store: Store) -> dict[str, dict[str, str]]:
    """List everything that has a page.

    Args:
        store: the graph.

    Returns:
        Kind to the last part of each address to what it is called, sorted.

    Example:
        >>> labels(store)["id"]["mk-7"], list(labels(store))
        ('MK-7', ['id', 'claim', 'source', 'result', 'question'])
    """
    return store.once(_read)


def nearest(store: Store, kind: str, name: str) -> list[str]:
    """Find what somebody may have meant.

    Args:
        store: the graph.
        kind: one of ``KINDS``.
        name: the last part of an address that nothing has, or any other name.

    Returns:
        Last parts of addresses of the same kind, the nearest first, at most five.

    Example:
        >>> nearest(store, "id", "menaquinone-7"), nearest(store, "claim", "warfarin-inhibits-vkor")[:1]
        (['mk-7'], ['warfarin-inhibits-vkorc1'])
    """
    from difflib import get_close_matches

    from calcigraph.errors import AmbiguousName, CalcigraphError
    from calcigraph.store.judgements import values

    known = labels(store)[kind]
    if kind == "id":
        try:
            return [store.entities.iri(name.replace("_", " ")).rpartition("/")[2]]
        except AmbiguousName as error:
            found = [each.rpartition(":")[2] for each in error.candidates]
            return [each for each in found if each in known][:5]
        except CalcigraphError:
            pass
    cutoff = values("store/nearness.yaml")["claim_name"]
    by_label = {label.casefold(): local for local, label in reversed(known.items())}
    wanted = name.casefold()[:200]
    close = [*get_close_matches(wanted, known, n=5, cutoff=cutoff)]
    close += [by_label[each] for each in get_close_matches(wanted.replace("-", " "), by_label, n=5, cutoff=cutoff)]
    return list(dict.fromkeys(close))[:5]


def _read(store: Store) -> dict[str, dict[str, str]]:
    engine = store.engine
    found: dict[str, Iterable[Sequence[object]]] = {
        "id": engine.values("SELECT ?e ?l { ?e a cg:Entity ; skos:prefLabel ?l }"),
        "claim": engine.values("SELECT ?c ?l { ?c a cg:Claim ; rdfs:label ?l }"),
        "source": [(iri, source.label) for iri, source in sources(store).items()],
        "result": engine.values("SELECT ?r ?l { ?r a cg:Result ; rdfs:label ?l }"),
    }
    listed = {
        kind: {
            local: str(label)
            for local, label in sorted((str(iri).removeprefix(f"{BASE}{kind}/"), label) for iri, label in rows)
        }
        for kind, rows in found.items()
    }
    return {**listed, "question": {name: question.title for name, question in store.once(Questions).items()}}
