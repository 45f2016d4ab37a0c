"""The main job in two screenfuls: where does the calcium go?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from calcigraph.answers.page_words import numbers
from calcigraph.cli.page_text import Page
from calcigraph.cli.render import show_table
from calcigraph.knowledge.pages import evidence_page
from calcigraph.mechanism.whatif.said import WORDS
from calcigraph.store.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.knowledge.pages import Row
    from calcigraph.mechanism.pathways.pathway import Pathway

CLAIM = "vitamin K2 prevents arterial calcification"
PAIRS = (
    ("vitamin D", "arterial calcification"),
    ("vitamin D", "bone mineralization"),
    ("vitamin K2", "arterial calcification"),
    ("vitamin K2", "bone mineralization"),
)
SCENARIOS = {
    "D": {"vitamin D": "high"},
    "K2": {"vitamin K2": "high"},
    "D and K2": {"vitamin D": "high", "vitamin K2": "high"},
    "D, little K2": {"vitamin D": "high", "vitamin K2": "low"},
}
OBSERVED = (
    "intestinal calcium absorption",
    "serum calcium",
    "urinary calcium",
    "carboxylated MGP",
    "arterial calcification",
    "carboxylated osteocalcin",
    "bone mineral density",
)
SHOWN = 2
NEXT = (
    'calcigraph what-if "vitamin D=high" "vitamin K2=low" --why',
    "calcigraph ask who-should-be-careful vitamin-k2",
    "calcigraph questions",
)


def run(graph: KnowledgeGraph) -> None:
    """Print the demonstration.

    Args:
        graph: the graph to ask.
    """
    out = Page()
    _holdings(out, graph)
    _activated(out, graph)
    for source, target in PAIRS:
        _paths(out, graph, source, target)
    _scenarios(out, graph)
    _articles_and_trials(out, evidence_page(graph.store, CLAIM))
    out.heading("Next, try")
    for command in NEXT:
        out.line(command)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    from calcigraph.store.terms import Literal

    show_table(Table(columns, [[Literal(cell) for cell in row] for row in rows]))


def _holdings(out: Page, graph: KnowledgeGraph) -> None:
    counts = graph.info()
    report = graph.validate()
    out.heading("calcigraph: where does the calcium go?")
    out.line(
        f"{counts['entities']} entities; {counts['claims']} claims, {counts['direct claims']} of them single steps of "
        f"mechanism or structure; {counts['statements']} statements of {counts['articles']} articles; "
        f"{counts['results']} results; {counts['sources'] - counts['articles']} studies and other sources; "
        f"{counts['amounts']} amounts."
    )
    verdict = "the graph conforms" if report.conforms else f"{len(report.violations)} violations"
    out.line(f"SHACL verdict: {verdict}.")


def _activated(out: Page, graph: KnowledgeGraph) -> None:
    out.heading("What vitamin K2 activates, and where")
    rows = graph.engine.values(
        """SELECT ?form (GROUP_CONCAT(DISTINCT ?place; separator=", ") AS ?where) (SAMPLE(?state) AS ?status) {
             { SELECT ?form ?place ?state {
                 ?claim cg:subject id:protein-gamma-carboxylation ; cg:object ?object ; cg:directness cg:direct ;
                        cg:predicate/cg:sign 1 ; cg:inTissue/skos:prefLabel ?place ; cg:status/rdfs:label ?state .
                 ?object skos:prefLabel ?form . } ORDER BY ?form ?place }
           } GROUP BY ?form ORDER BY ?form"""
    )
    out.line("Reduced to vitamin K hydroquinone, it is the cofactor of the gamma-carboxylation that makes:")
    _table(("protein form", "made in", "this step is"), [[str(cell) for cell in row] for row in rows])


def bundled(paths: Iterable[Pathway]) -> list[tuple[str, Pathway]]:
    """Put paths together that differ only in one node, such as vitamin D2 and vitamin D3.

    Args:
        paths: pathways, the best first.

    Returns:
        Their arrows, the alternatives joined by ``or``, with the best path of each bundle.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> found = KnowledgeGraph.open().pathways("vitamin D", "calcifediol")
        >>> [arrows for arrows, _ in bundled(found)]
        ['vitamin D -(+)-> vitamin D2 or vitamin D3 -(+)-> calcifediol']
    """
    bundles: dict[tuple[object, ...], list[Pathway]] = {}
    for path in paths:
        signs = tuple(claim.sign for claim in path.claims)
        # The vitamers stand second, right after the vitamin.
        bundles.setdefault((path.nodes[0], path.nodes[2:], signs), []).append(path)
    found = []
    for members in bundles.values():
        second = " or ".join(dict.fromkeys(path.nodes[1] for path in members))
        head, arrow, tail = members[0].arrows.partition(f"-> {members[0].nodes[1]}")
        found.append((f"{head}-> {second}{tail}" if arrow and len(members) > 1 else members[0].arrows, members[0]))
    return found


def _paths(out: Page, graph: KnowledgeGraph, source: str, target: str) -> None:
    found = graph.pathways(source, target, max_length=8)
    out.heading(f"From {found.source} to {found.target}")
    if found.code != "found":
        out.line(found.summary)
        _beyond(out, graph, source, target)
        return
    out.line(f"{found.raising} paths of up to 8 steps raise it, {found.lowering} lower it:")
    for sign, mark in ((1, "+ "), (-1, "- ")):
        routes = bundled(path for path in found if path.sign == sign)
        for arrows, path in routes[:SHOWN]:
            out.line(arrows, mark=mark)
            out.line(f"weakest link: {path.weakest.label}", verdict=path.weakest.verdict, indent=4)


def _scenarios(out: Page, graph: KnowledgeGraph) -> None:
    out.heading("What if there is more vitamin D, more K2, both, or D without K2?")
    out.line(
        "The mechanism alone says (no effect: what leads there is full; no route: the graph knows none, which says nothing):"
    )
    found = graph.compare(SCENARIOS, OBSERVED)
    rows = {label: [WORDS[each.answer] for each in cells] for label, cells in found.rows}
    ordered = [graph.entity(name).label for name in OBSERVED]
    _table(("factor", *SCENARIOS), [(label, *rows[label]) for label in ordered])
    for name, answer in found.scenarios.items():
        for each in answer.responses:
            if each.settles:
                out.line(f"{name}: {each.label} turns on how strong this is: {each.settles.claim.label}.")


def _beyond(out: Page, graph: KnowledgeGraph, source: str, target: str) -> None:
    """Say how far the chain goes, and what is claimed over the gap."""
    for path in graph.pathways(source, "hydroxyapatite binding", max_length=8, limit=1):
        out.line(f"The chain goes as far as: {path.arrows}")
    for claim in graph.claims("osteocalcin", None, "bone mineral density"):
        out.line(f"To close the gap one would need: {claim.label}", verdict=claim.verdict)
    for claim in graph.claims(source, None, target):
        out.line(f"Claimed from end to end: {claim.label}", verdict=claim.verdict)


def _articles_and_trials(out: Page, page: Row) -> None:
    claim = page["claim"]
    out.heading(f'"{claim["label"][0].upper()}{claim["label"][1:]}"')
    out.line("What the articles say:")
    said = Counter((row["article"], row["hedge"], row["boldness"] or "") for row in page["statements"])
    _table(("article", "wording", "times", "which is"), [(*key[:2], times, key[2]) for key, times in said.items()])
    out.gap()
    out.line("What the trials found (+ supports, - refutes, 0 no effect):")
    for row in page["results"]:
        if row["counted"]:
            mark = {"supports": "+ ", "refutes": "- ", "null": "0 "}[row["direction"]]
            flag = "" if row["verification"] == "verified" else f" ({row['verification']})"
            out.line(f"{row['source']}{flag}: {row['description']} {numbers(row)}", mark=mark)
    related = {
        row["source"]: row["design"]
        for row in page["results"]
        if row["direction"] == "supports" and not row["counted"] and row["analysis"] == "main"
    }
    if related:
        listed = ", ".join(f"{source} ({design})" for source, design in related.items())
        out.line(f"Not counted, because they are about something related, but supporting: {listed}.")
    out.line("Together", verdict=claim["verdict"])
