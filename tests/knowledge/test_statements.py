"""What of the articles is in the graph, and whether it still stands where the anchors say."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.cli.commands import cli
from calcigraph.cli.entry import run
from calcigraph.errors import BadFile
from calcigraph.knowledge import fragments
from calcigraph.knowledge.statements import NOT_CHECKED, Counts, Coverage, Fault, check_sources, statement_coverage
from calcigraph.namespaces import ASSERTED, ONTOLOGY, PREFIXES
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.store import Store
from hypothesis import given
from hypothesis import strategies as st

from tests.opened import opened

SHARED = Path(os.environ.get("CALCIGRAPH_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES = SHARED / "seeds"
TABLE = SHARED / "reference" / "seed_statements.tsv"
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
TEXT = (
    "Introduction\n\nNatto holds much MK-7.  It\nis made of beans. Cheese holds some MK-7, too. It is made of milk.\n"
)
SENTENCE = "It is made of beans."


def articles() -> Path:
    if not ARTICLES.is_dir():
        pytest.skip("the articles are not at hand; set CALCIGRAPH_SHARED")
    return ARTICLES


def made_up(*statements: str, article: str = 'dcterms:identifier "one.txt"') -> Store:
    engine = MemoryEngine()
    engine.load(HEADER.encode() + b'cg:naming rdfs:label "naming"@en . cg:fair rdfs:label "fair"@en .', ONTOLOGY)
    text = f'source:one a cg:Article ; skos:prefLabel "one"@en ; {article} .\n' + "\n".join(statements)
    engine.load((HEADER + text).encode(), ASSERTED)
    return Store(engine)


def statement(name: str, rest: str, section: str = "Introduction") -> str:
    return f'statement:{name} a cg:Statement ; dcterms:isPartOf source:one ; cg:section "{section}" ; {rest} .'


def anchored(anchor: str, digest: str = fragments.digest(SENTENCE)) -> str:
    return statement("s-1", f'cg:anchor "{anchor}" ; cg:digest "{digest}"')


def anchor_of(words: str) -> str:
    return fragments.PREFIX + ",".join(quote(part, safe="").replace("-", "%2D") for part in words.split("|"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["calcigraph", *words])
    with pytest.raises(SystemExit) as stopped:
        run(cli)
    shown = capsys.readouterr()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, shown.out, shown.err


# -------------------------------------------------------------------- coverage


def test_every_statement_of_the_reference_table_is_there_in_its_article_and_section() -> None:
    if not TABLE.is_file():
        pytest.skip("the reference tables are not at hand; set CALCIGRAPH_SHARED")
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    files = {row["seed_file"]: f"article {number}" for row in rows for number in re.findall(r"^s(\d)", row["id"])}
    expected = Counter((files[row["seed_file"]], row["section"]) for row in rows)
    sections = statement_coverage(opened().store).sections
    assert {key: counts.statements for key, counts in sections.items()} == expected


def test_counts_of_the_articles() -> None:
    coverage = statement_coverage(opened().store)
    assert coverage.complete
    assert coverage.neither == ()
    assert {name: counts.statements for name, counts in coverage.articles.items()} == {
        "article 1": 62,
        "article 2": 94,
        "article 3": 127,
    }
    total = coverage.total
    assert total.statements == 283
    assert total.neither == 0
    assert sum(total.reasons.values()) == total.without_claim
    # Each statement with a claim is judged, and no other.
    assert total.overstated + total.fair + total.understated == total.with_claims
    assert total.with_claims + total.with_amount + total.without_claim >= total.statements


def test_sections_come_in_the_order_of_the_text() -> None:
    keys = list(statement_coverage(opened().store).sections)
    assert keys[0] == ("article 1", "Introduction")
    assert keys[-1] == ("article 3", "Frequently Asked Questions")
    assert [article for article, _ in keys] == sorted(article for article, _ in keys)


def test_a_statement_with_nothing_is_named() -> None:
    coverage = statement_coverage(
        made_up(
            statement("s-1", "cg:states claim:a ; cg:boldness cg:fair"),
            statement("s-2", "cg:statesAmount amount:a"),
            statement("s-3", "cg:noClaimBecause cg:naming", "End"),
            statement("s-4", "cg:hedge cg:may", "End"),
        )
    )
    assert not coverage.complete
    assert coverage.neither == ("statement:s-4",)
    assert coverage.sections == {
        ("one", "Introduction"): Counts(statements=2, with_claims=1, with_amount=1, fair=1),
        ("one", "End"): Counts(statements=2, without_claim=1, reasons={"naming": 1}, neither=1),
    }
    assert coverage.total == Counts(4, 1, 1, 1, {"naming": 1}, 0, 1, 0, 1)


def test_a_statement_with_two_reasons_counts_once() -> None:
    coverage = statement_coverage(
        made_up(
            statement("s-1", "cg:noClaimBecause cg:naming, cg:other"),
            "cg:other rdfs:label 'other' .",
            "statement:s-2 a cg:Statement ; cg:states claim:a .",
        )
    )
    assert coverage.total.statements == 2
    assert ("no article", "no section") in coverage.sections


# -------------------------------------------------------------------- the articles at hand


def test_every_anchor_leads_to_one_sentence_with_its_digest() -> None:
    outcome = check_sources(opened().store, articles())
    assert outcome.faults == ()
    assert outcome.passed
    assert (outcome.articles, outcome.statements) == (3, 283)


def test_a_changed_article_is_noticed(tmp_path: Path) -> None:
    for path in articles().glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("arteries", "vessels"), encoding="utf-8")
    outcome = check_sources(opened().store, tmp_path)
    assert len(outcome.faults) >= 10
    assert {fault.statement for fault in outcome.faults} >= {"statement:s1-002", "statement:s1-003"}


def test_white_space_does_not_matter(folder: Path) -> None:
    assert check_sources(made_up(anchored(anchor_of("It is made of|beans."))), folder).passed


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (anchored(anchor_of("It is made|of")), "names 2 sentences in source:one, expected exactly one"),
        (anchored(anchor_of("It is made of|soil.")), "names no sentences in source:one, expected exactly one"),
        (anchored(anchor_of("Natto|MK-7.")), "in source:one has digest"),
        (anchored("#:~:text="), "is no text directive"),
        (statement("s-1", "cg:hedge cg:may"), "it has no anchor and no digest"),
        (statement("s-1", f'cg:anchor "{anchor_of("Natto|MK-7.")}"'), "it has no digest"),
        ("statement:s-1 a cg:Statement .", "its article names no text file"),
        ("statement:s-1 a cg:Statement ; dcterms:isPartOf source:two .", "source:two names no text file"),
    ],
)
def test_faults_are_named(entry: str, message: str, folder: Path) -> None:
    outcome = check_sources(made_up(entry), folder)
    assert not outcome.passed
    (fault,) = outcome.faults
    assert fault.statement == "statement:s-1"
    assert message in str(fault)
    assert "\n" not in str(fault)


def test_missing_folder_and_file(tmp_path: Path) -> None:
    lone = made_up(anchored(anchor_of("It is made of|beans.")))
    with pytest.raises(BadFile, match=r"no folder is called '.*nowhere'; expected the folder that holds the articles"):
        check_sources(lone, tmp_path / "nowhere")
    (tmp_path / "once.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(BadFile, match="is a file; expected the folder"):
        check_sources(lone, tmp_path / "once.txt")
    with pytest.raises(
        BadFile, match=r"no file is called '.*/one\.txt'; expected the text of source:one; nearest: '.*/once\.txt'$"
    ):
        check_sources(lone, tmp_path)
    (tmp_path / "one.txt").mkdir()
    with pytest.raises(BadFile, match=r"one\.txt' is a folder; expected the text of source:one"):
        check_sources(lone, tmp_path)
    (tmp_path / "one.txt").rmdir()
    (tmp_path / "one.txt").write_bytes(b"caf\xe9")
    with pytest.raises(BadFile, match="is not UTF-8 text"):
        check_sources(lone, tmp_path)


# -------------------------------------------------------------------- the command


def test_command_says_that_nothing_was_checked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = command(capsys, monkeypatch, "coverage")
    assert code == 0
    assert NOT_CHECKED in out
    assert "Each of the 283 statements has a claim, an amount or a reason for making none." in out
    (whole,) = [line for line in out.splitlines() if line.startswith("all articles")]
    assert whole.split()[2] == "283"
    assert len([line for line in out.splitlines() if "  all sections  " in line]) == 3


def test_command_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = command(capsys, monkeypatch, "coverage", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["total"]["statements"] == 283
    assert found["neither"] == []
    assert found["sources"] == {"checked": False, "note": NOT_CHECKED}
    first = found["sections"][0]
    assert (first["article"], first["section"], first["statements"]) == ("article 1", "Introduction", 4)
    assert sum(row["statements"] for row in found["sections"]) == 283


def test_command_with_the_articles(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = command(capsys, monkeypatch, "coverage", "--sources", str(articles()))
    assert code == 0
    assert NOT_CHECKED not in out
    assert "Each of the 283 anchors leads to exactly one sentence of the 3 articles, and each digest matches." in out
    code, out, _ = command(capsys, monkeypatch, "coverage", "--sources", str(articles()), "-f", "json")
    assert json.loads(out)["sources"] | {"folder": ""} == {
        "checked": True,
        "folder": "",
        "articles": 3,
        "statements": 283,
        "passed": True,
        "faults": [],
    }


def test_command_without_the_folder(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = command(capsys, monkeypatch, "coverage", "--sources", "nowhere")
    assert (code, out) == (2, "")
    assert err == "calcigraph: no folder is called 'nowhere'; expected the folder that holds the articles as text\n"


def test_command_fails_on_faults(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    faulty = SimpleNamespace(store=made_up(anchored(anchor_of("It is made|of"))))
    monkeypatch.setattr(KnowledgeGraph, "open", lambda **_: faulty)
    code, out, _ = command(capsys, monkeypatch, "coverage", "--sources", str(folder))
    assert code == 1
    lines = out.splitlines()
    assert "statement:s-1: neither claim nor amount nor reason" in lines
    assert any(line.startswith("1 of 1 statements have neither") for line in lines)
    assert any(line.startswith("statement:s-1: anchor #:~:text=") for line in lines)
    assert lines[-1] == "1 of 1 statements are not where they should be."
    code, out, _ = command(capsys, monkeypatch, "coverage", "--sources", str(folder), "-f", "json")
    assert code == 1
    assert [fault["statement"] for fault in json.loads(out)["sources"]["faults"]] == ["statement:s-1"]


# -------------------------------------------------------------------- text fragments


@pytest.mark.parametrize(
    ("directive", "parts"),
    [
        ("#:~:text=one", ("", "one", "", "")),
        ("one,two", ("", "one", "two", "")),
        ("a-,one,two,-z", ("a", "one", "two", "z")),
        ("a-,one", ("a", "one", "", "")),
        ("one,-z", ("", "one", "", "z")),
        ("well%2Dknown%2C,it%20is", ("", "well-known,", "it is", "")),
    ],
)
def test_directives_are_parsed(directive: str, parts: tuple[str, ...]) -> None:
    assert fragments.parse(directive) == parts


@pytest.mark.parametrize("directive", ["", "#:~:text=", "one,two,three", "a-", "a-,-z", "one,", ",two"])
def test_what_is_no_directive_is_refused(directive: str) -> None:
    with pytest.raises(ValueError, match="is no text directive"):
        fragments.parse(directive)


@pytest.mark.parametrize(
    ("directive", "found"),
    [
        ("It%20is", ["It is", "It is"]),
        ("it%20is,BEANS.", ["It is made of beans."]),
        ("much%20MK%2D7.-,It,milk.", ["It is made of beans. Cheese holds some MK-7, too. It is made of milk."]),
        ("too.-,It,.", ["It is made of milk."]),
        ("It%20is%20made%20of,-milk", ["It is made of"]),
        ("Cheese,some,-MK", ["Cheese holds some"]),
        ("eans.", []),
        ("bean", []),
        ("Cheese,beans.", []),
        ("Natto-,Cheese", []),
    ],
)
def test_directives_are_resolved(directive: str, found: list[str]) -> None:
    text = fragments.normalise(TEXT)
    assert [text[begin:stop] for begin, stop in fragments.resolve(text, directive)] == found


def test_all_anchors_have_at_most_six_words() -> None:
    anchors = opened().engine.values("SELECT ?anchor { ?statement cg:anchor ?anchor }")
    assert len(anchors) == 283
    assert max(fragments.word_count(anchor or "") for (anchor,) in anchors) <= 6


@given(st.lists(st.sampled_from(["K2", "well-known", "calcium,", "bones.", "a"]), min_size=1, max_size=12))
def test_a_sentence_is_found_by_all_its_words(words: list[str]) -> None:
    text = "Before it: " + " ".join(words) + " (after it)"
    spans = fragments.resolve(text, anchor_of(" ".join(words)))
    assert (11, 11 + len(" ".join(words))) in spans


def test_a_fault_reads_as_one_line() -> None:
    assert str(Fault("statement:s-1", "gone")) == "statement:s-1: gone"
    assert Coverage({}, ()).total == Counts()
