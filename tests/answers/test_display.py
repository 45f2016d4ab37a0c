"""Answers in a notebook: marks, links that lead to PubMed and DOI, what it means for safety, and nothing unescaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from calcigraph import Table
from calcigraph.answers.answer import Answer
from calcigraph.answers.display import MOST_ROWS, html
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def one(**cells: str | None) -> str:
    terms = [None if value is None else ox.Literal(value) for value in cells.values()]
    return re.findall(r"<tbody>(.*)</tbody>", html(Table(list(cells), [terms]), {}))[0]  # type: ignore[no-any-return]


def test_text_is_escaped_and_the_frame_is_plain() -> None:
    table = Answer(
        ["<thing>"], [[ox.Literal('a <b>f</b> & "g"')]], title="Of <all> kinds", note="Not <medical> advice."
    )
    shown = table._repr_html_()
    assert shown.startswith("<table><caption>Of &lt;all&gt; kinds</caption><thead><tr><th>&lt;thing&gt;</th></tr>")
    assert "<td>a &lt;b&gt;f&lt;/b&gt; &amp; &quot;g&quot;</td>" in shown
    assert shown.endswith("</table><p>Not &lt;medical&gt; advice.</p>")
    assert "<caption>" not in html(Table(["a"], []), {})
    assert "<p>" not in html(Table(["a"], []), {})


def test_an_answer_has_marks_links_and_state(kg: KnowledgeGraph) -> None:
    shown = kg.ask("who-should-be-careful", nutrient="MK-7")._repr_html_()
    assert '<a href="https://doi.org/10.1111/jth.12203">Theuwissen E 2013</a>' in shown
    assert '<a href="https://pubmed.ncbi.nlm.nih.gov/17158229/">17158229</a>' in shown
    assert '<a href="https://w3id.org/calcigraph/id/mk-7">id:mk-7</a>' in shown
    assert "<td>supported (+)</td>" in shown
    assert re.search(r"<p>Marks: [^<]*\+ supported", shown)
    assert re.search(r"<p><strong>Safety: known risk \(\d+ of \d+ rows\)\.</strong></p>", shown)
    assert shown.endswith("<p>This is no medical advice; ask a doctor or pharmacist about doses and safety.</p>")


def test_an_answer_to_plain_text_says_how_it_was_understood(kg: KnowledgeGraph) -> None:
    shown = kg.ask("which foods supply menaquinone-7?")._repr_html_()
    assert (
        "<p>understood: foods-that-supply (Which foods supply {nutrient}, and how much?) with nutrient = MK-7</p>"
        in shown
    )


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"pmid": "12 34"}, "<tr><td>12 34</td></tr>"),
        ({"pmid": "\u0661\u0662"}, "<tr><td>\u0661\u0662</td></tr>"),
        ({"doi": "javascript:alert(1)"}, "<tr><td>javascript:alert(1)</td></tr>"),
        ({"a": "javascript:alert(1)"}, "<tr><td>javascript:alert(1)</td></tr>"),
        ({"study": "A 2020", "pmid": None, "doi": None}, "<tr><td>A 2020</td><td></td><td></td></tr>"),
        (
            {"study": "A 2020", "pmid": "7"},
            "<tr>{0}A 2020</a></td>{0}7</a></td></tr>".format('<td><a href="https://pubmed.ncbi.nlm.nih.gov/7/">'),
        ),
        (
            {"doi": '10.1/a"b<c'},
            '<tr><td><a href="https://doi.org/10.1/a%22b%3Cc">10.1/a&quot;b&lt;c</a></td></tr>',
        ),
    ],
    ids=str,
)
def test_only_addresses_become_links(cells: dict[str, str | None], shown: str) -> None:
    assert one(**cells) == shown


@settings(derandomize=True, max_examples=80, deadline=None)
@given(
    text=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])), name=st.sampled_from(["doi", "pmid", "a"])
)
def test_no_cell_breaks_out(text: str, name: str) -> None:
    body = one(**{name: text})
    assert re.fullmatch(r'<tr><td>(<a href="https?://[^"<>\s]*">[^<>]*</a>|[^<>]*)</td></tr>', body)


def test_a_long_answer_is_cut_and_says_so() -> None:
    shown = html(Table(["n"], [[ox.Literal(n)] for n in range(MOST_ROWS + 3)]), {})
    assert shown.count("<tr>") == MOST_ROWS + 1
    assert "<p>3 more rows; see .rows or .csv().</p>" in shown
