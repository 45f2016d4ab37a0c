"""The operation that checks a text."""

from __future__ import annotations

from calcigraph.operations.common_parameters import FORCE, MAX_SIZE, OUTPUT, RAW, format_of
from calcigraph.operations.operation import COMMAND, Operation, Parameter

CHECK = Operation(
    "check",
    "Check a text: which sentences of FILE hold? FILE is text, Markdown, HTML, DOCX or PDF, or - for standard input.",
    description=(
        (
            "Each claim is unsafe, contradicted, wrong unit or amount, overstated, understated, fair or not covered here, with the "
            "words that decided it, the claim of the graph and a fair wording. No language model; the text is neither kept nor "
            "sent. docs/checking.md says how well it does, and what it cannot do."
        ),
    ),
    examples=(
        "calcigraph check article.md",
        "calcigraph check page.html --format html --output checked.html",
        "calcigraph check label.txt --fail-on unsafe,contradicted",
    ),
    no="an outcome of --fail-on occurs, the text makes no claim, or it is not English",
    result="report",
    method="check",
    safety=True,
    parameters=(
        Parameter(
            "text", "text", "The text; on the command line the file.", required=True, positional=True, metavar="FILE"
        ),
        Parameter(
            "fail_on",
            "text",
            "Outcomes, separated by commas, for which the exit code is 1.",
            default="",
            metavar="OUTCOMES",
            ways=(COMMAND,),
        ),
        OUTPUT.but(help="Write into this file."),
        FORCE,
        MAX_SIZE,
        RAW,
        format_of("table", "json", "csv", "html", "annotations", "markdown"),
    ),
)
