"""What a page begins with: the caution, the answer in one sentence with its level, and the effects of an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.answers.known_risks import careful
from calcigraph.answers.studies import level_of, told
from calcigraph.errors import CalcigraphError
from calcigraph.guard.guarding import Guard
from calcigraph.guard.wordings import capital
from calcigraph.knowledge.claims import Claim, one_claim, read_claims
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.knowledge.pages import Row, entity_page, evidence_page
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.store.store import Store

_DIRECTIONS = {1: "raises", -1: "lowers"}
_KINDS = ("clinical outcome", "surrogate endpoint", "biomarker")
_MOST_REASONS = 3


def told_evidence(store: Store, *claim: str) -> Row:
    """Collect the page on a claim, and begin it with what it says.

    Args:
        store: the graph.
        claim: as for ``pages.evidence_page``.

    Returns:
        ``warnings`` (what a drug or a condition in it calls for), ``sentence``, ``level`` and ``reasons``, then the page.

    Raises:
        UnknownName: no claim has the name.
        AmbiguousName: several claims fit the three names.
        BadArgument: neither one name nor three.

    Example:
        >>> told_evidence(store, "vitamin K2 prevents arterial calcification")["level"]
        'not shown, low certainty'
    """
    iri = one_claim(store, *claim)
    (found,) = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")
    return told_claim(store, found, evidence_page(store, iri))


def told_claim(store: Store, claim: Claim, page: Row) -> Row:
    """Begin a page that is there with what it says.

    Args:
        store: the graph.
        claim: the claim.
        page: the page on it, as ``evidence_pages`` gives it; it stays as it is.

    Returns:
        As ``told_evidence``.

    Example:
        >>> claim, = read_claims(store, "VALUES ?claim { claim:warfarin-inhibits-vkorc1 }")
        >>> told_claim(store, claim, evidence_page(store, claim.iri))["level"]
        'established, high certainty'
    """
    return {
        "warnings": list(store.once(Guard).read(claim.label).lines),
        "sentence": sentence(store, claim),
        "level": level_of(claim),
        "reasons": _reasons(page),
        **page,
    }


def told_entity(store: Store, name: str, known: Mapping[str, Row] | None = None) -> Row:
    """Collect the page on an entity, and begin it with what the entity is and does.

    Args:
        store: the graph.
        name: any of its names.
        known: IRI to page on the evidence of every claim, where that is read already; None to read what is needed.

    Returns:
        ``warnings`` (what it calls for as a drug or condition), ``sentence``, ``careful`` (for whom it is a known risk) and
        ``effects``, then the page. An effect is an outcome with the direction and the verdict
        of its claim, how many independent sources count, and the people of the largest study that counts, or None where
        none gives a number. Numbers of people are not added up, since pooled analyses hold those of the trials they pool.

    Raises:
        UnknownName: nothing has the name.
        AmbiguousName: several entities have it.

    Example:
        >>> [each["direction"] for each in told_entity(store, "K2")["effects"] if each["outcome"] == "dp-ucMGP"]
        ['lowers']
    """
    page = entity_page(store, name)
    entity = page["entity"]
    rows = store.engine.values(f"SELECT ?c {{ <{entity['iri']}> a ?c }}")
    classes = {str(each).rpartition("#")[2] for (each,) in rows}
    return {
        "warnings": cautions(store, (entity["iri"],)),
        "sentence": f"{capital(entity['label'])}: {entity['definition']}" if entity["definition"] else "",
        "careful": careful(store, store.once(Guard).risks, [entity["iri"]]) if "Nutrient" in classes else [],
        "effects": effects(store, entity["iri"], known),
        **page,
    }


def cautions(store: Store, names: Iterable[str]) -> list[str]:
    """Say what the drugs, conditions and groups among some names call for.

    Args:
        store: the graph.
        names: of entities, each by any of its names; others are read as they stand.

    Returns:
        Lines, the gravest first; empty where nothing calls for caution.

    Example:
        >>> cautions(store, ["VKORC1", "Warfarin"])[0]
        'Warfarin: a known risk, for vitamin K calls for caution in users of vitamin K antagonists.'
    """
    labels = dict.fromkeys(_label(store, each) for each in names if each)
    lines = list(store.once(Guard).read(" and ".join(labels)).lines)
    return lines or [_unheard(label) for label in labels if label in store.once(_illnesses)]


def _illnesses(store: Store) -> frozenset[str]:
    return frozenset(
        str(label) for (label,) in store.engine.values("SELECT ?l { ?e a cg:Condition ; skos:prefLabel ?l }")
    )


def _unheard(label: str) -> str:
    """What an illness of the graph calls for that the guard does not listen for, since much is asked of it by name."""
    return capital(values("guard/lines.yaml")["condition_alone"].format(what=label))


def _label(store: Store, name: str) -> str:
    try:
        return store.entities.label(store.entities.iri(name))
    except CalcigraphError:  # a group such as "any vitamin D", which the guard hears as it stands
        return name


def effects(store: Store, iri: str, known: Mapping[str, Row] | None = None) -> list[Row]:
    """List what an entity does from end to end, each with its verdict.

    Args:
        store: the graph.
        iri: of the entity.
        known: as for ``told_entity``.

    Returns:
        Outcomes, those that people notice first, then by rank of the verdict; see ``told_entity``.
    """
    claims = {
        claim.iri: claim
        for claim in read_claims(
            store,
            f"VALUES ?subject {{ <{iri}> }} ?claim cg:subject ?subject ; cg:directness cg:indirect .",
        )
        if claim.sign
    }
    pages = known or evidence_pages(store, claims)
    kinds = {
        str(outcome): str(kind)
        for outcome, kind in store.engine.values("SELECT ?o ?k { ?o cg:endpointKind/rdfs:label ?k }")
    }
    found = [_effect(store, claim, pages[key], kinds.get(claim.object, "mechanism")) for key, claim in claims.items()]
    place = {kind: number for number, kind in enumerate(_KINDS)}
    ranks = {claim.curie: claim.rank for claim in claims.values()}
    return sorted(
        found,
        key=lambda row: (
            not row["studies"],
            place.get(row["kind"], len(place)),
            -ranks[row["claim"]],
            row["outcome"],
            row["claim"],
        ),
    )


def _effect(store: Store, claim: Claim, page: Row, kind: str) -> Row:
    verdict = _headline(page)
    counted = [row for row in page["results"] if row["counted"] and row["kind"] == verdict.get("endpoint", row["kind"])]
    people = [int(row["n"]) for row in counted if row["n"]]
    direction = _DIRECTIONS[claim.sign or 0]
    return {
        "outcome": store.entities.label(claim.object),
        "kind": kind,
        "direction": f"not {direction}" if claim.negated else direction,
        "status": claim.status,
        "certainty": claim.certainty,
        "level": level_of(claim),
        "studies": sum(verdict.get(side, 0) for side in ("supporting", "refuting", "null")),
        "largest": max(people, default=None),
        "claim": claim.curie,
        "label": claim.label,
    }


def _reasons(page: Row) -> list[str]:
    """The weightiest results that count, each study once, those against the claim first; last those in doubt."""
    rows: dict[str, Row] = {}
    for row in page["results"]:
        if row["counted"]:
            rows.setdefault(row["source"], row)
    reasons = [f"{told(row)}{_flags(row)}" for row in list(rows.values())[:_MOST_REASONS]]
    verdict = _headline(page)
    if verdict and len(rows) > 1:
        reasons.append(
            f"Independent sources: {verdict['supporting']} support it, {verdict['refuting']} refute it, {verdict['null']} saw "
            "no effect."
        )
    return reasons + _doubted(page)


def _doubted(page: Row) -> list[str]:
    """Name the sources with an integrity warning that do not count, the warning once for all that share it."""
    doubted: dict[str, dict[str, None]] = {}
    for row in page["results"]:
        if row["warning"] and not row["counted"]:
            doubted.setdefault(row["warning"], {})[row["source"]] = None
    told_all = [f"{', '.join(sources)} ({warning})" for warning, sources in doubted.items()]
    return [f"Not counted, with an integrity warning: {'; '.join(told_all)}."] if told_all else []


def _flags(row: Row) -> str:
    """What to know before trusting a result: how far its source was checked, and a warning of its integrity."""
    checked = "" if row["verification"] == "verified" else f" [{row['verification']}]"
    return checked + (f" Integrity warning: {row['warning']}" if row["warning"] else "")


def _headline(page: Row) -> Row:
    """The verdict, of those at each kind of endpoint, that is the claim's own."""
    claim = page["claim"]
    own = (claim["status"], claim["certainty"])
    return next((each for each in page["verdicts"] if (each["status"], each["certainty"]) == own), {})
