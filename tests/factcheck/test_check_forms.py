"""The forms of a checked text: each says the same, and none runs what the text says."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from calcigraph.factcheck import check_forms, check_page
from calcigraph.factcheck.passages import plain_passages

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

_TEXT = "=K2 prevents fractures <script>alert(1)</script>.\n\nVitamin K2 is perfectly safe with warfarin. K2 activates osteocalcin."


def test_the_forms_agree(kg: KnowledgeGraph) -> None:
    """JSON, CSV, annotations and Markdown hold the same findings."""
    checked = kg.check(_TEXT)
    outcomes = [each.outcome for each in checked.findings]
    assert outcomes == ["overstated", "unsafe", "fair"]
    read = json.loads(check_forms.as_json(checked))
    assert [each["outcome"] for one in read["sentences"] for each in one["findings"]] == outcomes
    rows = list(csv.DictReader(io.StringIO(check_forms.as_csv(checked))))
    assert [row["outcome"] for row in rows] == outcomes
    assert rows[0]["sentence"].startswith("'=")
    notes = json.loads(check_forms.as_annotations(checked, _TEXT))["items"]
    assert [each["body"][0]["value"] for each in notes] == outcomes
    for each in notes:
        place, quote = each["target"]["selector"]
        assert _TEXT[place["start"] : place["end"]] == quote["exact"]
    told = check_forms.as_markdown(checked)
    assert told.index("## Unsafe (1)") < told.index("## Overstated (1)") < told.index("## Fair (1)")
    assert "<script>" not in told


def test_the_page_holds_the_text_with_marks_and_runs_nothing(kg: KnowledgeGraph) -> None:
    """The summary stands on top, every sentence with a claim is marked and has its reasons, markup is text."""
    checked = kg.check(_TEXT)
    page = check_page.as_page(checked, plain_passages(_TEXT))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<mark") == page.count("<article") == len(checked.sentences)
    assert "default-src 'none'" in page
    assert page.index("3 claims in 3 sentences, 1 unsafe") < page.index("<main>")
