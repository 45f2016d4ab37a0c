"""The line of caution of answers that list medicines or illnesses, and of those that were asked about one."""

from __future__ import annotations

import re

from calcigraph.namespaces import expand
from calcigraph.store.judgements import values

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.questions.headers import Question
    from calcigraph.store.store import Store
    from calcigraph.store.tables import Table

_PERILOUS = """SELECT DISTINCT ?e {
  VALUES ?class { cg:Drug cg:Condition } { ?e a ?class } UNION { ?of a ?class . ?e cg:subject|cg:object ?of } }"""
_TERM = re.compile(r"<([^<>]*)>|[a-z]\w*:[\w.-]+")


def perilous(store: Store) -> frozenset[str]:
    """Collect what calls for a caution wherever it is named.

    Args:
        store: the graph.

    Returns:
        IRIs of medicines and illnesses, and of the claims from or to one.

    Example:
        >>> "https://w3id.org/calcigraph/id/warfarin" in perilous(store)
        True
    """
    return frozenset(str(iri) for (iri,) in store.engine.values(_PERILOUS))


def of_listed(store: Store, table: Table) -> tuple[str, ...]:
    """Give the caution of a list.

    Args:
        store: the graph.
        table: its rows, with the IRIs of what they name.

    Returns:
        One line where a medicine or an illness is listed; nothing where none is.

    Example:
        >>> of_listed(store, kg.members("foods")), len(of_listed(store, kg.members("drugs")))
        ((), 1)
    """
    known = store.once(perilous)
    if any(getattr(term, "value", None) in known for row in table.terms for term in row):
        return (values("guard/lines.yaml")["listed"],)
    return ()


def of_question(store: Store, question: Question, query: str, table: Table) -> tuple[str, ...]:
    """Give the cautions of a question that was asked by its id.

    Args:
        store: the graph.
        question: what was asked.
        query: its SPARQL with the parameters filled in.
        table: its rows.

    Returns:
        What the medicines and illnesses among its parameters call for; else the line for those among its rows.
    """
    known = store.once(perilous)
    asked = [term for each in question.given(query).values() for term in _iris(term_text=each)]
    heard = [iri for iri in asked if iri in known]
    if heard:
        from calcigraph.answers.page_leads import cautions

        return tuple(cautions(store, heard))
    return of_listed(store, table)


def _iris(term_text: str) -> list[str]:
    return [iri for match in _TERM.finditer(term_text) if (iri := match[1] or expand(match[0]))]


def members_told(store: Store, name: str | None) -> Answer:
    """List the entities of a class, or the classes, with the caution that the list calls for; see ``kg.members``.

    Args:
        store: the graph.
        name: the class, or None for the classes.

    Returns:
        The list.

    Raises:
        UnknownName: no class has the name.

    Example:
        >>> members_told(store, "drugs").cautions[0][:47]
        'This lists medicines or illnesses and advises n'
    """
    from calcigraph.answers.answer import Answer
    from calcigraph.knowledge.classes import classes, members

    found = classes(store) if name is None else members(store, name)
    answer = Answer(found.columns, found.terms, title=found.title, note=found.note)
    answer.cautions = of_listed(store, found)
    answer.store = store
    return answer
