"""All claims as one table to filter: by a form without a script, at once with one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from calcigraph.guard.folding import fold
from calcigraph.knowledge.claims import DIRECTNESS, read_claims
from calcigraph.knowledge.evidence import read_rows
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.web.addresses import path_of
from calcigraph.web.posting import limit, page
from calcigraph.web.templating import Place, render
from calcigraph.web.templating import words as in_words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.knowledge.claims import Claim
    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store

#: Columns of the table, in the order in which the script reads them too.
COLUMNS = (
    *("path", "label", "subject", "subject_path", "predicate", "object", "object_path"),
    *("status", "certainty", "kind", "whom"),
)
_NAMES = "SELECT ?e ?l { ?e a cg:Entity ; skos:prefLabel ?l }"
_PREDICATES = "SELECT DISTINCT ?e ?l { [] cg:predicate ?e . ?e rdfs:label ?l }"
_WHOM = (
    "SELECT DISTINCT ?claim ?w { ?claim a cg:Claim ; cg:population ?w } ORDER BY ?claim ?w",
    "SELECT DISTINCT ?claim ?w { ?v cg:verdictOn ?claim ; cg:forWhom ?w } ORDER BY ?claim ?w",
)
_LONGEST = 200
_FIELDS = ("words", "status", "certainty", "kind")


@dataclass(frozen=True)
class Filter:
    """What is to be shown.

    Attributes:
        words: which the row has to hold, all of them.
        status: a status, or nothing for any.
        certainty: a certainty, or nothing for any.
        kind: ``direct`` or ``indirect``, or nothing for both.
        number: of the page, from 1.
    """

    words: str = ""
    status: str = ""
    certainty: str = ""
    kind: str = ""
    number: int = 1

    def query(self, number: int) -> str:
        """Write the address of another page of the same filter.

        Args:
            number: of that page.

        Returns:
            The part from the question mark on.

        Example:
            >>> Filter(words="k2", status="contested").query(2)
            '?words=k2&status=contested&number=2'
        """
        given = {"words": self.words, "status": self.status, "certainty": self.certainty, "kind": self.kind}
        asked = {name: value for name, value in given.items() if value} | (
            {"number": str(number)} if number > 1 else {}
        )
        return f"?{urlencode(asked)}" if asked else "?"

    def takes(self, row: Row) -> bool:
        """Tell whether a row is to be shown.

        Args:
            row: of ``table``.

        Returns:
            Whether it is.

        Example:
            >>> Filter(words="k2 bone").takes({"label": "vitamin K2 increases bone mineral density", "whom": ""})
            True
        """
        text = fold(f"{row['label']} {row['whom']}")
        exact = all(
            not wanted or row[name] == wanted
            for name, wanted in (("status", self.status), ("certainty", self.certainty), ("kind", self.kind))
        )
        return exact and all(word in text for word in fold(self.words).split())


def routes(store: Store) -> list[BaseRoute]:
    """List the routes of the page.

    Args:
        store: the graph.

    Returns:
        Routes, with the file that the script reads.
    """
    from starlette.routing import Route

    return [
        Route("/explore", partial(_page, store)),
        Route("/static/claims.json", partial(_json, store)),
    ]


def table(store: Store) -> list[Row]:
    """List every claim with its parts and its verdict.

    Args:
        store: the graph.

    Returns:
        Rows in alphabetical order.

    Example:
        >>> len(table(store)) == kg.info()["claims"]
        True
    """
    return store.once(_read)


def claims_json(store: Store) -> str:
    """Write what the script of the page reads.

    Args:
        store: the graph.

    Returns:
        JSON: ``columns``, and a list of cells for each claim.

    Example:
        >>> json.loads(claims_json(store))["columns"][:2]
        ['path', 'label']
    """
    rows = [[row[name] for name in COLUMNS] for row in table(store)]
    return json.dumps({"columns": COLUMNS, "rows": rows}, ensure_ascii=False, separators=(",", ":"))


def explore(store: Store, place: Place, chosen: Filter | None = None) -> str:
    """Write the page.

    Args:
        store: the graph.
        place: of the page.
        chosen: what is to be shown.

    Returns:
        The page.

    Example:
        >>> "1 claim" in explore(store, Place("explore"), Filter(words="warfarin inhibits vkorc1"))
        True
    """
    asked = chosen or Filter()
    found = [row for row in table(store) if asked.takes(row)]
    size = limit("shown_at_once")
    pages = max(1, -(-len(found) // size))
    number = min(max(asked.number, 1), pages)
    return render(
        "explore.html",
        place,
        title="Explore all claims",
        summary=f"All {len(table(store)):,} claims with their verdicts, to filter by words, status and certainty.",
        asked=asked,
        rows=found[(number - 1) * size : number * size],
        total=len(found),
        every=len(table(store)),
        first=(number - 1) * size + 1,
        number=number,
        pages=pages,
        back=asked.query(number - 1) if number > 1 else "",
        on=asked.query(number + 1) if number < pages else "",
        statuses=list(statuses(store)),
        certainties=[each.label for each in certainties(store).values()],
        kinds={name: {"direct": "steps of mechanism", "indirect": "from end to end"}[name] for name in DIRECTNESS},
        wide=True,
    )


def _page(store: Store, request: Request) -> Response:
    asked = request.query_params
    number = asked.get("number", "")
    words, status, certainty, kind = (asked.get(name, "").strip()[:_LONGEST] for name in _FIELDS)
    chosen = Filter(
        words, status, certainty, kind, int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    )
    return page(explore(store, Place("explore"), chosen))


def _json(store: Store, request: Request) -> Response:
    from starlette.responses import Response

    del request
    return Response(claims_json(store), media_type="application/json", headers={"cache-control": "no-cache"})


def _read(store: Store) -> list[Row]:
    names = {str(row["e"]): str(row["l"]) for query in (_NAMES, _PREDICATES) for row in read_rows(store, query)}
    whom: dict[str, list[str]] = {}
    for row in (row for query in _WHOM for row in read_rows(store, query)):
        whom.setdefault(str(row["claim"]), []).append(names.get(str(row["w"]), str(row["w"]).rpartition("#")[2]))
    claims = sorted(read_claims(store, ""), key=lambda each: (each.label.casefold(), each.iri))
    return [
        {
            "path": path_of(each.iri),
            "label": each.label,
            "subject": names.get(each.subject, each.subject),
            "subject_path": path_of(each.subject),
            "predicate": _predicate(each, names),
            "object": names.get(each.object, each.object),
            "object_path": path_of(each.object),
            "status": each.status,
            "certainty": each.certainty or "",
            "kind": each.directness,
            "whom": ", ".join(dict.fromkeys(whom.get(each.iri, ()))),
        }
        for each in claims
    ]


def _predicate(claim: Claim, names: dict[str, str]) -> str:
    """The words between subject and object of the claim's sentence, so that a denial reads as one."""
    subject, object_ = names.get(claim.subject, ""), names.get(claim.object, "")
    between = claim.label.removeprefix(subject).partition(object_)[0].strip() if subject and object_ else ""
    named = names.get(claim.predicate) or in_words(claim.predicate.partition("#")[2])
    return between if claim.negated and between and between != claim.label else named
