"""The operations that ask questions and look things up."""

from __future__ import annotations

from calcigraph import ranges
from calcigraph.operations import homes
from calcigraph.operations.common_parameters import (
    ALL,
    ALLOW_NETWORK,
    CLAIM,
    FORCE,
    GRAPH_FORMATS,
    MAX_SIZE,
    OUTPUT,
    PAGE,
    RAW,
    TABLE,
    TABLE_FORMATS,
    format_of,
)
from calcigraph.operations.operation import COMMAND, PYTHON, Operation, Parameter

_CLAIM_IS = "CLAIM is its IRI, its sentence, or three names: subject, predicate and object."

ASK = Operation(
    "ask",
    "Answer a QUESTION: its id or plain text; PARAMETERS are name=value, or the value alone where there is one.",
    examples=(
        "calcigraph ask foods-that-supply nutrient=MK-7",
        'calcigraph ask "which foods supply menaquinone-7?"',
        'calcigraph ask effects-of "vitamin D" --format csv',
        'calcigraph ask reference-intakes "vitamin D" --unit iu',
        "calcigraph ask evidence-for claim:vitamin-k2-decreases-fracture-risk",
        'calcigraph ask forms-of "vitamin D" --sparql',
    ),
    no="the answer has no rows",
    result="answer",
    method="ask",
    safety=True,
    parameters=(
        Parameter("question", "question", "Its id, or the question in plain words.", required=True, positional=True),
        Parameter("parameters", "name=value", "Values for its parameters.", many=True, positional=True),
        Parameter(
            "unit", "choice", "Give amounts in this unit where that is exact.", choices=homes.units, ways=(COMMAND,)
        ),
        ALLOW_NETWORK.but(help="Let questions with SERVICE reach other endpoints."),
        Parameter(
            "rows",
            "flag",
            "Give all rows, not only those that fit one screen.",
            default=False,
            option="all",
            ways=(COMMAND,),
        ),
        Parameter("explain", "flag", "Say first what is asked, and with which SPARQL.", default=False, ways=(COMMAND,)),
        Parameter(
            "only_query",
            "flag",
            "Print the SPARQL, to paste anywhere, and nothing else.",
            default=False,
            option="sparql",
            ways=(COMMAND,),
        ),
        RAW,
        TABLE,
    ),
)
QUESTIONS = Operation(
    "questions",
    "List the questions, or find them by WORDS.",
    description=("As Turtle they are SHACL executables, in the form of the SPARQL examples of SIB.",),
    examples=(
        "calcigraph questions",
        "calcigraph questions warfarin safety",
        "calcigraph questions --format turtle --output questions.ttl",
    ),
    no="no question has the words",
    result="list",
    method="questions",
    parameters=(
        Parameter(
            "words",
            "text",
            "Words of the questions; all where there are none.",
            many=True,
            default="",
            positional=True,
        ),
        OUTPUT.but(help="Write Turtle into this file."),
        FORCE,
        format_of("table", "json", "turtle"),
    ),
)
SPARQL = Operation(
    "sparql",
    "Answer a SPARQL QUERY: its text, the name of an .rq file, or - for standard input.",
    examples=(
        "calcigraph sparql 'SELECT ?label { id:mk-7 skos:altLabel ?label }'",
        "calcigraph sparql my-query.rq --format csv",
        "echo 'DESCRIBE id:mk-7' | calcigraph sparql - --format turtle",
    ),
    no="the answer is false or empty",
    result="answer",
    method="sparql",
    parameters=(
        Parameter("query", "sparql", "The query.", required=True, positional=True),
        Parameter(
            "timeout",
            "number",
            "Seconds it may take; 0 for no limit.",
            default=60,
            range=ranges.TIMEOUT,
            unit="seconds",
        ),
        Parameter("memory", "size", "Memory it may take, such as 500MB; 0 for no limit.", default="2GB"),
        ALLOW_NETWORK,
        MAX_SIZE,
        RAW,
        format_of(*TABLE_FORMATS, *GRAPH_FORMATS),
    ),
)
ENTITIES = Operation(
    "entities",
    "Mark the entities that a TEXT names: the text, the name of a .txt or .md file, or - for standard input.",
    examples=(
        'calcigraph entities "K2 guides calcium to the bones"',
        "calcigraph entities article.txt --format csv",
        'echo "25(OH)D3 in serum" | calcigraph entities - --format json',
    ),
    no="the text names no entity",
    result="list",
    method="find_entities",
    parameters=(Parameter("text", "text", "The text.", required=True, positional=True), MAX_SIZE, RAW, TABLE),
)
ENTITY = Operation(
    "entity",
    "Find an entity by any of its names.",
    result="entity",
    method="entity",
    ways=(PYTHON,),
    parameters=(Parameter("name", "entity", "Any of its names.", required=True),),
)
SHOW = Operation(
    "show",
    "Show the page on an entity: NAME is a label, a synonym, a CURIE or an IRI.",
    examples=("calcigraph show MK7", "calcigraph show CHEBI:16374 --format json"),
    result="page",
    method="page",
    safety=True,
    parameters=(
        Parameter("name", "entity", "Any of its names.", required=True, positional=True),
        ALL,
        format_of("table", "json", "turtle"),
    ),
)
CLAIMS = Operation(
    "claims",
    "List claims with their verdicts.",
    result="list",
    method="claims",
    ways=(PYTHON,),
    parameters=(
        Parameter("subject", "entity", "Only claims that start from this."),
        Parameter("predicate", "predicate", "Only claims with this predicate."),
        Parameter("object", "entity", "Only claims that end in this."),
        Parameter("directness", "choice", "Only claims of one kind.", choices=homes.directions),
        Parameter("status", "choice", "Only claims with this verdict.", choices=homes.statuses),
    ),
)
EVIDENCE = Operation(
    "evidence",
    "Show the page on a CLAIM: its verdict with reasons, every result, and who asserts it how boldly.",
    description=(_CLAIM_IS,),
    examples=(
        'calcigraph evidence "vitamin K2 prevents arterial calcification"',
        'calcigraph evidence K2 prevents "arterial calcification"',
        "calcigraph evidence claim:vitamin-d-decreases-fracture-risk --format json",
    ),
    result="page",
    method="evidence",
    parameters=(CLAIM, ALL, PAGE),
)
POOL = Operation(
    "pool",
    "Put the results on a CLAIM together in one estimate, where three or more can be, and say what is left out and why.",
    description=(
        _CLAIM_IS,
        (
            "Random effects (REML), Knapp-Hartung with prediction interval, and the estimate without each study. It takes "
            "main results of single studies that share outcome, measure and allocation, and each group of people once. It "
            "changes no verdict. Needs: pip install PyMARE."
        ),
    ),
    examples=(
        'calcigraph pool "vitamin D with calcium decreases fracture risk"',
        'calcigraph pool "vitamin D decreases falls" --format json',
    ),
    no="nothing can be put together; each result is listed with the reason",
    result="pool",
    method="pool",
    safety=True,
    parameters=(CLAIM, PAGE),
)
SUMMARY = Operation(
    "summary",
    "Summarise the findings on NAME: for each outcome the people, the studies, the effect and how certain it is.",
    description=("A summary of findings after GRADE: one row for each outcome that was claimed for it.",),
    examples=(
        'calcigraph summary "vitamin K2"',
        "calcigraph summary MK-7 --format markdown",
        'calcigraph summary "vitamin D" --format html > vitamin-d.html',
    ),
    no="nothing is claimed of its effect on people",
    result="summary",
    method="summary",
    safety=True,
    parameters=(
        Parameter("name", "entity", "Any of its names.", required=True, positional=True),
        RAW,
        format_of("table", "markdown", "html", "csv", "json"),
    ),
)
LIST = Operation(
    "list",
    "List the entities of a CLASS, or the classes.",
    examples=("calcigraph list", "calcigraph list vitamers", "calcigraph list cg:Food --format csv"),
    no="no entity is of the class",
    result="list",
    method="members",
    parameters=(
        Parameter(
            "name",
            "text",
            "The class: its name, singular or plural, CURIE or IRI; without it the classes.",
            positional=True,
        ),
        RAW,
        TABLE,
    ),
)
INFO = Operation(
    "info",
    "Say what the graph holds.",
    examples=("calcigraph info --format json",),
    result="counts",
    method="info",
    parameters=(PAGE,),
)
