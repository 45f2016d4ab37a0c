"""BEL: the claims in force as a script of the Biological Expression Language, each with its citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph._version import __version__
from calcigraph.errors import visible
from calcigraph.exports import records
from calcigraph.exports.one_format import Format
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.namespaces import BASE, ID, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calcigraph.exports.records import Edge, Node, Records
    from calcigraph.knowledge.statuses import Status
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

# Vocabularies in the order in which an exact match is looked for, each with the pattern of its local identifiers. BEL
# names them in lower case, as the Bioregistry does.
_NAMESPACES = {
    "CHEBI": r"^\d+$",
    "UniProtKB": "^[A-Z0-9]{6,10}$",
    "GO": r"^\d{7}$",
    "MONDO": r"^\d{7}$",
    "HP": r"^\d{7}$",
    "DOID": r"^\d+$",
    "CL": r"^\d{7}$",
    "FOODON": r"^\d+$",
    "DRUGBANK": r"^DB\d{5}$",
    "EFO": r"^\d{7}$",
    "MESH": r"^[A-Z]\d+$",
}
_OWN = "calcigraph"
# The function of a term, by the first class that fits; what has none has no place in BEL.
_FUNCTIONS = {
    "Protein": "p",
    "Substance": "a",
    "Food": "a",
    "Process": "bp",
    "Activity": "bp",
    "HealthEffect": "path",
    "Biomarker": "a",
    "Cell": "a",
}
_RELATIONS = {
    "increases": "increases",
    "decreases": "decreases",
    "activates": "increases",
    "inhibits": "decreases",
    "produces": "increases",
    "prevents": "decreases",
    "contributesTo": "increases",
    "correlatesPositivelyWith": "positiveCorrelation",
    "correlatesInverselyWith": "negativeCorrelation",
    "formOf": "isA",
    "partOf": "partOf",
}
# These speak of what a protein does, not of how much of it there is.
_OF_ACTIVITY = frozenset({"activates", "inhibits"})


def _bel(store: Store, part: Slice | None) -> bytes:
    found = records.read(store, part)
    nodes = {node.iri: node for node in found.nodes}
    lines = [
        'SET DOCUMENT Name = "calcigraph"',
        f'SET DOCUMENT Version = "{__version__}"',
        f"SET DOCUMENT Description = {_quoted(found.title + '; claims in force. Not medical advice.')}",
        'SET DOCUMENT Authors = "The calcigraph developers"',
        f'SET DOCUMENT ContactInfo = "{BASE}"',
        'SET DOCUMENT Licenses = "CC BY 4.0"',
        "",
        *(f'DEFINE NAMESPACE {_named(name)} AS PATTERN "{pattern}"' for name, pattern in _NAMESPACES.items()),
        f'DEFINE NAMESPACE {_OWN} AS PATTERN "^[a-z0-9-]+$"',
        "",
        'DEFINE ANNOTATION Claim AS PATTERN "^claim:[a-z0-9-]+$"',
        f"DEFINE ANNOTATION Status AS LIST {_list(each.label for each in statuses(store).values() if _in_force(each))}",
        f"DEFINE ANNOTATION Certainty AS LIST {_list(certainties(store))}",
        'DEFINE ANNOTATION Tissue AS PATTERN "^.+$"',
        "",
    ]
    for edge in found.edges:
        if edge.in_force and (said := statement(edge, nodes)):
            lines += _supported(edge, said, found)
    return ("\n".join(lines) + "\n").encode()


def statement(edge: Edge, nodes: Mapping[str, Node]) -> str:
    """Put a claim into BEL.

    Args:
        edge: the claim.
        nodes: IRI to entity, the two ends at least.

    Returns:
        The statement, or nothing where BEL has no form for it.

    Example:
        >>> from calcigraph.mechanism import slices
        >>> found = records.read(store, slices.of_claims(store, ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"], ""))
        >>> print(statement(found.edges[0], {node.iri: node for node in found.nodes}))
        a(chebi:10033 ! "warfarin") decreases act(p(uniprot:Q9BQB6 ! "VKORC1"))
    """
    subject, object_ = term(nodes[edge.subject]), term(nodes[edge.object])
    if not subject or not object_:
        return ""
    if edge.predicate_name == "binds":
        return f"complex({subject}, {object_})"
    relation = _RELATIONS.get(edge.predicate_name)
    if not relation:
        return ""
    if edge.predicate_name in _OF_ACTIVITY and object_.startswith("p("):
        object_ = f"act({object_})"
    return f"{subject} {relation} {object_}"


def term(node: Node) -> str:
    """Put an entity into BEL.

    Args:
        node: the entity.

    Returns:
        The term, or nothing where BEL has no function for it.
    """
    function = next((sign for kind, sign in _FUNCTIONS.items() if kind in node.kinds), "")
    if not function:
        return ""
    exact = sorted(map(shorten, node.matches.get("exactMatch", ())))
    for name in _NAMESPACES:
        for curie in exact:
            prefix, _, local = curie.partition(":")
            if prefix == name:
                return f"{function}({_named(name)}:{local} ! {_quoted(node.label)})"
    return f"{function}({_OWN}:{_quoted(node.iri.removeprefix(ID))} ! {_quoted(node.label)})"


def _named(prefix: str) -> str:
    return "uniprot" if prefix == "UniProtKB" else prefix.casefold()


def _supported(edge: Edge, said: str, found: Records) -> Iterator[str]:
    """The statement, once for each source that it rests on."""
    sources = {*edge.cited, *edge.results.get("supports", ())}
    for publication in sorted({found.publications[each] for each in sources}):
        # A citation clears what was set before it.
        yield f"SET Citation = {_citation(publication)}"
        yield f'SET Claim = "{edge.curie}"'
        yield f'SET Status = "{edge.status}"'
        if edge.certainty:
            yield f'SET Certainty = "{edge.certainty}"'
        if edge.tissues:
            yield f"SET Tissue = {{{', '.join(_quoted(found.labels[each]) for each in edge.tissues)}}}"
        yield f"SET Evidence = {_quoted(edge.label)}"
        yield said
        yield ""


def _citation(publication: str) -> str:
    for prefix, kind in (("PMID:", "PubMed"), ("doi:", "DOI")):
        if publication.startswith(prefix):
            return f'{{"{kind}", "{publication.removeprefix(prefix)}"}}'
    return f'{{"URL", "{publication}"}}'


def _in_force(status: Status) -> bool:
    return status.in_force_if_direct or status.in_force_if_indirect


def _list(words: Iterable[str]) -> str:
    return f"{{{', '.join(map(_quoted, sorted(words)))}}}"


def _quoted(text: str) -> str:
    escaped = visible(" ".join(text.split())).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_NOT_IN_FORCE = "claims that are not in force are left out, negated ones among them: BEL would state them as facts"
_NO_FORM = (
    "predicates without a form in BEL are left out (supplies, requires, recommendedFor and the like), and so are claims "
    "that start from or end in a tissue, people or a concept"
)
FORMATS = (
    Format(
        "bel",
        "BEL script",
        (".bel",),
        "The claims in force as BEL statements, each with its citations, verdict and tissue; terms by exact match.",
        (
            _NOT_IN_FORCE,
            _NO_FORM,
            "the evidence text is our sentence for the claim, not a quotation",
            "qualifiers, strength and limiting inputs are left out",
        ),
        _bel,
    ),
)
