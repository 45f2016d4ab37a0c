"""The commands that carry the graph out of here, and a curator's table back in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from calcigraph.cli.common import open_graph
from calcigraph.cli.entry import NO
from calcigraph.errors import BadArgument

if TYPE_CHECKING:
    from calcigraph.graph import KnowledgeGraph
    from calcigraph.slices import Slice

_FORMATS = """turtle, trig, ntriples, nquads, jsonld, rdfxml, kgx-tsv, kgx-jsonl, graphml, gexf, cyjs, sif, cx2, dot,
    mermaid, edges-csv, claims-csv, findings-csv, edges-parquet, claims-parquet, findings-parquet, nanopubs, bel, sssom"""


@click.command(
    help=f"""Write the graph, or a part of it, in the FORMAT of another tool.

    FORMAT is one of {_FORMATS}.

    What a format cannot carry is said on standard error and in docs/exports.md.

    \b
    Examples:
      calcigraph export turtle -o calcigraph.ttl
      calcigraph export graphml --mechanism -o mechanism.graphml
      calcigraph export kgx-tsv --in-force -o kgx
      calcigraph export claims-csv --neighbourhood MK7 --steps 2
      calcigraph export cx2 --pathways "vitamin K2" "arterial calcification" -o k2.cx2
      calcigraph export bel --what-if "vitamin D=high" --what-if warfarin=high -o both.bel

    Exit code 1 when the part that was asked for is empty."""
)
@click.argument("form", metavar="FORMAT")
@click.option("--output", "-o", metavar="FILE", default="-", help="File to write; - for standard output, the default.")
@click.option("--force", is_flag=True, help="Replace the file where it is there already.")
@click.option("--quiet", "-q", is_flag=True, help="Do not say what the format cannot carry.")
@click.option("--claim", multiple=True, help="Only this claim: IRI, CURIE or sentence; repeat.")
@click.option("--neighbourhood", metavar="NAME", help="Only what lies around this entity.")
@click.option("--steps", type=int, default=1, show_default=True, help="How far from it, 1 to 12.")
@click.option("--indirect", is_flag=True, help="Around it, follow claims from end to end as well as single steps.")
@click.option("--pathways", nargs=2, metavar="SOURCE TARGET", help="Only the paths between these factors.")
@click.option("--max-length", type=int, default=8, show_default=True, help="Longest path in steps, 1 to 12.")
@click.option("--limit", type=int, help="How many paths at most, the shortest first.  [default: all]")
@click.option("--what-if", multiple=True, metavar="NAME=LEVEL", help="Only what this reaches; repeat.")
@click.option("--mechanism", is_flag=True, help="Only the mechanism network.")
@click.option("--in-force", is_flag=True, help="Leave out claims that the graph does not stand by.")
def export(form: str, output: str, *, force: bool, quiet: bool, in_force: bool, **wanted: Any) -> None:
    """Write the graph in another format; the help is above."""
    from calcigraph.exports.writing import export as write
    from calcigraph.exports.writing import find_format

    found = find_format(form, output)
    graph = open_graph()
    part = _slice(graph, wanted)
    if in_force:
        from calcigraph import slices

        part = slices.in_force(graph, part or slices.whole(graph))
    if part is not None and not part.entities:
        click.echo(f"{part.title}: nothing to export.", err=True)
        sys.exit(NO)
    content = write(graph, found.name, part, None if output == "-" else output, force=force)
    if found.losses and not quiet:
        click.echo(f"{found.title} leaves something behind: {'; '.join(found.losses)}.", err=True)
    if output == "-":
        sys.stdout.buffer.write(content)
    else:
        title = part.title if part else "The whole graph"
        click.echo(f"Wrote {title[0].lower()}{title[1:]} as {found.title} to {output}.")


def _slice(graph: KnowledgeGraph, wanted: dict[str, Any]) -> Slice | None:
    """The part that was asked for; the parts are alternatives."""
    from calcigraph import slices
    from calcigraph.claims import claim_iri

    asked = [name for name in ("claim", "neighbourhood", "pathways", "what_if", "mechanism") if wanted[name]]
    if len(asked) > 1:
        named = " and ".join(f"--{name.replace('_', '-')}" for name in asked)
        raise BadArgument(f"{named} ask for different parts; give one of them")
    if wanted["mechanism"]:
        return slices.mechanism(graph)
    if wanted["claim"]:
        iris = [claim_iri(graph, name) for name in wanted["claim"]]
        return slices.of_claims(graph, iris, f"{len(iris)} claim{'s' if len(iris) != 1 else ''}")
    if wanted["neighbourhood"]:
        return slices.neighbourhood(graph, wanted["neighbourhood"], wanted["steps"], indirect=wanted["indirect"])
    if wanted["pathways"]:
        found = graph.pathways(*wanted["pathways"], max_length=wanted["max_length"], limit=wanted["limit"])
        if found.code != "found":
            click.echo(found.summary, err=True)
        return slices.of_pathways(graph, found)
    if wanted["what_if"]:
        from calcigraph.cli.scenarios import assignments

        return slices.of_what_if(graph, graph.what_if(assignments(wanted["what_if"])))
    return None


@click.command("import")
@click.argument("file")
@click.option("--output", "-o", metavar="FILE", default="-", help="File to write; - for standard output, the default.")
@click.option("--force", is_flag=True, help="Replace the file where it is there already.")
def import_(file: str, output: str, *, force: bool) -> None:
    """Read claims from FILE, a claim table or KGX, and write them as Turtle for graph/instances/claims/.

    FILE is what 'calcigraph export claims-csv', 'kgx-tsv' or 'kgx-jsonl' writes, edited or not: a CSV, the _edges file
    of KGX, or the archive. Nothing is written unless the graph, joined with the claims, conforms to the shapes.

    \b
    Examples:
      calcigraph export claims-csv --claim warfarin-inhibits-vkorc1 -o claims.csv
      calcigraph import claims.csv -o claims.ttl
      calcigraph import kgx_edges.tsv

    Exit code 1 when the claims do not conform.
    """
    from calcigraph.exports.importing import read_claims, turtle_of_claims
    from calcigraph.exports.writing import write_file

    claims = read_claims(file)
    graph = open_graph()
    content, report = turtle_of_claims(graph, claims, file)
    if not report.conforms:
        for line in report.lines():
            click.echo(line, err=True)
        count = len(report.violations)
        click.echo(f"Nothing was written: {count} violation{'s' if count != 1 else ''} in '{file}'.", err=True)
        sys.exit(NO)
    if output == "-":
        sys.stdout.buffer.write(content)
    else:
        write_file(output, content, force=force)
        click.echo(f"Wrote {len(claims)} claim{'s' if len(claims) != 1 else ''} to {output}.")
