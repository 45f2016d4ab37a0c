"""What the spellings and the nearness of names matter: how names fold, and which are offered for one that is not known."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from calcigraph import KnowledgeGraph
from calcigraph.mechanism.naming import _sets
from calcigraph.store import judgements, names
from calcigraph.store.names import name_key

from tests.sensitivity.entries import write

EVERY = {"entity_name": 11, "claim_name": 5}  # of so many names one is tried, where there are hundreds
OFFERED, STEP = 3, 0.1


def slip(name: str) -> str:
    """Leave out the middle letter of every word, and the last of several words."""
    words = name.replace("-", " ").split(" ")
    kept = words[:-1] or words
    return " ".join(word[: len(word) // 2] + word[len(word) // 2 + 1 :] for word in kept)


def known(graph: KnowledgeGraph) -> dict[str, list[str]]:
    """List the names of each kind, as they are compared."""
    values = graph.engine.values
    labels = [str(each) for (each,) in values("SELECT ?l { ?e a cg:Entity ; skos:prefLabel|skos:altLabel ?l }")]
    claims = [str(each) for (each,) in values("SELECT ?l { ?c a cg:Claim ; rdfs:label ?l }")]
    predicates = [str(each) for (each,) in values("SELECT ?l { ?p rdfs:subPropertyOf+ cg:relatesTo ; rdfs:label ?l }")]
    return {
        "entity_name": sorted(set(labels)),
        "claim_name": sorted(set(claims)),
        "predicate_name": sorted(set(predicates)),
        "set_name": sorted({label for label, _ in _sets(graph.store).values()}),
        "question_name": sorted(graph.questions),
    }


def nearness(graph: KnowledgeGraph) -> dict[str, str]:
    """Count for how many slips the right name is offered, and for how many names read backwards any is."""
    found = {}
    for kind, listed in known(graph).items():
        cutoff = judgements.values("store/nearness.yaml")[kind]
        tried = listed[:: EVERY.get(kind, 1)]
        keys = sorted({name_key(each) for each in listed})
        parts = []
        for value in (cutoff - STEP, cutoff, cutoff + STEP):
            offers = [get_close_matches(name_key(slip(each)), keys, n=OFFERED, cutoff=value) for each in tried]
            noise = [get_close_matches(name_key(each)[::-1], keys, n=OFFERED, cutoff=value) for each in tried]
            right = sum(name_key(each) in offer for each, offer in zip(tried, offers, strict=True))
            parts.append(f"at {value:.1f} {right} right, {sum(map(bool, noise))} backwards")
        found[kind] = f"of {len(tried)} names: {'; '.join(parts)}"
    return found


def spellings(graph: KnowledgeGraph) -> dict[str, str]:
    """Count the names that fold otherwise without a list, and the names of two entities that then meet or part."""
    rows = graph.engine.values("SELECT ?e ?n { ?e a cg:Entity ; skos:prefLabel|skos:altLabel ?n }")
    shipped = {str(name): name_key(str(name)) for _, name in rows}
    meet = _met(rows)
    found = {}
    for entry, reader, nothing in (("greek", names._greek, {}), ("british_to_american", names._spellings, [])):
        kept = judgements.values("store/spellings.json")[entry]
        judgements.values("store/spellings.json")[entry] = nothing
        reader.cache_clear()
        changed = sum(name_key(name) != key for name, key in shipped.items())
        without = _met(rows)
        judgements.values("store/spellings.json")[entry] = kept
        reader.cache_clear()
        found[entry] = (
            f"without it {changed} of {len(shipped)} names fold otherwise; names that two entities share: {meet}, "
            f"without it {without}"
        )
    return found


def _met(rows: list[tuple[str | None, ...]]) -> int:
    """How many folded names belong to more than one entity."""
    owners: dict[str, set[str]] = {}
    for entity, name in rows:
        owners.setdefault(name_key(str(name)), set()).add(str(entity))
    return sum(len(each) > 1 for each in owners.values())


if __name__ == "__main__":
    GRAPH = KnowledgeGraph.open()
    write("store/nearness.yaml", nearness(GRAPH))
    write("store/spellings.json", spellings(GRAPH))
