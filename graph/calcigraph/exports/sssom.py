"""SSSOM: every mapping of entities and terms to other vocabularies, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph._version import __version__
from calcigraph.errors import visible
from calcigraph.exports.description import CREATOR
from calcigraph.exports.kgx import OWN
from calcigraph.exports.one_format import Format
from calcigraph.namespaces import BASE, CG, EXTERNAL, ID, PREFIXES, shorten

if TYPE_CHECKING:
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
_JUSTIFICATION = "semapv:ManualMappingCuration"
_MAPPINGS = """SELECT ?s ?l ?p ?o {
  VALUES ?p { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch }
  ?s ?p ?o . ?s skos:prefLabel|rdfs:label ?l
}"""


def mappings(store: Store, part: Slice | None = None, issued: str = "") -> bytes:
    """Write the mappings.

    Args:
        store: the graph.
        part: the slice, or None for the whole graph.
        issued: the day of the release, such as ``2026-01-31``; without it nothing is dated.

    Returns:
        The file, with its metadata in front.

    Example:
        >>> b"publication_date" in mappings(store), b"publication_date: 2026-01-31" in mappings(store, None, "2026-01-31")
        (False, True)
    """
    wanted = None if part is None else set(part.entities)
    rows = [
        (
            _curie(str(subject)),
            visible(" ".join(str(label).split())),
            shorten(str(kind)),
            shorten(str(target)),
            _JUSTIFICATION,
        )
        for subject, label, kind, target in store.engine.values(_MAPPINGS)
        if wanted is None or subject in wanted
    ]
    used = {cell.partition(":")[0] for row in rows for cell in (row[0], row[2], row[3], row[4])}
    known = {**EXTERNAL, OWN: ID, "cg": CG, "skos": PREFIXES["skos"], "semapv": "https://w3id.org/semapv/vocab/"}
    header = [
        "curie_map:",
        *(f"  {name}: {known[name]}" for name in sorted(used)),
        f"mapping_set_id: {BASE}mappings",
        "mapping_set_title: calcigraph to other vocabularies",
        f'mapping_set_version: "{__version__}"',
        "license: https://creativecommons.org/licenses/by/4.0/",
        *([f"publication_date: {issued}"] if issued else []),
        "creator_label:",
        f"  - {CREATOR}",
    ]
    lines = [f"#{line}" for line in header]
    lines += ["\t".join(row) for row in (_COLUMNS, *sorted(set(rows)))]
    return "".join(f"{line}\n" for line in lines).encode()


def _curie(iri: str) -> str:
    return f"{OWN}:{iri.removeprefix(ID)}" if iri.startswith(ID) else shorten(iri)


FORMATS = (
    Format(
        "sssom",
        "SSSOM mapping table",
        (".sssom.tsv", ".tsv"),
        "Every identifier that an entity, a class or a predicate is mapped to, and how closely.",
        ("claims and all that bears on them are left out", "no person is named, and there is no day but in a release"),
        mappings,
    ),
)
