"""One run of the shapes for one graph, however many tests and processes ask for it.

The shapes take ten seconds over the whole graph, and what they find depends on the triples alone. So the outcome is
kept for as long as the tests run, under a digest of the triples: a second run over exactly the same ones gives what the
first gave. Every other graph, and every small one, is validated. Labels of blank nodes, which are others each time that
the ontology is loaded, do not count.
"""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from calcigraph.curation import validation
from calcigraph.namespaces import PREFIXES
from calcigraph.store.serialising import canonical
from oxrdflib import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Callable

_FIXTURES = Path(__file__).parent / "fixtures"
#: A file that conforms, and files that do not, joined to the bundled graph together: what is found is told apart by file.
VALID = _FIXTURES / "turtle/valid-food.ttl"
TWO_FAULTS = _FIXTURES / "turtle/two-faults.ttl"
NAMELESS = _FIXTURES / "turtle/nameless.ttl"
SHARED_LABEL = _FIXTURES / "shapes/LabelSharedShape.ttl"
CONTRADICTION = _FIXTURES / "shapes/ClaimContradictionShape.ttl"
JOINED = (VALID, TWO_FAULTS, NAMELESS, SHARED_LABEL, CONTRADICTION)
_TARGET = rdflib.URIRef(PREFIXES["sh"] + "targetNode")
#: Triples from which on a graph takes seconds.
LARGE = 5_000


def digest_of(data: rdflib.Graph) -> str:
    """Sum up a graph: the same for isomorphic graphs, in every process, and for no others.

    Args:
        data: the graph.

    Returns:
        SHA-256 in hexadecimal.
    """
    quads = ox.parse(data.serialize(format="ox-nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return hashlib.sha256("\n".join(sorted(map(str, canonical(quads)))).encode()).hexdigest()


def remember(folder: Path) -> Callable[[], None]:
    """Keep what the shapes find from now on, in a folder that processes may share.

    Args:
        folder: where; it is there.

    Returns:
        What ends it.
    """
    run = validation.run_shapes

    def remembered(data: rdflib.Graph, chosen: rdflib.Graph | None = None) -> rdflib.Graph:
        if not isinstance(data.store, OxigraphStore) or len(data) < LARGE:
            return run(data, chosen)
        # The shapes are always the same, the nodes they look at are not.
        targets = [] if chosen is None else chosen.subject_objects(_TARGET)
        looked_at = "\n".join(sorted(f"{shape} {node}" for shape, node in targets))
        place = folder / f"{digest_of(data)}-{hashlib.sha256(looked_at.encode()).hexdigest()[:16]}.nt"
        with place.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be at it
            if not place.exists():
                run(data, chosen).serialize(place, format="nt", encoding="utf-8")
        return rdflib.Graph().parse(place, format="nt")

    validation.run_shapes = remembered

    def forget() -> None:
        validation.run_shapes = run

    return forget
