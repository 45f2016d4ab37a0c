"""The operations that reason over the steps of mechanism."""

from __future__ import annotations

from calcigraph.operations.common_parameters import (
    AGREEMENT,
    ALL,
    CLAIM,
    FILTERS,
    INTERVENTIONS,
    LIMIT,
    MAX_LENGTH,
    OBSERVE,
    PAGE,
    RAW,
    SAMPLES,
    SCENARIOS,
    SEED,
    SOURCE,
    STATE,
    STRENGTHS,
    TABLE,
    TARGET,
)
from calcigraph.operations.operation import COMMAND, PYTHON, Operation, Parameter

PATHWAYS = Operation(
    "pathways",
    "Find signed paths of mechanism from SOURCE to TARGET.",
    description=(
        'Both are names of factors, or sets: "any form of vitamin K", "any nutrient", "any clinical outcome".',
    ),
    examples=(
        'calcigraph pathways "vitamin D" "serum calcium"',
        'calcigraph pathways warfarin "arterial calcification" --sign + --format json',
        'calcigraph pathways "any form of vitamin K" "any clinical outcome" --avoid Gas6 --min-certainty low',
    ),
    no="there is no such path",
    result="pathways",
    method="pathways",
    parameters=(
        SOURCE,
        TARGET,
        MAX_LENGTH,
        *FILTERS,
        LIMIT.but(
            help="How many paths to show.",
            command_default=10,
            because="a program counts and sorts all paths; a person reads the first few, and is told how many more there are",
        ),
        ALL.but(help="Show every path that is kept, and what they share."),
        Parameter("as_json", "flag", "The same as --format json.", default=False, option="json", ways=(COMMAND,)),
        RAW,
        TABLE,
    ),
)
EXPLAIN = Operation(
    "explain",
    "Explain a CLAIM by the steps of mechanism between its ends.",
    description=("CLAIM is its IRI, its sentence, or three names: subject, predicate and object.",),
    examples=(
        'calcigraph explain "vitamin K2 prevents arterial calcification"',
        'calcigraph explain osteocalcin increases "bone mineral density"',
    ),
    no="no steps bring about what it says",
    result="explanation",
    method="explain",
    parameters=(
        CLAIM,
        MAX_LENGTH.but(help="Longest pathway in steps, 1 to 12."),
        LIMIT.but(help="How many pathways of each sign to show.", default=3),
        ALL.but(help="Show the pathways on both sides."),
        PAGE,
    ),
)
WHAT_IF = Operation(
    "what-if",
    "Press factors of the mechanism: which way do the endpoints move, and what did the trials see?",
    description=("LEVEL is high, low or normal (kept as it is).",),
    examples=(
        'calcigraph what-if "vitamin D=high" "vitamin K2=low"',
        'calcigraph what-if VKORC1=low --observe "arterial calcification" --why',
        "calcigraph what-if RANKL=low --format json",
    ),
    no="nothing that was asked for changes",
    result="what-if",
    method="what_if",
    parameters=(
        INTERVENTIONS,
        OBSERVE,
        STRENGTHS,
        Parameter(
            "why",
            "flag",
            "Show the routes behind every answer, not only behind undetermined ones.",
            default=False,
            ways=(COMMAND,),
        ),
        SAMPLES,
        SEED,
        AGREEMENT,
        STATE,
        ALL.but(help="Show every factor."),
        PAGE,
    ),
)
COMPARE = Operation(
    "compare",
    "Put what-if scenarios side by side, over the same ensemble.",
    description=('SCENARIO is interventions joined by " + ".',),
    examples=(
        (
            'calcigraph compare "vitamin D=high" "vitamin K2=high" "vitamin D=high + vitamin K2=high" '
            '"vitamin D=high + vitamin K2=low"'
        ),
        'calcigraph compare "warfarin=high" "warfarin=high + vitamin K=high" --differing',
    ),
    no="nothing that was asked for changes in any scenario",
    result="comparison",
    method="compare",
    parameters=(
        SCENARIOS,
        OBSERVE,
        Parameter(
            "differing", "flag", "Only the rows in which the scenarios do not agree.", default=False, ways=(COMMAND,)
        ),
        SAMPLES,
        SEED,
        AGREEMENT,
        STATE,
        ALL.but(help="Show every factor, those in which the scenarios agree too."),
        RAW,
        TABLE,
    ),
)
TO_NETWORKX = Operation(
    "to-networkx",
    "Turn the direct influences into a networkx graph.",
    result="graph",
    method="to_networkx",
    ways=(PYTHON,),
)
