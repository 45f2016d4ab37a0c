"""Prefixes, declared once, and the way between CURIEs and IRIs.

Example:
    >>> expand("cg:Claim")
    'https://w3id.org/calcigraph/ontology#Claim'
    >>> shorten("http://purl.obolibrary.org/obo/CHEBI_28940")
    'CHEBI:28940'
"""

from __future__ import annotations

BASE = "https://w3id.org/calcigraph/"
CG = BASE + "ontology#"
ID = BASE + "id/"
CLAIM = BASE + "claim/"
ASSERTED = BASE + "graph/asserted"
DERIVED = BASE + "graph/derived"
ONTOLOGY = BASE + "graph/ontology"
QUESTIONS = BASE + "graph/questions"

_OBO = "http://purl.obolibrary.org/obo/"

#: Prefixes of the graph itself, bound in every serialisation.
PREFIXES = {
    "cg": CG,
    "id": ID,
    "claim": CLAIM,
    "statement": BASE + "statement/",
    "result": BASE + "result/",
    "bearing": BASE + "bearing/",
    "source": BASE + "source/",
    "amount": BASE + "amount/",
    "cohort": BASE + "cohort/",
    "verdict": BASE + "verdict/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "sh": "http://www.w3.org/ns/shacl#",
}

#: Prefixes of common vocabularies that a query may use undeclared; the graph itself has no need of them.
COMMON = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "void": "http://rdfs.org/ns/void#",
}

#: Prefixes of the identifiers that entities and terms are mapped to, as Biolink writes them.
EXTERNAL = {
    **{name: f"{_OBO}{name}_" for name in ("BFO", "CDNO", "CHEBI", "CL", "DOID", "ECO", "FOODON", "GO", "HP", "MONDO")},
    **{name: f"{_OBO}{name}_" for name in ("NCBITaxon", "OBI", "RO", "UBERON", "UO")},
    "ATC": "http://www.whocc.no/atc_ddd_index/?code=",
    "DRUGBANK": "http://identifiers.org/drugbank/",
    "EC": "http://www.enzyme-database.org/query.php?ec=",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "ENSEMBL": "http://identifiers.org/ensembl/",
    "HGNC": "http://identifiers.org/hgnc/",
    "HMDB": "http://identifiers.org/hmdb/",
    "INCHIKEY": "http://identifiers.org/inchikey/",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "NCBIGene": "http://identifiers.org/ncbigene/",
    "PUBCHEM.COMPOUND": "http://identifiers.org/pubchem.compound/",
    "UniProtKB": "http://purl.uniprot.org/uniprot/",
    "WIKIPATHWAYS": "http://identifiers.org/wikipathways/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "wikidata": "http://www.wikidata.org/entity/",
}

_EXPANSIONS = PREFIXES | EXTERNAL
_BY_LENGTH = sorted(_EXPANSIONS.items(), key=lambda item: -len(item[1]))
_FOLDED = {prefix.casefold(): iri for prefix, iri in _EXPANSIONS.items()}


def expand(curie: str) -> str | None:
    """Turn a CURIE into an IRI.

    Args:
        curie: prefix and local name, the prefix in any case, such as ``chebi:28940``.

    Returns:
        The IRI, or None when the prefix is not known.

    Example:
        >>> expand("chebi:28940")
        'http://purl.obolibrary.org/obo/CHEBI_28940'
    """
    prefix, colon, local = curie.partition(":")
    base = _FOLDED.get(prefix.casefold()) if colon else None
    return base + local if base else None


def shorten(iri: str) -> str:
    """Turn an IRI into a CURIE.

    Args:
        iri: an absolute IRI.

    Returns:
        The CURIE under the longest prefix that fits, or the IRI itself.

    Example:
        >>> shorten("https://w3id.org/calcigraph/id/mk-7")
        'id:mk-7'
    """
    for prefix, base in _BY_LENGTH:
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri
