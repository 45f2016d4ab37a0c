"""The operations that carry the graph out, bring claims in, and check what is there."""

from __future__ import annotations

from calcigraph import ranges
from calcigraph.operations import homes
from calcigraph.operations.common_parameters import (
    FILTERS,
    FORCE,
    LIMIT,
    MAX_LENGTH,
    MAX_SIZE,
    OUTPUT,
    PAGE,
    RAW,
    TABLE,
    TO_FILE_OR_OUT,
    format_of,
)
from calcigraph.operations.operation import BOTH, COMMAND, PYTHON, Operation, Parameter

#: What a part of the graph is asked for by; each is one slice.
_PARTS = (
    Parameter("claim", "claim", "Only this claim: IRI, CURIE or sentence; repeat.", many=True, ways=(COMMAND,)),
    Parameter("neighbourhood", "entity", "Only what lies around this entity.", metavar="NAME", ways=(COMMAND,)),
    Parameter(
        "steps",
        "integer",
        "How far from it, 1 to 12.",
        default=1,
        range=ranges.STEPS,
        unit="steps",
        ways=(COMMAND,),
    ),
    Parameter(
        "indirect",
        "flag",
        "Around it, follow claims from end to end as well as single steps.",
        default=False,
        ways=(COMMAND,),
    ),
    Parameter(
        "pathways",
        "factor",
        "Only the paths between these factors.",
        count=2,
        metavar="SOURCE TARGET",
        ways=(COMMAND,),
    ),
    *(each.but(ways=(COMMAND,)) for each in FILTERS),
    Parameter("explain", "claim", "Only this claim and the paths that explain it.", metavar="CLAIM", ways=(COMMAND,)),
    MAX_LENGTH.but(short="", ways=(COMMAND,)),
    LIMIT.but(help="How many paths at most, the shortest first; all where none is given.", short="", ways=(COMMAND,)),
    Parameter(
        "what_if",
        "name=level",
        "Only what this reaches; repeat.",
        many=True,
        choices=homes.levels,
        metavar="NAME=LEVEL",
        ways=(COMMAND,),
    ),
    Parameter(
        "compare",
        "scenario",
        'Only what scenarios reach, as "A=high + B=low"; repeat.',
        many=True,
        choices=homes.levels,
        metavar="SCENARIO",
        ways=(COMMAND,),
    ),
    Parameter("mechanism", "flag", "Only the mechanism network.", default=False, ways=(COMMAND,)),
    Parameter("in_force", "flag", "Leave out claims that the graph does not stand by.", default=False, ways=(COMMAND,)),
)
EXPORT = Operation(
    "export",
    "Write the graph, or a part of it, in the FORMAT of another tool.",
    description=(
        (
            "FORMAT is one of {format}. Without it the suffix of FILE says it. The names of suffixes and tools are "
            "understood too, such as ttl, json-ld, owl, csv, kgx, parquet, cytoscape."
        ),
        "What a format cannot carry is said on standard error and in docs/exports.md.",
    ),
    examples=(
        "calcigraph export -o calcigraph.ttl",
        "calcigraph export graphml --mechanism -o mechanism.graphml",
        "calcigraph export kgx-tsv --in-force -o kgx",
        "calcigraph export claims-csv --neighbourhood MK7 --steps 2",
        'calcigraph export cx2 --pathways "vitamin K2" "arterial calcification" -o k2.cx2',
        'calcigraph export sif --pathways "vitamin D" "serum calcium" --avoid FGF23 --min-certainty low',
        'calcigraph export bel --what-if "vitamin D=high" --what-if warfarin=high -o both.bel',
    ),
    no="the part that was asked for is empty",
    result="file",
    method="export",
    parameters=(
        Parameter(
            "format",
            "choice",
            "Its name; what the suffix of the file says where there is none.",
            choices=homes.export_formats,
            positional=True,
            metavar="[FORMAT]",
        ),
        Parameter("slice", "part", "What to write; None for everything.", ways=(PYTHON,)),
        TO_FILE_OR_OUT.but(
            name="file",
            option="output",
            default=None,
            command_default="-",
            because="Python gives the content back; the command line has to put it somewhere",
            ways=BOTH,
        ),
        FORCE.but(ways=BOTH),
        Parameter(
            "quiet", "flag", "Do not say what the format cannot carry.", default=False, short="q", ways=(COMMAND,)
        ),
        RAW.but(ways=BOTH),
        *_PARTS,
    ),
)
IMPORT = Operation(
    "import",
    "Read claims from FILE, a claim table or KGX, and write them as Turtle for graph/instances/claims/.",
    description=(
        (
            "FILE is what 'calcigraph export claims-csv', 'kgx-tsv' or 'kgx-jsonl' writes, edited or not: a CSV, the "
            "_edges file of KGX, or the archive. Nothing is written unless the graph, joined with the claims, conforms to "
            "the shapes."
        ),
        (
            "Warnings are those of 'calcigraph validate', and rows that contradict themselves: labels, sentence, sign or terms "
            "of other vocabularies against the names of subject, predicate and object."
        ),
    ),
    examples=(
        "calcigraph export claims-csv --claim warfarin-inhibits-vkorc1 -o claims.csv",
        "calcigraph import claims.csv -o claims.ttl",
        "calcigraph import kgx_edges.tsv",
    ),
    no="the claims do not conform, or with --strict there is a warning",
    result="file",
    parameters=(
        Parameter("file", "file", "The table.", required=True, positional=True),
        TO_FILE_OR_OUT,
        FORCE,
        MAX_SIZE.but(help="How large the table may be, unpacked too, such as 1GB; 0 for any size."),
        Parameter(
            "strict",
            "flag",
            "Write nothing, and exit with 1, where there is a warning.",
            default=False,
            ways=(COMMAND,),
        ),
    ),
)
ADD = Operation(
    "add",
    "Add one study with its results from FILE, and say which verdicts change by it.",
    description=(
        (
            "FILE is YAML, or a table with one result a row; --template prints an empty one, with every field explained. Names, "
            "units, numbers and identifiers are checked, the shapes give the verdict, and Turtle is written whole or not at "
            "all: at the end of the files of graph/instances where such studies stand, or to one file with -o."
        ),
        "Templates: {template}.",
    ),
    examples=(
        "calcigraph add --template rct",
        "calcigraph add trevasc.yaml --dry-run",
        "calcigraph add trevasc.yaml --without source:haroon2023 --dry-run",
        "calcigraph add trevasc.yaml -o trevasc.ttl",
    ),
    no="the study does not conform",
    result="addition",
    method="add",
    reads_only=False,
    parameters=(
        Parameter("path", "file", "The study; needed but for a template.", positional=True, metavar="[FILE]"),
        Parameter(
            "template",
            "choice",
            "Print an empty file for this kind of study, and do nothing else.",
            choices=homes.study_templates,
            ways=(COMMAND,),
        ),
        Parameter(
            "without",
            "text",
            "Leave a source out first with its results, such as the one that FILE records anew; repeat.",
            many=True,
            default=(),
            metavar="SOURCE",
        ),
        Parameter("dry_run", "flag", "Say what changes, and write nothing.", default=False, ways=(COMMAND,)),
        OUTPUT.but(help="One file to write, in place of those of graph/instances; - for standard output."),
        FORCE,
        MAX_SIZE.but(help="How large FILE may be, such as 10MB; 0 for any size.", default="1MB", ways=BOTH),
        PAGE,
    ),
)
BUILD = Operation(
    "build",
    "Write the release: the graph as TriG, N-Quads, Turtle and JSON-LD, described and with checksums; or a store.",
    description=(
        "The folder is written whole or not at all, and the same graph gives the same bytes.",
        (
            "With --store the graph is written as a store instead, which opens at once whatever its size, and which any "
            "number of processes read; 'calcigraph COMMAND --store DIR' asks it. Who reads a store that is replaced goes on "
            "reading the one before."
        ),
    ),
    examples=(
        "calcigraph build -o release",
        "calcigraph build --store graph.store",
        "calcigraph build -o release --force",
        "(cd release && sha256sum --check SHA256SUMS)",
    ),
    result="file",
    reads_only=False,
    parameters=(
        Parameter("output", "folder", "Folder to make for the release.", short="o", metavar="DIR", ways=(COMMAND,)),
        Parameter("store", "folder", "Folder to make for a store.", metavar="DIR", ways=(COMMAND,)),
        FORCE.but(help="Replace the folder where it holds an earlier release or store."),
    ),
)
PROBE = Operation(
    "probe",
    "Say which answers a SPARQL endpoint would get wrong or cut.",
    description=(
        (
            "PLACE is the http address of an endpoint that holds this release of the graph, or the folder of a store. Every "
            "question and check that is shipped, with its defaults, is asked there and in memory, and the rows are compared."
        ),
    ),
    examples=("calcigraph probe http://localhost:7878/query", "calcigraph probe graph.store --format csv"),
    no="an answer differs, or there is none",
    result="report",
    parameters=(
        Parameter("place", "store", "What to probe.", required=True, positional=True, ways=(COMMAND,)),
        Parameter(
            "timeout",
            "number",
            "Seconds that an answer of an endpoint may take; 0 for no limit.",
            default=60,
            range=ranges.TIMEOUT,
            unit="seconds",
            ways=(COMMAND,),
        ),
        RAW,
        TABLE,
    ),
)
SITE = Operation(
    "site",
    "Write all pages as files: everything that has an address, as HTML, Turtle, JSON-LD and JSON.",
    description=(
        (
            "They work from disk and from any server of files, with links that lead from page to page. What only a computer "
            "behind a page can do shows its defaults, and says so. The folder is written whole or not at all, and the same "
            "graph gives the same bytes. It takes a minute or two."
        ),
        "Needs: pip install 'calcigraph[server]'.",
    ),
    examples=("calcigraph site -o pages", "calcigraph site -o pages --force"),
    result="file",
    reads_only=False,
    parameters=(
        Parameter("output", "folder", "Folder to make.", required=True, short="o", metavar="DIR", ways=(COMMAND,)),
        FORCE.but(help="Replace the folder where it holds pages that were written before."),
    ),
)
VALIDATE = Operation(
    "validate",
    "Check the graph, or Turtle FILES joined to it, against the shapes.",
    examples=("calcigraph validate", "calcigraph validate my-claims.ttl --format turtle"),
    description=(
        (
            "Warnings point at what no shape can refuse: a new claim of opposite sign beside one in force, a direct step that "
            "starts from an outcome, a label that contradicts the terms of its claim or the identifier of its entity. "
            "docs/validation.md says what they can and cannot notice."
        ),
    ),
    no="it does not conform, or with --strict there is a warning",
    result="report",
    method="validate",
    parameters=(
        Parameter(
            "paths",
            "file",
            "Turtle to join to the graph.",
            many=True,
            default=(),
            positional=True,
            metavar="[FILES]...",
        ),
        MAX_SIZE.but(help="How large each file may be, such as 1GB; 0 for any size.", ways=BOTH),
        Parameter("strict", "flag", "Exit with 1 where there is a warning.", default=False, ways=(COMMAND,)),
        format_of("table", "turtle", "json"),
    ),
)
COVERAGE = Operation(
    "coverage",
    "Count the statements of the articles, and what became of each.",
    description=(
        (
            "Per article and section: how many statements there are, how many make a claim or give an amount, how many "
            "make none and for what reason, and how boldly they are worded. With --sources each anchor has to lead to "
            "exactly one sentence of the article, with the digest that was recorded."
        ),
    ),
    examples=(
        "calcigraph coverage",
        "calcigraph coverage --format json",
        "calcigraph coverage --sources articles/",
    ),
    no="a statement has neither claim nor amount nor reason, or is not found where it should be",
    result="report",
    parameters=(
        Parameter(
            "sources",
            "folder",
            "Folder with the articles as text: check anchors and digests too.",
            metavar="DIR",
            ways=(COMMAND,),
        ),
        MAX_SIZE.but(help="How large an article may be, such as 1GB; 0 for any size."),
        PAGE,
    ),
)
