"""Asks an engine everything that is shipped, and says which answers it would get wrong or cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calcigraph.errors import CalcigraphError, one_line
from calcigraph.knowledge.opening import open_anywhere
from calcigraph.store import files
from calcigraph.store.endpoint import Allowed, EndpointEngine
from calcigraph.store.http_client import is_address
from calcigraph.store.limits import Limits
from calcigraph.store.scanning import may_call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calcigraph.store.engine import Engine, Row

#: What an answer can be, the good one first.
SAME, OTHER, NONE = "the same", "other rows", "no answer"
#: What is asked beside the files of the collection, as name and query.
FORMS = {
    "names of entities": "SELECT ?e ?n { ?e a cg:Entity ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?n } ORDER BY ?e ?n",
    "the whole graph": "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!isBlank(?s) && !isBlank(?o)) }",
    "named graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "one named graph": ("SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/calcigraph/graph/derived> { ?s ?p ?o }"),
}


class Probed(NamedTuple):
    """One question, and how an engine answers it.

    Attributes:
        question: its repository path, or what it asks for.
        outcome: ``the same``, ``other rows`` or ``no answer``.
        why: what differs, or what the engine says; empty where nothing does.
    """

    question: str
    outcome: str
    why: str = ""


def probe(engine: Engine, reference: Engine, tick: Callable[[float, float], None] = lambda *_: None) -> list[Probed]:
    """Ask an engine all that is shipped, with the defaults of each question, and hold the answers against another's.

    Args:
        engine: what is probed.
        reference: what has the right answers: the same release in memory.
        tick: is told how many are done, and of how many.

    Returns:
        Every question with its outcome, those with a wrong answer or none first.

    Example:
        >>> {each.outcome for each in probe(store.engine, store.engine)}
        {'the same'}
    """
    asked = list(_asked())
    found = []
    for number, (name, query) in enumerate(asked):
        tick(number, len(asked))
        found.append(_probed(engine, reference, name, query))
    return sorted(found, key=lambda each: each.outcome == SAME)


def probe_place(
    place: str, timeout: object = 60, tick: Callable[[float, float], None] = lambda *_: None
) -> list[Probed]:
    """Hold what a place answers against the bundled graph.

    Args:
        place: http address of an endpoint, or folder of a store.
        timeout: seconds that an answer of an endpoint may take; 0 for no limit.
        tick: is told how many are done, and of how many.

    Returns:
        Every question with its outcome; see ``probe``.

    Raises:
        BadArgument: the timeout or the address is none.
        BadFile: there is no store in the folder.
        Unavailable: it does not hold this release of the graph, or cannot be asked.

    Example:
        >>> probe_place("http://127.0.0.1:1/")
        Traceback (most recent call last):
        calcigraph.errors.Unavailable: no SPARQL endpoint answers at http://127.0.0.1:1/: Connection refused
    """
    limits = Limits.of(timeout)
    if is_address(place):
        engine: Engine = EndpointEngine.found(place, allowed=Allowed(limits.seconds, limits.memory))
    else:
        engine = open_anywhere(store=place)
    return probe(engine, open_anywhere(), tick)


def _asked() -> Iterator[tuple[str, str]]:
    yield from FORMS.items()
    for path, content in files.listing("queries", ".rq"):
        query = content.decode()
        if not may_call(query):  # those that ask other endpoints have no answer of their own
            yield path, query


def _probed(engine: Engine, reference: Engine, name: str, query: str) -> Probed:
    try:
        answer = engine.select(query)
    except CalcigraphError as error:
        return Probed(name, NONE, one_line(str(error)))
    expected = reference.select(query)
    if "ORDER BY" not in query:  # sorting everything is not what is probed
        answer, expected = ((names, sorted(rows, key=str)) for names, rows in (answer, expected))
    if answer == expected:
        return Probed(name, SAME)
    return Probed(name, OTHER, _difference(answer, expected))


def _difference(answer: tuple[tuple[str, ...], list[Row]], expected: tuple[tuple[str, ...], list[Row]]) -> str:
    (names, rows), (known, right) = answer, expected
    if names != known:
        return f"columns {', '.join(names)}, not {', '.join(known)}"
    if len(rows) != len(right):
        return f"{len(rows):,} rows, not {len(right):,}"
    if sorted(map(str, rows)) == sorted(map(str, right)):
        return "the rows in another order"
    different = [(one, other) for one, other in zip(rows, right, strict=True) if one != other]
    one, other = different[0]
    cell = next(place for place, term in enumerate(one) if term != other[place])
    return one_line(
        f"{len(different):,} of {len(rows):,} rows differ, first in {names[cell]}: {_short(one[cell])}, "
        f"not {_short(other[cell])}"
    )


def _short(term: object) -> str:
    text = "nothing" if term is None else str(term)
    return text if len(text) <= 60 else f"{text[:57]}..."
