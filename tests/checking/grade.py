"""Scores the checker stage by stage and writes docs/checking.md: ``make checking``, with PAGES=folder for public pages too."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from calcigraph import KnowledgeGraph
from calcigraph.knowledge import fragments
from calcigraph.store.outputs import write_whole

from tests.checking import scoring
from tests.checking.scoring import HERE, Scores

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = HERE.parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
KEPT = HERE / "scored.json"
_HEAD = (
    (
        "| set | sentences | claim: precision | claim: recall | found and matched: precision | found and matched: recall "
        "| outcome right | with *also* | fair, accused | no claim, accused | unsafe called fair | unsafe heard |"
    ),
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
)
_STATEMENTS = """
SELECT ?statement ?file ?anchor ?boldness ?claim {
  ?statement a cg:Statement ; dcterms:isPartOf/dcterms:identifier ?file ; cg:anchor ?anchor .
  OPTIONAL { ?statement cg:boldness/rdfs:label ?boldness } OPTIONAL { ?statement cg:states ?claim }
} ORDER BY ?statement ?claim"""
_BEFORE = (
    "Before anything was tuned to them, our own sentences came to: claim 0.98 precision (90 of 92) and 0.43 recall; found and",
    "matched 0.86 (73 of 85) and 0.33 (70 of 209); outcome right in 51 of 65, with *also* 0.86; one fair sentence called unsafe.",
)


def articles(graph: KnowledgeGraph, folder: Path) -> dict[str, Any]:
    """Score the statements of the articles, whose claims and boldness the graph has."""
    marks: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    texts: dict[str, str] = {}
    for _, file, anchor, boldness, claim in graph.engine.values(_STATEMENTS):
        text = texts.setdefault(str(file), fragments.normalise((folder / str(file)).read_text()))
        begin, end = fragments.resolve(text, str(anchor))[0]
        if claim:
            marks[str(file)][text[begin:end]][str(claim)] = str(boldness)
    counts = Scores().counts
    for file, marked in marks.items():
        used = set()
        for sentence in graph.checker.check((folder / file).read_text()).sentences:
            words = fragments.normalise(sentence.text)
            key = next((each for each in marked if words in each or each in words), "")
            for finding in sentence.findings:
                if finding.claim is None or finding.outcome == "not covered here":
                    continue
                counts["judged"] += 1
                boldness = marked[key].get(finding.claim.iri, "") if key else ""
                if boldness:
                    used.add((key, finding.claim.iri))
                    counts["right"] += 1
                    counts["bold right"] += finding.outcome == boldness or (finding.outcome, boldness) == (
                        "contradicted",
                        "overstated",
                    )
        counts["marked"] += sum(len(each) for each in marked.values())
        counts["found"] += len(used)
    return dict(counts)


def _article_lines(counts: dict[str, Any]) -> Iterator[str]:
    yield (
        f"**Articles** (the statements of the three articles, known beforehand): of {counts['judged']} claims that were judged "
        f"{counts['right']} are marked for just that sentence (precision {counts['right'] / counts['judged']:.2f}); of "
        f"{counts['marked']} pairs of sentence and claim {counts['found']} were found (recall "
        f"{counts['found'] / counts['marked']:.2f}), since many statements there are items of lists and cells of tables that "
        f"claim something only with what stands around them; the wording was judged as the graph has it in "
        f"{counts['bold right']} of {counts['right']}."
    )


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted({line.split("\t")[1] for line in (HERE / "pages.tsv").read_text().splitlines()[1:]}):
        whole.update((folder / file.removeprefix("texts/")).read_bytes())
    return whole.hexdigest()


def _examples(graph: KnowledgeGraph) -> Iterator[str]:
    """What goes wrong on our own sentences, which may be shown."""
    texts = {each["id"]: each["text"] for each in yaml.safe_load((HERE / "own.yaml").read_text())["sentences"]}
    scores = scoring.score(graph, scoring.own(graph))
    yield "## Our own sentences that go wrong"
    yield ""
    for how in ("fair accused", "unsafe called fair", "outcome wrong", "matched wrongly"):
        for each in scores.wrong.get(how, []):
            name, _, told = each.partition(": ")
            yield f'- {how}: "{texts[name]}"{f" ({told})" if told else ""}'
    missed = scores.wrong.get("not found", [])
    yield (
        f"- passed over: {len(missed)} sentences, such as "
        + ", ".join(f'"{texts[each]}"' for each in missed[::9])
        + "."
    )


def main() -> None:
    """Score what is there, keep the figures of the rest, and write the page."""
    graph = KnowledgeGraph.open()
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    if SEEDS.is_dir():
        kept["articles"] = articles(graph, SEEDS)
    own = scoring.score(graph, scoring.own(graph))
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        found = scoring.score(graph, scoring.pages(graph, folder))
        kept["pages"] = {
            "date": datetime.now(UTC).date().isoformat(),
            "digest": _digest(folder),
            "row": next(scoring.lines("public pages", found)),
            "wrong": {how: len(names) for how, names in found.wrong.items()},
        }
    write_whole(KEPT, (json.dumps(kept, indent=2) + "\n").encode())
    page = [(HERE / "about.md").read_text().rstrip(), "", *_HEAD, next(scoring.lines("our own sentences", own))]
    if "pages" in kept:
        page.append(kept["pages"]["row"])
    page += ["", *_BEFORE, ""]
    if "pages" in kept:
        page += [
            (
                f"Public pages were marked by somebody who had seen no code, were tuned to by nobody, and were scored once, on "
                f"{kept['pages']['date']} (SHA-256 of the texts {kept['pages']['digest']}). Only places, lengths, digests and marks are kept."
            ),
            "Aims: precision 0.95, recall 0.70, outcome 0.90, nobody falsely accused, nothing unsafe called fair.",
            "",
        ]
        after = HERE / "after.md"
        page += [after.read_text().rstrip(), ""] if after.exists() else []
    if "articles" in kept:
        page += [*_article_lines(kept["articles"]), ""]
    page += [(HERE / "cannot.md").read_text().rstrip(), "", *_examples(graph)]
    write_whole(ROOT / "docs" / "checking.md", ("\n".join(page) + "\n").encode())
    sys.stdout.write("\n".join(page) + "\n")


if __name__ == "__main__":
    main()
