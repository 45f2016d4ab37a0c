"""The command line: answers, exit codes, formats, pipes, terminals, and one line for whatever goes wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from functools import cache, partial
from typing import TYPE_CHECKING

import click
import pytest
import rdflib
import yaml
from calcigraph import __version__
from calcigraph.answers.answer import Answer
from calcigraph.cli import entry
from calcigraph.cli.commands import cli
from calcigraph.operations import SYNONYMS

from tests.conftest import ROOT
from tests.validations import JOINED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished

    Run = Callable[..., Finished]
    Terminal = Callable[..., tuple[int, str]]

COMMANDS = sorted(cli.commands)
K2 = "vitamin K2 prevents arterial calcification"
READERS = (
    ("info",),
    ("questions",),
    ("ask", "foods-that-supply", "MK-7"),
    ("ask", "who-should-be-careful", "vitamin K2"),
    ("sparql", "SELECT ?s ?label { ?s a cg:Drug ; skos:prefLabel ?label } ORDER BY ?s"),
    ("show", "MK-7"),
    ("evidence", K2, "--all"),
    ("pathways", "vitamin K2", "arterial calcification"),
    ("coverage",),
    ("demo",),
)
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
COLOURS = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|4[0-7]|38)(?:;[0-9]+)*m")


@pytest.fixture(scope="module")
def piped(run: Run) -> Run:
    """Run the command into pipes, on a machine with a terminal that knows colours; the same arguments run once."""
    return cache(partial(run, TERM="xterm-256color"))


# Help ---------------------------------------------------------------------------------------------------------------


def test_help_lists_the_commands(run: Run) -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    assert all(f"\n  {name} " in done.out for name in COMMANDS)
    assert "Exit codes: 0 yes, 1 the honest answer is no" in done.out
    assert {"info", "questions", "ask", "sparql", "show", "evidence", "pathways", "validate"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.commands[name]
    text = command.get_help(click.Context(command, info_name=f"calcigraph {name}"))
    assert text.startswith(f"Usage: calcigraph {name}")
    if name != "demo":  # which takes nothing
        assert re.search(rf"Examples?:\n(.*\n)*?    .*calcigraph {name}", text)


def test_help_of_every_command_exits_with_0(run: Run) -> None:
    for name in COMMANDS:
        done = run(name, "--help")
        assert (done.code, done.err) == (0, ""), name


def test_version(run: Run) -> None:
    assert run("--version").out == f"calcigraph {__version__}\n"


def test_nothing_asked_shows_the_help(run: Run) -> None:
    done = run()
    assert done.code == 2
    assert done.out.startswith("Usage: calcigraph")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert "_CALCIGRAPH_COMPLETE" in done.out


@pytest.mark.parametrize("word", sorted(SYNONYMS))
def test_another_word_for_a_command_is_that_command(run: Run, word: str) -> None:
    assert word not in COMMANDS
    assert run(word, "--help").out == run(SYNONYMS[word], "--help").out
    assert f"{word} for {SYNONYMS[word]}" in " ".join(run("--help").out.split())


def test_help_is_a_command_too(run: Run) -> None:
    assert run("help").out == run("--help").out
    assert run("help", "draw", "story").out == run("draw", "story", "--help").out
    assert run("help", "find").out == run("show", "--help").out
    assert run("help", "nothing").code == 2


def test_version_has_a_short_option(run: Run) -> None:
    assert run("-V").out == run("--version").out == f"calcigraph {__version__}\n"


@pytest.mark.parametrize("form", ["text", "bibtex", "cff"])
def test_cite_names_the_version_and_no_person(run: Run, form: str) -> None:
    said = run("cite", "--format", form).out
    assert __version__ in said
    assert "The calcigraph developers" in said
    assert "where does the calcium go?" in said


def test_cite_is_the_citation_file(run: Run) -> None:
    written = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert yaml.safe_load(run("cite", "--format", "cff").out) == written


def test_completion_knows_commands_and_questions(run: Run) -> None:
    asked = {"_CALCIGRAPH_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    assert run(**asked, COMP_WORDS="calcigraph path").out == "plain,pathways\n"
    done = run(**(asked | {"COMP_CWORD": "2"}), COMP_WORDS="calcigraph ask foods")
    assert "plain,foods-that-supply" in done.out.splitlines()


# Answers and formats ------------------------------------------------------------------------------------------------


def test_info(run: Run, kg: KnowledgeGraph) -> None:
    counts = json.loads(run("info", "--format", "json").out)
    assert counts == kg.info() | {"version": __version__}
    lines = dict(line.rsplit(maxsplit=1) for line in run("info").out.splitlines())
    assert lines == {name: str(count) for name, count in counts.items()}


def test_questions(run: Run, kg: KnowledgeGraph) -> None:
    listed = run("questions")
    assert [line.split()[0] for line in listed.out.splitlines() if line and line[0] != " "] == list(kg.questions)
    found = {each["id"]: each for each in json.loads(run("questions", "foods supply", "-f", "json").out)}
    assert found["foods-that-supply"]["parameters"]["nutrient"]["type"] == "cg:Nutrient"
    none = run("questions", "zebra")
    assert (none.code, none.out) == (1, "")
    assert none.err == "No question has the words: zebra. List all with: calcigraph questions\n"


def test_ask(run: Run, kg: KnowledgeGraph) -> None:
    table = kg.ask("foods-that-supply", nutrient="MK7")
    for arguments in (("MK7",), ("nutrient=MK7",)):
        done = run("ask", "foods-that-supply", *arguments, "--format", "csv")
        assert (done.code, done.out) == (0, table.csv())
    assert json.loads(run("ask", "foods-that-supply", "MK7", "-f", "json").out) == json.loads(table.json())
    assert run("ask", "foods-that-supply", "MK7", "-f", "markdown").out == table.markdown()
    assert run("ask", "foods-that-supply", "MK7").out.startswith(f"{table.sentence[:60]}")


def test_a_note_goes_beside_the_data(run: Run, kg: KnowledgeGraph) -> None:
    note = kg.ask("who-should-be-careful", nutrient="vitamin K2").note
    assert "no medical advice" in note
    assert " ".join(run("ask", "who-should-be-careful", "vitamin K2").out.split()).endswith(note)
    done = run("ask", "who-should-be-careful", "vitamin K2", "--format", "csv")
    state, last = done.err.splitlines()
    assert state.startswith("Safety: known risk (")
    assert last == note
    assert note not in done.out


def test_an_empty_answer_is_no(run: Run) -> None:
    done = run("ask", "foods-that-supply", "MK-11", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.out)))
    assert (done.code, len(rows)) == ((1, 1) if len(rows) == 1 else (0, len(rows)))
    assert run("sparql", "SELECT ?x { ?x a cg:Nothing }").code == 1
    assert run("sparql", "CONSTRUCT WHERE { ?x a cg:Nothing }").code == 1


@pytest.mark.parametrize(
    ("query", "form", "code", "out"),
    [
        ("ASK { id:mk-7 a cg:Vitamer }", "table", 0, "true\n"),
        ("ASK { id:mk-7 a cg:Drug }", "table", 1, "false\n"),
        ("ASK { id:mk-7 a cg:Drug }", "json", 1, '{"head": {}, "boolean": false}\n'),
        ("SELECT ?l { id:mk-7 skos:prefLabel ?l }", "table", 0, "l\nMK-7\n"),
        ("SELECT ?l { id:mk-7 skos:prefLabel ?l }", "csv", 0, "l\nMK-7\n"),
        ("SELECT ?l { id:mk-7 skos:prefLabel ?l }", "markdown", 0, "| l |\n|---|\n| MK-7 |\n"),
    ],
)
def test_sparql(run: Run, query: str, form: str, code: int, out: str) -> None:
    done = run("sparql", query, "--format", form)
    assert (done.code, done.out, done.err) == (code, out, "")


@pytest.mark.parametrize(
    ("form", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")]
)
def test_sparql_gives_graphs_in_every_format(run: Run, kg: KnowledgeGraph, form: str, parser: str) -> None:
    done = run("sparql", "DESCRIBE id:mk-7", "-f", form)
    assert (done.code, done.err) == (0, "")
    expected = kg.sparql("DESCRIBE id:mk-7")
    assert isinstance(expected, rdflib.Graph)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's JSON-LD parser uses what rdflib deprecates
        assert set(rdflib.Graph().parse(data=done.out, format=parser)) == set(expected)
    assert run("sparql", "DESCRIBE id:mk-7", "-f", form).out == done.out


@pytest.mark.parametrize(
    ("query", "form", "code", "err"),
    [
        ("SELECT ?x { ?x a cg:Vitamr }", "json", 1, ["'cg:Vitamr'", "nearest: cg:Vitamer"]),
        ("PREFIX o: <https://w3id.org/calcigraph/ontology#> ASK { ?x a o:Vitamr }", "json", 1, ["cg:Vitamer"]),
        ("ASK { <https://w3id.org/calcigraph/id/vitamin-k3x> ?p ?o }", "table", 1, ["id:vitamin-k"]),
        ("ASK { id:mk-7 a cg:Vitamer FILTER('cg:Vitamr' != 'id:zzzz') } # cg:Vitamr", "table", 0, []),
        ("CONSTRUCT { ?x cg:mine ?x } WHERE { ?x a cg:Vitamer }", "turtle", 0, []),
        ("PREFIX cg: <http://a.example/> ASK { ?x a cg:Vitamr }", "table", 1, []),
        ("ASK { GRAPH <https://w3id.org/calcigraph/graph/asserted> { id:mk-7 ?p ?o } }", "table", 0, []),
    ],
)
def test_sparql_notes_terms_that_the_graph_lacks(run: Run, query: str, form: str, code: int, err: list[str]) -> None:
    done = run("sparql", query, "--format", form)
    assert done.code == code
    assert "Note" not in done.out
    assert done.err.count("Note: ") == (1 if err else 0)
    assert all(each in done.err for each in err)


def test_sparql_notes_at_most_three_terms_on_a_line_each(run: Run) -> None:
    done = run("sparql", "ASK { id:zzzz1 ?p id:zzzz2, id:zzzz3, id:zzzz4 }")
    assert [line.split("'")[1] for line in done.err.splitlines()] == ["id:zzzz1", "id:zzzz2", "id:zzzz3"]


def test_a_table_in_python_has_the_notes_too(kg: KnowledgeGraph) -> None:
    missed = kg.sparql("SELECT ?x { ?x a cg:Vitamr }")
    assert isinstance(missed, Answer)
    (note,) = missed.notes
    assert note.startswith("Note: the query uses 'cg:Vitamr', which does not occur in this graph; nearest: cg:Vitamer")
    found = kg.sparql("SELECT ?x { ?x a cg:Vitamer }")
    assert isinstance(found, Answer)
    assert (found.notes, len(found) > 0) == ((), True)


def test_sparql_that_does_not_run_gets_no_note(run: Run) -> None:
    done = run("sparql", "SELECT ?x { ?x a cg:Vitamr")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "Note" not in done.err


def test_sparql_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    query = "SELECT ?l\n{ id:mk-7 skos:prefLabel ?l }\n"
    place = tmp_path / "my-query.rq"
    place.write_text(query, encoding="utf-8")
    assert run("sparql", str(place), "-f", "csv").out == "l\nMK-7\n"
    assert run("sparql", "-", "-f", "csv", stdin=query.encode()).out == "l\nMK-7\n"


def test_show(run: Run) -> None:
    done = run("show", "MK7")
    assert done.code == 0
    assert done.out.startswith("MK-7: The menaquinone with seven isoprene units")
    assert "http" not in done.out
    assert "<http://purl.obolibrary.org/obo/CHEBI_44245>" in run("show", "MK7", "--all").out
    page = json.loads(run("show", "CHEBI:44245", "-f", "json").out)
    assert page["entity"]["label"] == "MK-7"
    turtle = rdflib.Graph().parse(data=run("show", "MK7", "-f", "turtle").out, format="turtle")
    assert (None, rdflib.SKOS.prefLabel, rdflib.Literal("MK-7", lang="en")) in turtle
    nothing = run("show", "dietitian's own word")
    assert (nothing.code, nothing.out) == (2, "")


def test_evidence(run: Run) -> None:
    done = run("evidence", K2)
    assert done.code == 0
    assert done.out.startswith("Not shown that vitamin K2 prevents arterial calcification: studies saw no\neffect")
    assert "\n  Verdict [not shown (low certainty)]\n" in run("evidence", K2, "--all").out
    page = json.loads(run("evidence", K2, "--format", "json").out)
    assert page["claim"]["claim"] == "claim:vitamin-k2-prevents-arterial-calcification"


def test_pathways(run: Run) -> None:
    told = run("pathways", "warfarin", "carboxylated MGP", "--sign", "-")
    assert told.code == 0
    assert told.out.startswith("Warfarin: a known risk")
    assert (
        "\n1 path from warfarin to carboxylated MGP of up to 8 steps: 0 raise it, 1 lowers\nit; no claim in this graph"
        in told.out
    )
    assert told.out.endswith("More: --all (1 row)\n")
    assert told.out.count("\n") <= 20
    done = run("pathways", "warfarin", "carboxylated MGP", "--sign", "-", "--all")
    assert done.out.startswith("Warfarin: a known risk")
    assert "\n1 path from warfarin to carboxylated MGP of up to 8 steps: 0 raise it, 1 lowers\n  it.\n" in done.out
    assert "1. lowers carboxylated MGP in 4 steps" in done.out
    assert "Weakest link:" in done.out
    found = json.loads(run("pathways", "warfarin", "carboxylated MGP", "-f", "json").out)
    assert [path["sign"] for path in found["paths"]] == [-1, 1]
    rows = list(csv.DictReader(io.StringIO(run("pathways", "warfarin", "VKORC1", "-f", "csv").out)))
    assert [(row["steps"], row["effect"], row["path"]) for row in rows] == [("1", "lowers", "warfarin -(-)-> VKORC1")]
    assert run("pathways", "warfarin", "VKORC1", "-f", "markdown").out.startswith("| steps | effect | path |")
    few = run("pathways", "vitamin D", "bone mineralization", "-n", "1", "--all")
    assert re.search(r"\n[0-9]+ more; see --limit\.\n$", few.out)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("vitamin K2", "calcium", "-l", "4"), "of any length in the mechanism network (looked up to 4 steps first)."),
        (("vitamin D", "arterial calcification", "-l", "3"), "of up to 3 steps; the shortest has 6."),
        (("K2", "arterial calcification", "--sign", "+"), "of up to 8 steps raises it, though others exist."),
    ],
)
def test_no_path_is_a_no_that_says_how_far_it_looked(run: Run, arguments: tuple[str, ...], line: str) -> None:
    done = run("pathways", *arguments)
    assert (done.code, done.err) == (1, "")
    assert line.removesuffix(".") in " ".join(done.out.split())
    plain = run("pathways", *arguments, "--format", "json")
    assert (plain.code, json.loads(plain.out)["paths"]) == (1, [])


def test_demo(piped: Run) -> None:
    done = piped("demo")
    assert (done.code, done.err) == (0, "")
    headings = [line for line in done.out.splitlines() if line and line[0] != " "]
    assert headings[0] == "calcigraph: where does the calcium go?"
    assert headings[-1] == "Next, try"
    for pair in ("vitamin D to arterial calcification", "vitamin K2 to bone mineralization"):
        assert f"From {pair}" in headings
    assert done.out.count("weakest link:") >= 4
    assert all(line.startswith("  calcigraph ") for line in done.out.splitlines()[-3:])


# Validation ---------------------------------------------------------------------------------------------------------


def test_validate_the_graph(run: Run) -> None:
    done = run("validate")
    assert (done.code, done.out, done.err) == (0, "The graph conforms.\n", "")


def test_validate_a_file_that_breaks_a_shape(run: Run) -> None:
    places = [str(place) for place in JOINED]
    done = run("validate", *places)
    assert (done.code, done.err) == (1, "")
    *lines, verdict = done.out.splitlines()
    assert verdict.startswith("The graph does not conform: ")
    assert any("id:nameless" in line and "nameless.ttl" in line for line in lines)
    report = rdflib.Graph().parse(data=run("validate", *places, "-f", "turtle").out, format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert (None, sh.conforms, rdflib.Literal(False)) in report
    assert (None, sh.focusNode, rdflib.URIRef("https://w3id.org/calcigraph/id/nameless")) in report
    plain = run("validate", *places, "-f", "json")
    assert plain.code == 1
    assert "nameless" in json.dumps(json.loads(plain.out))


# Pipes and terminals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", READERS, ids=lambda arguments: arguments[0])
def test_a_pipe_gets_plain_text(piped: Run, arguments: tuple[str, ...]) -> None:
    done = piped(*arguments)
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert not re.search("[\u2500-\u257f]", done.out)
    assert done.out.endswith("\n")
    assert all(line == line.rstrip() for line in done.out.splitlines())


@pytest.mark.parametrize("arguments", READERS, ids=lambda arguments: arguments[0])
def test_a_terminal_of_80_columns_gets_no_wider_line(on_terminal: Terminal, arguments: tuple[str, ...]) -> None:
    code, out = on_terminal(*arguments)
    assert code == 0
    wide = [line for line in ANSI.sub("", out).splitlines() if len(line) > 80]
    assert wide == []


@pytest.mark.parametrize("arguments", [READERS[3], READERS[6], READERS[7]], ids=lambda arguments: arguments[0])
def test_colour_on_a_terminal_only_and_not_against_the_users_will(
    on_terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    whole = dict.fromkeys([*arguments, "--all"])  # the first screen of a page has no colour
    assert COLOURS.search(on_terminal(*whole)[1])
    assert not COLOURS.search(on_terminal(*whole, NO_COLOR="1")[1])


def test_a_narrow_terminal(on_terminal: Terminal) -> None:
    _, out = on_terminal("evidence", K2, "--all", columns=60)
    assert max(len(line) for line in ANSI.sub("", out).splitlines() if "http" not in line) <= 60


def test_long_lines_are_folded_on_a_terminal_and_whole_in_a_pipe(on_terminal: Terminal, run: Run) -> None:
    _, out = on_terminal("questions", columns=50)
    assert max(len(line) for line in out.splitlines()) <= 50
    assert " ".join(out.split()) == " ".join(run("questions").out.split())


def test_a_terminal_shows_a_table_without_columns_of_iris(on_terminal: Terminal) -> None:
    _, out = on_terminal("sparql", "SELECT ?s { ?s a cg:Vitamer } ORDER BY ?s LIMIT 1")
    assert "id:menadione" in out
    _, out = on_terminal("sparql", READERS[4][1])
    assert "warfarin" in out


@pytest.mark.parametrize("failure", [KeyboardInterrupt, click.exceptions.Abort])
def test_an_interrupted_command_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: type[BaseException]
) -> None:
    def interrupted(**_: object) -> None:
        raise failure

    silenced: list[bool] = []
    monkeypatch.setattr(cli, "main", interrupted)
    monkeypatch.setattr(entry, "_let_go", lambda: silenced.append(True))
    with pytest.raises(SystemExit) as caught:
        entry.run(cli)
    assert caught.value.code == 130
    assert capsys.readouterr() == ("", "calcigraph: interrupted\n")
    assert silenced == [True]
