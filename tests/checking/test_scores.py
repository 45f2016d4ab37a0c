"""What was reached on our own sentences stays, nobody is falsely accused there, and public pages are kept as marks only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from calcigraph.factcheck.checked import OUTCOMES

from tests.checking import scoring
from tests.checking.scoring import HERE

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_our_own_sentences_keep_their_scores(kg: KnowledgeGraph) -> None:
    """Precision before recall: no fair sentence is accused, nothing unsafe is called fair."""
    scores = scoring.score(kg, scoring.own(kg))
    assert scores.wrong.get("fair accused", []) == []
    assert scores.wrong.get("no claim accused", []) == []
    assert scores.wrong.get("unsafe called fair", []) == []
    assert scores.share("judged right", "judged") >= 0.94
    assert scores.share("inside found", "inside") >= 0.44
    assert scores.counts["outcome right"] + scores.counts["outcome also"] >= 0.9 * scores.counts["matched"]


def test_public_pages_are_places_lengths_digests_and_marks() -> None:
    """No sentence of a page is kept: a row has a place, a length, a digest and marks."""
    head, *rows = [line.split("\t") for line in (HERE / "pages.tsv").read_text().splitlines()]
    assert head == ["page", "file", "start", "length", "sha256", "outcome", "marks", "why"]
    assert len(rows) >= 120
    for _, _, start, length, digest, outcome, marks, _ in rows:
        assert int(start) >= 0 < int(length)
        assert len(digest) == 64
        assert outcome in (*OUTCOMES, "no claim")
        assert set(json.loads(marks)) <= {"claims", "danger", "confidence", "also", "attributed"}


def test_the_page_has_the_figures_of_the_public_pages() -> None:
    """The figures stand in docs/checking.md with date and digest, as they were when they were scored."""
    kept = json.loads((HERE / "scored.json").read_text())["pages"]
    page = (HERE.parents[1] / "docs" / "checking.md").read_text()
    assert all(kept[each] in page for each in ("row", "date", "digest"))
