"""Where in the body a factor stands on the map: the tissues of its steps, gathered into the regions of the style."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from calcigraph.diagrams.style import read_style
from calcigraph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store


def regions_of(store: Store, claims: Iterable[Claim]) -> dict[str, str]:
    """Decide in which region each end of some claims is drawn.

    A factor is where the steps into it take place, most of them deciding; one that no step leads to is where it acts.

    Args:
        store: the graph.
        claims: the claims.

    Returns:
        IRI to the name of a region.

    Example:
        >>> found = regions_of(store, kg.claims(directness="direct"))
        >>> found["https://w3id.org/calcigraph/id/rankl"]
        'bone-cells'
    """
    style = read_style()
    names = [region["name"] for region in style["regions"]]
    region = tissue_regions(store)
    places: dict[str, list[str]] = defaultdict(list)
    for step, tissue in store.engine.values("SELECT ?c ?t { ?c cg:inTissue ?t }"):
        places[str(step)].append(region.get(str(tissue), names[-1]))
    arriving: dict[str, Counter[str]] = defaultdict(Counter)
    leaving: dict[str, Counter[str]] = defaultdict(Counter)
    ends = set()
    for claim in claims:
        arriving[claim.object].update(places[claim.iri])
        leaving[claim.subject].update(places[claim.iri])
        ends |= {claim.subject, claim.object}
    fixed = {ID + local: name for name, locals_ in style["places"].items() for local in locals_}
    found = {}
    for iri in ends:
        counted = arriving[iri] or leaving[iri]
        best = min(names, key=lambda name: (-counted[name], -leaving[iri][name], names.index(name)))
        found[iri] = fixed.get(iri) or (best if counted else names[-1])
    return found


def tissue_regions(store: Store) -> dict[str, str]:
    """Find the region of every tissue and cell.

    Args:
        store: the graph.

    Returns:
        IRI to the name of a region: the nearest one upwards, the last of the style for what belongs to none.

    Example:
        >>> tissue_regions(store)["https://w3id.org/calcigraph/id/osteocyte"]
        'bone-cells'
    """
    regions = read_style()["regions"]
    names = [region["name"] for region in regions]
    anchors = {ID + local: region["name"] for region in regions for local in region["tissues"]}
    wider: dict[str, list[str]] = defaultdict(list)
    tissues = set()
    for tissue, parent in store.engine.values(
        "SELECT ?t ?p { { ?t a cg:Tissue } UNION { ?t a cg:Cell } OPTIONAL { ?t cg:partOf|cg:kindOf ?p } }"
    ):
        tissues.add(str(tissue))
        if parent:
            wider[str(tissue)].append(str(parent))
    return {tissue: _climb(tissue, anchors, wider, names) for tissue in sorted(tissues)}


def _climb(tissue: str, anchors: Mapping[str, str], wider: Mapping[str, list[str]], names: list[str]) -> str:
    level, seen = {tissue}, {tissue}
    while level:
        hits = {anchors[each] for each in level if each in anchors} - {names[-1]}
        if hits:
            return min(hits, key=names.index)
        level = {parent for each in level for parent in wider.get(each, ())} - seen
        seen |= level
    return names[-1]
