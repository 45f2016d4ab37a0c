"""The operation that draws, and one for each kind of picture."""

from __future__ import annotations

from calcigraph import ranges
from calcigraph.operations import homes
from calcigraph.operations.common_parameters import (
    AGREEMENT,
    CLAIM,
    FILTERS,
    FORCE,
    INTERVENTIONS,
    LIMIT,
    MAX_LENGTH,
    OBSERVE,
    OUTPUT,
    SAMPLES,
    SCENARIOS,
    SEED,
    SOURCE,
    STRENGTHS,
    TARGET,
)
from calcigraph.operations.operation import COMMAND, PYTHON, Operation, Parameter

_THEME = Parameter("theme", "choice", "Ground.", default="light", choices=homes.themes)
_FILE = (
    OUTPUT.but(help="File to write: .svg, .png, .html, .dot, .mmd; or -.", required=True),
    Parameter(
        "format", "choice", "Format, where FILE is -.", choices=homes.drawing_formats, short="f", ways=(COMMAND,)
    ),
    FORCE,
    Parameter(
        "dpi",
        "integer",
        "Dots per inch of a PNG, 36 to 600.",
        default=homes.dots_per_inch,
        range=ranges.DOTS,
        ways=(COMMAND,),
    ),
    _THEME.but(ways=(COMMAND,)),
)
_PAGE_HOLDS = 10
_CLAIM_HOLDS = 3


def _in_python(*parameters: Parameter) -> tuple[Parameter, ...]:
    return tuple(each.but(ways=(PYTHON,)) for each in parameters)


_KINDS = (
    Operation(
        "draw story",
        "Draw where the calcium goes, from gut to kidney, with the verdict on five questions; for a phone or a page.",
        result="picture",
        parameters=_FILE,
    ),
    Operation(
        "draw mechanism",
        "Draw the whole network of single steps, by region of the body, on an A3 page.",
        result="picture",
        parameters=_FILE,
    ),
    Operation(
        "draw neighbourhood",
        "Draw what lies around an entity.",
        result="picture",
        parameters=(
            Parameter("name", "entity", "Any of its names.", required=True, positional=True),
            Parameter("steps", "integer", "How far from it, 1 to 12.", default=1, range=ranges.STEPS, unit="steps"),
            *_FILE,
        ),
    ),
    Operation(
        "draw pathways",
        "Draw the paths of mechanism from SOURCE to TARGET as one network.",
        no="there is no such path; the picture says so too",
        result="picture",
        parameters=(
            SOURCE,
            TARGET,
            MAX_LENGTH,
            *FILTERS,
            LIMIT.but(default=_PAGE_HOLDS),
            *_FILE,
        ),
    ),
    Operation(
        "draw what-if",
        "Draw the mechanism, coloured by what rises, falls or stays undetermined; LEVEL is high, low or normal.",
        result="picture",
        parameters=(INTERVENTIONS, *_in_python(OBSERVE, STRENGTHS, SAMPLES, SEED, AGREEMENT), *_FILE),
    ),
    Operation(
        "draw claim",
        "Draw a CLAIM with who says so, what studies found, and the mechanism between its ends.",
        result="picture",
        parameters=(CLAIM, *_in_python(MAX_LENGTH, LIMIT.but(default=_CLAIM_HOLDS)), *_FILE),
    ),
    Operation(
        "draw compare",
        'Draw scenarios side by side; SCENARIO is interventions joined by " + ", four common ones if there is none.',
        result="picture",
        parameters=(
            SCENARIOS.but(required=False, default=homes.scenarios, metavar="[SCENARIO...]"),
            OBSERVE.but(short=""),
            *_in_python(SAMPLES, SEED, AGREEMENT),
            *_FILE,
        ),
    ),
    Operation(
        "draw forest",
        "Draw the results of all studies on a CLAIM, with effect and interval; those without are listed below.",
        no="no study has looked at it",
        result="picture",
        parameters=(CLAIM, *_FILE),
    ),
    Operation(
        "draw funnel",
        "Draw the results on a CLAIM by effect and standard error, where ten or more can be put together.",
        no="there are fewer than ten; the picture says how many",
        result="picture",
        parameters=(CLAIM, *_FILE),
    ),
)
DRAW = Operation(
    "draw",
    "Draw a picture: WHAT is story, mechanism, neighbourhood, pathways, what-if, claim, compare, forest or funnel.",
    examples=(
        "calcigraph draw story -o story.svg",
        "calcigraph draw mechanism -o mechanism.svg",
        "calcigraph draw neighbourhood MK7 --steps 2 -o mk7.png",
        'calcigraph draw pathways "vitamin K2" "arterial calcification" -o k2.svg --theme dark',
        'calcigraph draw what-if "vitamin D=high" warfarin=high -o both.svg',
        'calcigraph draw claim "vitamin K2 prevents arterial calcification" -o claim.html',
        'calcigraph draw forest "vitamin K2 decreases cardiovascular events" -o forest.svg',
        "calcigraph draw compare -o scenarios.svg",
        "calcigraph draw mechanism -o - -f mmd",
    ),
    no="there is nothing to draw, such as no path; the picture says so too",
    result="picture",
    method="draw",
    parameters=(
        Parameter("what", "choice", "What to draw, or what another operation gave.", required=True, ways=(PYTHON,)),
        Parameter("names", "text", "What it is about.", many=True, ways=(PYTHON,)),
        _THEME.but(ways=(PYTHON,)),
        Parameter("file", "file", "Where to save it; the suffix decides on the format.", ways=(PYTHON,)),
        FORCE.but(ways=(PYTHON,)),
        Parameter("options", "options", "Of the picture, as its own operation has them.", many=True, ways=(PYTHON,)),
    ),
    operations=_KINDS,
)
