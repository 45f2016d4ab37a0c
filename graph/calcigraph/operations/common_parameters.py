"""Parameters that several operations take, and the formats of answers."""

from __future__ import annotations

from calcigraph import ranges
from calcigraph.operations import homes
from calcigraph.operations.operation import COMMAND, PYTHON, Parameter

#: Formats of a table, of a page and of an RDF graph; the first is for people.
TABLE_FORMATS = ("table", "csv", "json", "markdown")
PAGE_FORMATS = ("table", "json")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld", "rdfxml")


def format_of(*formats: str) -> Parameter:
    """Make the parameter that says how an answer is written.

    Args:
        formats: the default first.

    Returns:
        The parameter; in Python an answer has methods instead.

    Example:
        >>> format_of("table", "json").default
        'table'
    """
    return Parameter(
        "format",
        "choice",
        "How to write the answer.",
        default=formats[0],
        choices=formats,
        short="f",
        ways=(COMMAND,),
    )


ALL = Parameter("rows", "flag", "Show the whole page.", default=False, option="all", ways=(COMMAND,))
TABLE = format_of(*TABLE_FORMATS)
PAGE = format_of(*PAGE_FORMATS)
FORCE = Parameter("force", "flag", "Replace the file where it is there already.", default=False, ways=(COMMAND,))
OUTPUT = Parameter("output", "file", "File to write.", short="o", metavar="FILE", ways=(COMMAND,))
TO_FILE_OR_OUT = OUTPUT.but(help="File to write; - for standard output.", default="-")
MAX_SIZE = Parameter(
    "max_size", "size", "How large a file may be, such as 1GB; 0 for any size.", default="100MB", ways=(COMMAND,)
)
RAW = Parameter(
    "raw",
    "flag",
    "Leave cells of CSV that begin with = + - @ as they are, though a spreadsheet would run them.",
    default=False,
    ways=(COMMAND,),
)
STORE = Parameter(
    "store",
    "store",
    "Ask the graph in this folder or at this http address; else CALCIGRAPH_STORE, else the bundled one.",
    metavar="PLACE",
    ways=(COMMAND,),
)
ALLOW_NETWORK = Parameter("allow_network", "flag", "Let SERVICE reach other endpoints.", default=False, ways=(COMMAND,))

CLAIM = Parameter(
    "claim",
    "claim",
    "The claim: its IRI, its sentence, or three names: subject, predicate and object.",
    required=True,
    many=True,
    positional=True,
)
SOURCE = Parameter("source", "factor", "Where the paths start.", required=True, positional=True)
TARGET = Parameter("target", "factor", "What the paths reach.", required=True, positional=True)
MAX_LENGTH = Parameter(
    "max_length",
    "integer",
    "Longest path in steps, 1 to 12.",
    default=8,
    range=ranges.LENGTH,
    unit="steps",
    short="l",
)
LIMIT = Parameter("limit", "integer", "How many paths, the shortest first.", range=ranges.LIMIT, short="n")
FILTERS = (
    Parameter(
        "sign",
        "choice",
        "Only paths that raise (+) or lower (-) the target.",
        choices=lambda: {"+": 1, "-": -1},
    ),
    Parameter("via", "factor", "Only paths through this factor; can be repeated.", many=True, metavar="NAME"),
    Parameter("avoid", "factor", "Only paths without this factor; can be repeated.", many=True, metavar="NAME"),
    Parameter("tissue", "entity", "Only paths with a step in this tissue or cell, or in a part of it.", metavar="NAME"),
    Parameter(
        "min_certainty",
        "choice",
        "Only paths whose every step is at least this certain.",
        choices=homes.certainties,
    ),
)

INTERVENTIONS = Parameter(
    "interventions",
    "name=level",
    "What is pressed: the name of a factor and high, low or normal (kept as it is).",
    required=True,
    many=True,
    choices=homes.levels,
    positional=True,
    metavar="NAME=LEVEL...",
)
SCENARIOS = Parameter(
    "scenarios",
    "scenario",
    'What is compared: interventions joined by " + ".',
    required=True,
    many=True,
    choices=homes.levels,
    positional=True,
    metavar="SCENARIO...",
)
OBSERVE = Parameter(
    "observe", "factor", "A factor to look at; repeat. Default: endpoints reached.", many=True, short="o"
)
SAMPLES = Parameter("samples", "integer", "Members of the ensemble.", default=2000, range=ranges.SAMPLES)
SEED = Parameter("seed", "integer", "Seed of the draws.", default=1, range=ranges.SEED)
STATE = Parameter(
    "state",
    "state",
    "What to start from: replete, or 'deficient in' something.",
    default="replete",
    option="from",
    metavar="STATE",
)
AGREEMENT = Parameter(
    "agreement",
    "number",
    "Share of the members that has to agree on a direction.",
    default=homes.agreement,
    range=ranges.AGREEMENT,
    ways=(PYTHON,),
)
STRENGTHS = Parameter(
    "strengths",
    "claim=strength",
    "Take an influence as minor, ordinary, dominant or absent.",
    many=True,
    choices=homes.strengths,
    option="assume",
    metavar="CLAIM=STRENGTH",
)
