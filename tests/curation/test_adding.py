"""Adding a study: what it says before and after, that it changes nothing else, and the walk of CONTRIBUTING."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calcigraph.curation import study_turtle
from calcigraph.curation.adding import Addition, add
from calcigraph.curation.study_form import read_study, templates
from calcigraph.curation.study_record import StudyRecord, record
from calcigraph.curation.validation import joined
from calcigraph.errors import BadArgument, BadFile, UnknownName
from calcigraph.namespaces import ASSERTED, PREFIXES
from calcigraph.store import files
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.serialising import parse_turtle
from calcigraph.store.store import Store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.curation.test_validation import small

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished

ROOT = Path(__file__).parents[2]
STUDY = """study: Tester AB 2020
title: One that stands only in a test
doi: 10.1000/nowhere
design: randomised trial
n: 1,200
seen: whole
exposure: MK-7
dose: 180 µg per day
duration: 3 years
people: adults
results:
  - outcome: bone mineral density
    moved: no difference
    effect: MD \N{MINUS SIGN}0.50 (95% CI \N{MINUS SIGN}1.00 to 0.05) %
  - outcome: bone mineral density
    moved: raised
    effect: RR 1.25 [1.10; 1.42]
    site: lumbar spine
  - outcome: bone mineral density
    moved: no difference
    p: "= .31"
    analysis: subgroup
    of: bone-mineral-density
    site: hip
"""
WALK = re.search(
    r"<!-- contributing: trevasc.yaml -->\n```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL
)


@cache
def excerpt() -> Store:
    """Give the excerpt of the graph that the fixtures of the shapes are joined to; it is only read."""
    return Store(small())


def written(folder: Path, text: str = STUDY, name: str = "study.yaml") -> Path:
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def of_excerpt(folder: Path, text: str = STUDY, name: str = "study.yaml") -> Addition:
    return add(excerpt(), written(folder, text, name))


def as_turtle(place: Path) -> bytes:
    return study_turtle.document(study_turtle.blocks(record(excerpt(), read_study(place))))


def changed(old: str, new: str, text: str = STUDY) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Addition:
    return of_excerpt(tmp_path_factory.mktemp("usual"))


# The walk of CONTRIBUTING ---------------------------------------------------------------------------------------------


def test_the_walk_of_contributing_shows_what_the_command_prints(run: Callable[..., Finished], tmp_path: Path) -> None:
    assert WALK
    assert len(WALK[1].splitlines()) <= 25
    place = written(tmp_path, WALK[1], "trevasc.yaml")
    shown = re.search(r"\$ calcigraph (add trevasc\.yaml .*)\n((?:.*\n)*?)```", (ROOT / "CONTRIBUTING.md").read_text())
    assert shown
    _, _, *options = shown[1].split()
    done = run("add", str(place), *options)
    assert (done.code, done.err) == (0, "")
    for part in shown[2].split("…\n"):
        assert part in done.out
    assert done.out.startswith("This is no medical advice;")
    again = run("add", str(place))
    assert (again.code, again.out) == (2, "")
    assert "line 1: source:haroon2023 is in the graph" in again.err


def test_the_file_of_the_walk_says_what_the_graph_says(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """All but names of results, sentences, and what one of them adds by hand."""
    assert WALK
    place = written(tmp_path, changed("study: Haroon 2023\n", "study: Haroon 2023\nid: haroon2023b\n", WALK[1]))
    made = record(kg.store, read_study(place))
    left_out = {PREFIXES["dcterms"] + "description", PREFIXES["cg"] + "caveat"}

    def parts(source: str) -> set[tuple[str, frozenset[tuple[str, str]]]]:
        engine = kg.engine if source == "haroon2023" else joined_of(made)
        rows = engine.values(f"SELECT ?r ?o {{ ?r cg:study source:{source} ; cg:outcome ?o }}")
        return {
            (
                str(outcome),
                frozenset(
                    (quad.predicate.value, getattr(quad.object, "value", "").replace("haroon2023b", "haroon2023"))
                    for quad in engine.quads(str(result))
                    if quad.predicate.value not in left_out and "asserted" in str(quad.graph_name)
                ),
            )
            for result, outcome in rows
        }

    assert parts("haroon2023b") == parts("haroon2023")


def joined_of(made: StudyRecord) -> MemoryEngine:
    engine = MemoryEngine()
    engine.load(study_turtle.document(study_turtle.blocks(made)), ASSERTED)
    return engine


# What has to hold whatever is added -----------------------------------------------------------------------------------


def test_a_usual_study_conforms_and_changes_a_verdict(usual: Addition) -> None:
    assert usual.report.lines() == []
    assert [each.rpartition("/")[2] for each in usual.results] == [
        "tester2020-bone-mineral-density",
        "tester2020-bone-mineral-density-lumbar-spine",
        "tester2020-bone-mineral-density-subgroup",
    ]
    (change,) = usual.changes
    assert change.label == "vitamin K2 increases bone mineral density"
    assert change.verdict == ("untested", "not shown (low certainty)")
    assert change.wording[0] == "Nobody has studied whether vitamin K2 increases bone mineral density."
    assert {each.direction for each in usual.bearings} == {"null", "supports"}
    assert usual.as_dict()["changes"][0]["verdict_after"] == change.verdict[1]


def test_what_is_added_and_taken_away_leaves_the_graph_as_it_was(usual: Addition) -> None:
    before = {str(quad) for quad in excerpt().engine.quads()}
    with_it = joined(excerpt().engine, [usual.turtle])
    assert len(with_it) > len(before)
    without = joined(with_it, (), without=[usual.study, *usual.results])
    assert named({str(quad) for quad in without.quads()}) == named(before)


def named(quads: set[str]) -> set[str]:
    """Those without blank nodes, whose labels are others each time."""
    return {each for each in quads if "_:" not in each}


def test_adding_only_adds(usual: Addition) -> None:
    """Every triple of the files stays, and those of the study are all that comes; nothing else changes."""
    assert {name.rpartition("/")[0] for name in usual.files} == {"graph/instances/results", "graph/instances/sources"}
    more: set[str] = set()
    for name, content in usual.files.items():
        before = {str(triple) for triple in parse_turtle(files.read(name))}
        after = {str(triple) for triple in parse_turtle(content)}
        assert before < after
        assert content.count(b"\n") < study_turtle.ROOM
        assert content.endswith(b" .\n")
        assert b"\n\n\n" not in content
        more |= after - before
    assert more == {str(triple) for triple in parse_turtle(usual.turtle)}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_file_does_not_matter(usual: Addition, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same order each time
    head, _, rest = STUDY.partition("results:\n")
    lines, results = head.splitlines(), re.split(r"^  - ", rest, flags=re.MULTILINE)[1:]
    draw.shuffle(lines)
    draw.shuffle(results)
    shuffled = []
    for each in results:
        own = [line.strip() for line in each.splitlines()]
        draw.shuffle(own)
        shuffled.append("  - " + "\n    ".join(own))
    text = "\n".join([*lines, "results:", *shuffled, ""])
    assert as_turtle(written(tmp_path, text)) == usual.turtle


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()) and text.isprintable())


@given(title=TEXTS, caveat=TEXTS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_stays_a_text(tmp_path: Path, title: str, caveat: str) -> None:
    """Nothing that is written in a field becomes anything but the text of its property."""
    text = STUDY.replace("One that stands only in a test", f"'{title.replace(chr(39), 2 * chr(39))}'")
    text = text.replace("people: adults", f"people: adults\ncaveat: '{caveat.replace(chr(39), 2 * chr(39))}'")
    made = record(excerpt(), read_study(written(tmp_path, text)))
    triples = list(parse_turtle(study_turtle.document(study_turtle.blocks(made))))
    ours = {made.iri, *(each.iri for each in made.results)}
    assert {str(triple.subject).strip("<>") for triple in triples} == ours
    found = {triple.predicate.value.rpartition("/")[2]: getattr(triple.object, "value", "") for triple in triples}
    assert found["title"] == " ".join(title.split())
    assert found["ontology#caveat"] == " ".join(caveat.split())


def test_a_table_says_the_same(tmp_path: Path) -> None:
    """One result a row, in any of three forms; what is of the study stands in the first row or in all."""
    rows = [
        ["study", "title", "doi", "design", "n", "seen", "exposure", "outcome", "moved", "effect", "site"],
        ["Tester AB 2020", "A title", "10.1000/nowhere", "rct", "9", "whole", "MK-7", "bone mineral density", "raised", "SMD 0.5 [0.1 to 0.9]", "hip"],
        ["", "", "", "", "", "", "MK-7", "bone mineral density", "unclear", "", "spine"],
    ]  # fmt: skip
    yaml = "\n".join(f"{name}: {value}" for name, value in zip(rows[0][:6], rows[1][:6], strict=True)) + "\nresults:\n"
    for row in rows[1:]:
        cells = [f"{name}: {value}" for name, value in zip(rows[0][6:], row[6:], strict=True) if value]
        yaml += "  - " + "\n    ".join(cells) + "\n"
    expected = as_turtle(written(tmp_path, yaml))
    assert expected.count(b"a cg:Result") == 2
    for name, mark in (("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t")):
        assert as_turtle(written(tmp_path, "\n".join(map(mark.join, rows)), name)) == expected


# Where it is written --------------------------------------------------------------------------------------------------


def test_it_is_written_whole_or_not_at_all(usual: Addition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in usual.files:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(files.read(name))
    before = {name: (tmp_path / name).read_bytes() for name in usual.files}
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    second = tmp_path / sorted(usual.files)[1]
    second.unlink()
    second.mkdir()
    with pytest.raises(BadFile, match="cannot be written"):
        usual.write()
    first = min(usual.files)
    assert (tmp_path / first).read_bytes() == before[first]
    second.rmdir()
    assert usual.write() == [tmp_path / name for name in sorted(usual.files)]
    assert {name: (tmp_path / name).read_bytes() for name in usual.files} == dict(usual.files)


def test_one_file_of_its_own(usual: Addition, tmp_path: Path) -> None:
    place = tmp_path / "a.ttl"
    assert usual.write(place) == [place]
    assert place.read_bytes() == usual.turtle
    with pytest.raises(BadArgument, match="is there already"):
        usual.write(place)


def test_an_installed_package_stays_as_it_is(usual: Addition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "root", lambda: tmp_path / "_files")
    with pytest.raises(BadArgument, match="the graph of an installed package stays as it is"):
        usual.write()


def test_a_file_without_room_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_turtle, "ROOM", 12)
    found = of_excerpt(tmp_path)
    assert sorted(found.files) == ["graph/instances/results/added-1.ttl", "graph/instances/sources/added-1.ttl"]


# What is refused ------------------------------------------------------------------------------------------------------


def test_what_the_shapes_refuse_is_not_written(tmp_path: Path) -> None:
    """The minus that a copied page lost: the estimate lies outside its interval, and the message says where to look."""
    found = of_excerpt(tmp_path, changed("MD \N{MINUS SIGN}0.50", "MD 0.50"))
    assert not found.conforms
    (line,) = found.report.lines()
    assert "study.yaml:12: " in line
    assert "Check the minus signs" in line
    assert "In this file: 'effect'." in line
    with pytest.raises(BadArgument, match="does not conform, so nothing is written"):
        found.write(tmp_path / "a.ttl")
    assert not (tmp_path / "a.ttl").exists()


#: A result that breaks a shape, and the name of the shape.
FAULTS = {
    "{moved: lowered, effect: 'RR 1.25 [1.10, 1.42]'}": "ResultIntervalDirectionShape",
    "{moved: lowered, effect: RR 1.25}": "ResultEffectDirectionShape",
    "{moved: raised, p: 0.31}": "ResultPDirectionShape",
    "{moved: raised, effect: 'RR 2.90 [1.10, 3.00]'}": "ResultIntervalMiddleShape",
    "{moved: raised, effect: 'RR 2.00 [1.10, 1.42]'}": "ResultIntervalInsideShape",
    "{moved: raised, effect: RR 1.25, scale: difference}": "ResultScaleFitsShape",
    "{moved: raised, effect: gain 1.25}": "ResultEffectScaleShape",
    "{moved: raised, dose: 180 IU/d}": "AmountIuShape",
    "{moved: raised, people: bone}": "ResultPopulationShape",
    "{moved: raised, name: once}": "ResultTwiceShape",
    "{moved: raised, name: twice}": "",
}


def test_the_shapes_give_the_verdict(tmp_path: Path) -> None:
    """Each fault in a result of its own, at a site of its own but for the one that is there twice."""
    text = (
        STUDY.partition("results:")[0].replace("10.1000/nowhere", "nowhere").replace("dose: 180 µg per day\n", "")
        + "results:\n"
    )
    for number, fault in enumerate(FAULTS):
        site = "" if "name" in fault else f"site: part {number}, "
        text += f"  - {{outcome: bone mineral density, {site}{fault[1:]}\n"
    found = of_excerpt(tmp_path, text)
    line = text[: text.index("results:")].count("\n") + 2
    broken = {(each.line, each.shape.rpartition("#")[2]) for each in found.report.violations}
    assert (1, "SourceDoiShape") in broken
    # Of two that are the same, the one that comes first by its name is told of.
    assert {shape for number, shape in enumerate(FAULTS.values()) if (line + number, shape) not in broken} == {""}
    assert len(broken) == len(FAULTS) + 1


WRONG = {
    "name": ("exposure: MK-7", "exposure: MK-77", "line 7: no entity is called 'MK-77'; nearest: 'MK-7'"),
    "outcome": ("outcome: bone mineral density", "outcome: bone mineral densty", "line 12: no entity is called"),
    "field": ("people: adults", "poeple: adults", "line 10: no field is called 'poeple'; nearest: 'people'"),
    "field of a result": ("people: adults", "outcome: natto", "line 10: 'outcome' belongs to a result; move it there"),
    "field of the study": ("site: hip", "doi: 10.1/x", "'doi' is said once, of the study; move it there"),
    "field twice": ("people: adults", "people: adults\nPeople: bone", "line 11: 'People' is there twice; keep one"),
    "direction": ("moved: raised", "moved: sideways", "'moved' has no value 'sideways'; nearest: 'raised'"),
    "design": ("design: randomised trial", "design: randomised trail", "line 4: 'design' has no value 'randomised trail'; nearest: 'randomised trial'"),
    "unit": ("180 µg per day", "180 bananas", "line 8: 'bananas' is no unit of a dose"),
    "time": ("3 years", "3 fortnights", "line 9: 'fortnights' is no unit of a duration"),
    "no unit": ("3 years", "3", "line 9: 'duration' is a number and its unit"),
    "decimal comma": ("RR 1.25 [1.10; 1.42]", "RR 1,25 [1,10; 1,42]", "'effect' is a measure, a number with a decimal point"),
    "half an interval": ("RR 1.25 [1.10; 1.42]", "RR 1.25 [1.10]", "'effect' is a measure"),
    "P": ('p: "= .31"', "p: small", "'p' is a number below 1 with its sign"),
    "people": ("n: 1,200", "n: 1.5", "line 5: 'n' is a whole number, not '1.5'"),
    "list": ("people: adults", "people: [adults, adults]", "line 10: 'people' takes one value, not a list"),
    "no study": ("study: Tester AB 2020\n", "", "names no study; begin with 'study: '"),
    "no year": ("Tester AB 2020", "Tester AB", "line 1: 'study' is first author and year"),
    "no outcome": ("  - outcome: bone mineral density\n    moved: raised", "  - moved: raised", "the result has no 'outcome'"),
    "no direction": ("    moved: raised\n", "", "line 15: the result has no 'moved'"),
    "no allocation": ("design: randomised trial", "design: meta-analysis", "give 'allocation': 'assigned' or 'observed' or 'reviewed'"),
    "same result": ("RR 1.25 [1.10; 1.42]\n    site: lumbar spine", "RR 1.25 [1.10; 1.42]", "line 15: the same result as on line 12"),
    "main result": ("of: bone-mineral-density", "of: nothing", "no main result is called 'nothing'; there are: "),
    "DOI": ("10.1000/nowhere", "https://doi.org/10.1359/JBMR.081254", "line 3: 10.1359/jbmr.081254 is source:binkley2009 (Binkley N 2009), which is in the graph"),
    "PMID": ("doi: 10.1000/nowhere", "pmid: 34472618", "line 3: 34472618 is source:mladenka2021"),
    "author and year": ("Tester AB 2020", "Binkley N 2009", "line 1: source:binkley2009 is in the graph"),
    "study of the graph": ("study: Tester AB 2020", "study: source:binkly2009", "no study is called 'source:binkly2009'; nearest: 'source:binkley2009'"),
    "study of the graph with more": ("study: Tester AB 2020", "study: source:binkley2009", "source:binkley2009 is in the graph; leave out 'design'"),
    "cohort": ("people: adults", "people: adults\ncohort: nobody", "no cohort is called 'nobody'"),
    "yes": ("people: adults", "people: adults\nopen label: perhaps", "'open label' is yes or left out"),
    "anchor": ("people: adults", "people: &a adults", "line 10: anchors, aliases and tags of YAML are not read"),
    "alias": ("people: adults", "people: *a", "anchors, aliases and tags of YAML are not read"),
    "tag": ("people: adults", "people: !!python/object:os.system adults", "anchors, aliases and tags of YAML are not read"),
    "depth": ("people: adults", "people: " + "[" * 500 + "]" * 500, "line 10: 'people' is nested too deeply"),
    "fields in a field": ("people: adults", "people: {a: b}", "line 10: 'people' has fields of its own"),
    "second document": ("people: adults", "people: adults\n---\nstudy: b", "a second document begins"),
    "control": ("people: adults", 'people: "ad\\e[31mults"', "line 10: a control character is hidden in 'ad\\x1b[31mults'"),
    "turned writing": ("people: adults", "people: ad\u202eults", "line 10: a control character is hidden"),
    "endless": ("people: adults", "people: " + "x" * 6_000, "line 10: a value has at most 3,000 characters, not 6,000"),
    "too many": ("results:\n", "results:\n" + "  - {outcome: a}\n" * 600, "has 603 results; expected 500 of one study at most"),
    "no YAML": ("people: adults", "people: a: b", "line 10: no YAML: mapping values are not allowed"),
    "no results": ("results:\n", "results:\n#", "results"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(BadFile) as refused:
        of_excerpt(tmp_path, changed(old, new))
    said = str(refused.value)
    assert message in said
    assert "\n" not in said
    assert "study.yaml'" in said


def test_another_report_of_a_trial_shares_its_cohort(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Two reports under one registration count their people once."""
    one, cohort = next(
        (str(number), str(cohort).rpartition("/")[2])
        for number, cohort in kg.engine.values("SELECT ?n ?c { ?s cg:registration ?n ; cg:cohort ?c } ORDER BY ?n")
    )
    text = changed("doi: 10.1000/nowhere", f"doi: 10.1000/nowhere\nregistration: {one}")
    with pytest.raises(BadFile, match=f"line 4: {one} is registered for .*; its people count once: write 'cohort: "):
        record(kg.store, read_study(written(tmp_path, text)))
    text = changed("people: adults", f"people: adults\ncohort: cohort:{cohort}", text)
    assert record(kg.store, read_study(written(tmp_path, text))).label == "Tester AB 2020"


def test_results_for_a_study_of_the_graph(tmp_path: Path) -> None:
    kept = STUDY.partition("exposure:")[2]
    found = of_excerpt(tmp_path, f"study: source:binkley2009\nexposure:{kept}")
    assert found.study.endswith("binkley2009")
    assert [name.split("/")[2] for name in found.files] == ["results"]
    assert b"a cg:Study" not in found.turtle


@pytest.mark.parametrize("name", templates())
def test_a_template_filled_in_is_read(tmp_path: Path, name: str) -> None:
    from calcigraph.curation.study_form import template

    text = template(name)
    with pytest.raises(BadFile, match="names no study"):
        read_study(written(tmp_path, text))
    filled = {"study": "Tester AB 2020", "pmid": "1", "n": "9", "seen": "part", "exposure": "MK-7", "people": "adults"}
    filled |= {"outcome": "bone mineral density", "moved": "unclear", "# allocation": "allocation: observed"}
    for field, value in filled.items():
        whole = value if field.startswith("#") else f"{field}: {value}"
        text = re.sub(rf"^((?:  - |    )?){re.escape(field)}:.*", rf"\g<1>{whole}", text, flags=re.MULTILINE)
    if name == templates()[0]:
        assert of_excerpt(tmp_path, text).report.lines() == []
    assert b"a cg:Result" in as_turtle(written(tmp_path, text))


def test_files_of_every_kind_that_are_none(tmp_path: Path) -> None:
    for name, content, message in (
        ("a.txt", b"", "ends as no file of a study does; expected .yaml, .yml, .csv or .tsv"),
        ("a.yaml", b"\xff", "is not UTF-8 text"),
        ("a.yaml", b"", "names no study"),
        ("a.yaml", b"- 1", "expected fields such as"),
        ("a.yaml", b"just words", "expected fields such as"),
        ("a.yaml", b"x" * 1_100_000, "is larger than 1,000,000 bytes"),
        ("a.csv", b"study,study\n", "the column 'study' is there twice"),
        ("a.csv", b"study,n\na 2000,1,2\n", "line 2: 3 cells; expected 2, as in the header"),
        ("a.csv", b"study,outcome\na 2000,b\nc 2001,b\n", "line 3: 'study' differs from line 2"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadFile) as refused:
            read_study(tmp_path / name)
        assert message in str(refused.value)


@given(text=st.text(max_size=80), suffix=st.sampled_from(["yaml", "csv", "tsv"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_reader(tmp_path: Path, text: str, suffix: str) -> None:
    place = tmp_path / f"a.{suffix}"
    place.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadFile):
        read_study(place)


def test_what_is_left_out_has_to_be_there(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no source is called 'source:haroon2022'; nearest: 'source:haroon2023'"):
        kg.add(written(tmp_path), without="source:haroon2022")
    with pytest.raises(BadArgument, match="add needs the file of a study"):
        kg.add()


def test_the_command_refuses_at_once(run: Callable[..., Finished], tmp_path: Path) -> None:
    place = str(written(tmp_path))
    for arguments, message in (
        (("--template", "rct", place), "--template prints an empty file; leave out"),
        ((place, "--without", "source:haroon2023"), "use it with --dry-run or -o FILE"),
        ((place, "-o", place), "is there already"),
        ((place, "-o", "-", "-f", "json"), "-o - prints Turtle"),
        ((), "add needs the file of a study"),
    ):
        done = run("add", *arguments)
        assert (done.code, done.out) == (2, "")
        assert message in done.err
    assert run("add", "--template", "rct").out.startswith("# A randomised trial with its results")
