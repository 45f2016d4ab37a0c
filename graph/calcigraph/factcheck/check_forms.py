"""A checked text in the forms of other tools: JSON, CSV, W3C Web Annotations, and Markdown for an editor's tracker."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from calcigraph.errors import visible
from calcigraph.factcheck.checked import OUTCOMES
from calcigraph.factcheck.matching import RELATIONS

if TYPE_CHECKING:
    from calcigraph.factcheck.checked import Checked, CheckedSentence, Finding

_COLUMNS = (
    "start",
    "end",
    "page",
    "outcome",
    "sentence",
    "words",
    "reason",
    "relation",
    "claim",
    "verdict",
    "iri",
    "rewrite",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTEXT = 32  # characters before and behind a mark, by which a reader finds it again
#: What every form says of itself.
NOTE = (
    "Judged by the claims of this graph, by rule and without a language model. Many claims are missed and some judged wrongly"
    " (docs/checking.md): a hint where to look, and no medical advice."
)


def as_json(checked: Checked) -> str:
    """Write a checked text as JSON.

    Args:
        checked: the text.

    Returns:
        One document that ends in a line feed.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> json.loads(as_json(Checked("a.txt")))["claims"]
        0
    """
    return json.dumps({**checked.as_dict(), "note": NOTE}, ensure_ascii=False, indent=2) + "\n"


def as_csv(checked: Checked, *, raw: bool = False) -> str:
    """Write the findings as CSV, one a line.

    Args:
        checked: the text.
        raw: leave cells that a spreadsheet would take for a formula as they are; otherwise an apostrophe stands before.

    Returns:
        Lines that end in a line feed, the header first.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> as_csv(Checked("a.txt")).split(",")[:3]
        ['start', 'end', 'page']
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for sentence, finding in _rows(checked):
        claim = finding.claim
        cells = (
            finding.start,
            finding.end,
            sentence.page or "",
            finding.outcome,
            " ".join(sentence.text.split()),
            "; ".join(finding.words),
            finding.reason,
            RELATIONS.get(finding.how, ""),
            claim.label if claim else "",
            claim.verdict if claim else "",
            claim.iri if claim else "",
            finding.rewrite,
        )
        writer.writerow([_cell(each, raw=raw) for each in cells])
    return out.getvalue()


def _cell(value: object, *, raw: bool) -> object:
    text = str(value)
    return f"'{text}" if not raw and isinstance(value, str) and text.startswith(_FORMULA) else value


def _rows(checked: Checked) -> list[tuple[CheckedSentence, Finding]]:
    return [(sentence, finding) for sentence in checked.sentences for finding in sentence.findings]


def as_annotations(checked: Checked, text: str) -> str:
    """Write the findings as W3C Web Annotations in JSON-LD.

    Args:
        checked: the text.
        text: the original in which places are counted.

    Returns:
        An annotation page that ends in a line feed; each target has its place and its words with what stands around.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> json.loads(as_annotations(Checked("a.txt"), ""))["type"]
        'AnnotationPage'
    """
    items: list[dict[str, Any]] = []
    for number, (sentence, finding) in enumerate(_rows(checked), 1):
        start, end = sentence.start, sentence.end
        bodies: list[dict[str, Any]] = [
            {"type": "TextualBody", "purpose": "classifying", "value": finding.outcome},
            {"type": "TextualBody", "purpose": "describing", "value": finding.reason, "format": "text/plain"},
        ]
        if finding.claim:
            bodies.append({"type": "SpecificResource", "purpose": "linking", "source": finding.claim.iri})
        if finding.rewrite:
            bodies.append(
                {"type": "TextualBody", "purpose": "editing", "value": finding.rewrite, "format": "text/plain"}
            )
        items.append(
            {
                "type": "Annotation",
                "id": f"#finding-{number}",
                "motivation": "assessing",
                "body": bodies,
                "target": {
                    "source": checked.name or "text",
                    "selector": [
                        {"type": "TextPositionSelector", "start": start, "end": end},
                        {
                            "type": "TextQuoteSelector",
                            "exact": text[start:end],
                            "prefix": text[max(0, start - _CONTEXT) : start],
                            "suffix": text[end : end + _CONTEXT],
                        },
                    ],
                },
            }
        )
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "label": f"{checked.summary}. {NOTE}",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def as_markdown(checked: Checked) -> str:
    """Write the findings as a list of tasks, the gravest first, for the tracker of an editor.

    Args:
        checked: the text.

    Returns:
        Markdown that ends in a line feed.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> print(as_markdown(Checked("a.txt")).splitlines()[0])
        # Claims in a.txt
    """
    lines = [f"# Claims in {_plain(checked.name or 'the text')}", "", f"{checked.summary}.", ""]
    rows = _rows(checked)
    for outcome in OUTCOMES:
        those = [each for each in rows if each[1].outcome == outcome]
        if not those:
            continue
        lines += [f"## {outcome[0].upper()}{outcome[1:]} ({len(those)})", ""]
        for sentence, finding in those:
            mark = " " if outcome not in ("fair", "not covered here") else "x"
            where = f"page {sentence.page}, " if sentence.page else ""
            lines.append(f"- [{mark}] {where}characters {sentence.start}-{sentence.end}: {_plain(sentence.text)}")
            lines.append(f"  - {_plain(finding.reason)} Decided by: {_plain(', '.join(finding.words))}.")
            if finding.claim:
                lines.append(
                    f"  - Claim: [{_plain(finding.claim.label)}]({finding.claim.iri}), {finding.claim.verdict}"
                )
            if finding.rewrite:
                lines.append(f"  - Say: {_plain(finding.rewrite)}")
        lines.append("")
    return "\n".join([*lines, NOTE, ""])


def _plain(text: str) -> str:
    """Text that Markdown does not take for markup."""
    shown = visible(" ".join(text.split()))
    return "".join(f"\\{each}" if each in "\\`*_[]<>#|" else each for each in shown)
