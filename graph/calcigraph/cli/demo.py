"""The main job in one screenful or two: where does the calcium go?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.cli.text import Page, numbers
from calcigraph.pages import evidence_page

if TYPE_CHECKING:
    from calcigraph.graph import KnowledgeGraph
    from calcigraph.pages import Row

CLAIM = "vitamin K2 prevents arterial calcification"
PAIRS = (
    ("vitamin D", "arterial calcification"),
    ("vitamin D", "bone mineralization"),
    ("vitamin K2", "arterial calcification"),
    ("vitamin K2", "bone mineralization"),
)
NEXT = (
    'calcigraph evidence "vitamin K2 decreases fracture risk"',
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
    _articles_and_trials(out, evidence_page(graph, CLAIM))
    out.heading("Next, try")
    for command in NEXT:
        out.line(command)


def _holdings(out: Page, graph: KnowledgeGraph) -> None:
    counts = graph.info()
    report = graph.validate()
    out.heading("calcigraph: where does the calcium go?")
    out.line(
        f"{counts['entities']} entities, {counts['claims']} claims ({counts['direct claims']} steps of mechanism), "
        f"{counts['statements']} statements of {counts['articles']} articles, {counts['findings']} findings, "
        f"{counts['sources'] - counts['articles']} studies and other sources, {counts['amounts']} amounts."
    )
    verdict = "the graph conforms to all of them" if report.conforms else f"{len(report.violations)} violations"
    out.line(f"SHACL shapes: {verdict}.")


def _activated(out: Page, graph: KnowledgeGraph) -> None:
    out.heading("What vitamin K2 activates, and where")
    rows = graph.engine.values(
        """SELECT ?form (GROUP_CONCAT(DISTINCT ?place; separator=", ") AS ?where) (SAMPLE(?state) AS ?status) {
             ?claim cg:subject id:protein-gamma-carboxylation ; cg:object ?object ; cg:directness cg:direct ;
                    cg:predicate/cg:sign 1 ; cg:inTissue/skos:prefLabel ?place ; cg:status/rdfs:label ?state .
             ?object skos:prefLabel ?form .
           } GROUP BY ?form ORDER BY ?form"""
    )
    out.line("As vitamin K hydroquinone it is the cofactor of the gamma-carboxylation that gives:")
    for form, where, status in rows:
        out.line(f"{form} ({where})", verdict=str(status), indent=4)


def _paths(out: Page, graph: KnowledgeGraph, source: str, target: str) -> None:
    found = graph.pathways(source, target, max_length=8)
    out.heading(f"From {found.source} to {found.target}")
    if found.code != "found":
        out.line(found.summary)
        _beyond(out, graph, source, target)
        return
    out.line(f"{found.raising} paths raise it, {found.lowering} lower it. The shortest each way:")
    for sign in (1, -1):
        path = next((each for each in found if each.sign == sign), None)
        if path:
            out.line(path.arrows, mark="^ " if sign > 0 else "v ")
            out.line(f"weakest link: {path.weakest.label}", verdict=path.weakest.verdict, indent=4)


def _beyond(out: Page, graph: KnowledgeGraph, source: str, target: str) -> None:
    """Say how far the chain goes, and what is claimed over the gap."""
    ends = graph.pathways(source, "hydroxyapatite binding", max_length=8, limit=1)
    for path in ends:
        out.line(f"The chain goes as far as: {path.arrows}")
    for claim in graph.claims(source, None, target):
        out.line(f"Claimed from end to end: {claim.label}", verdict=claim.verdict)
    for claim in graph.claims("osteocalcin", None, "bone mineral density"):
        out.line(f"What would close the gap: {claim.label}", verdict=claim.verdict)


def _articles_and_trials(out: Page, page: Row) -> None:
    claim = page["claim"]
    out.heading(f'"{claim["label"][0].upper()}{claim["label"][1:]}"')
    out.line("What the articles say:")
    counted: dict[tuple[str, str, str], int] = {}
    for row in page["statements"]:
        key = (row["article"], row["hedge"], row["boldness"] or "")
        counted[key] = counted.get(key, 0) + 1
    for (article, hedge, boldness), times in counted.items():
        out.line(f"{article}: {hedge}, {times} time{'s' if times != 1 else ''}", verdict=boldness, indent=4)
    out.line("What the trials found:")
    for row in page["findings"]:
        if row["counted"]:
            mark = {"supports": "+ ", "refutes": "- ", "null": "0 "}[row["direction"]]
            flag = "" if row["verification"] == "verified" else f" ({row['verification']})"
            out.line(f"{row['source']}{flag}: {row['description']} {numbers(row)}", indent=4, mark=mark)
    out.line("Together", verdict=claim["verdict"])
