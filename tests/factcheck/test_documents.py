"""Documents: what is read, with its places, and what is refused in one line."""

from __future__ import annotations

import io
import zipfile

import pytest
from calcigraph.errors import BadFile, Unavailable
from calcigraph.factcheck.documents import document
from calcigraph.factcheck.html_text import html_passages


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "is empty"),
        (b" \n ", "a.md", "is empty"),
        (bytes(range(256)) * 40, "a.txt", "is no text"),
        (b"\x00\x01\x02" * 100, "a.txt", "is no text"),
        ("Le café".encode("cp1252"), "a.txt", "looks like Windows-1252"),
        ("K2 is a vitamin.".encode("utf-16-le"), "a.txt", "looks like UTF-16"),
        (b"%PDF-1.4 broken", "a.pdf", "is no PDF file that can be read"),
        (b"PK\x03\x04word/ broken", "a.docx", "is no DOCX file that can be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, name: str, said: str) -> None:
    """One line names the file and what is wrong; of an encoding with the guess."""
    if name.endswith((".pdf", ".docx")):
        pytest.importorskip({"pdf": "pypdf", "ocx": "docx"}[name[-3:]])
    with pytest.raises(BadFile, match=said) as error:
        document(content, name)
    assert "\n" not in str(error.value)


def _pdf(words: str = "", password: str = "") -> bytes:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if words:
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 10 100 Td ({words}) Tj ET".encode())
        name = pypdf.generic.NameObject
        font = pypdf.generic.DictionaryObject(
            {name("/Type"): name("/Font"), name("/Subtype"): name("/Type1"), name("/BaseFont"): name("/Helvetica")}
        )
        fonts = pypdf.generic.DictionaryObject({name("/F1"): font})
        writer.pages[0][name("/Resources")] = pypdf.generic.DictionaryObject({name("/Font"): fonts})
        writer.pages[0][name("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_text_with_the_page() -> None:
    """Each passage knows its page."""
    found = list(document(_pdf("K2 activates osteocalcin."), "a.pdf").passages())
    assert [(each.text, each.page) for each in found] == [("K2 activates osteocalcin.", 1)]


def test_a_scan_and_a_locked_pdf_are_told_apart() -> None:
    """A scan holds no text; a locked one asks for a password."""
    with pytest.raises(BadFile, match="it is a scan"):
        document(_pdf(), "a.pdf")
    with pytest.raises(BadFile, match="locked by a password"):
        document(_pdf("K2", "secret"), "a.pdf")


def test_a_docx_gives_headings_items_and_cells() -> None:
    """What a style says of a paragraph is kept."""
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_heading("Vitamin K2")
    made.add_paragraph("K2 activates osteocalcin.")
    made.add_paragraph("Supports bone density", style="List Bullet")
    made.add_table(1, 1).cell(0, 0).text = "natto"
    out = io.BytesIO()
    made.save(out)
    read = document(out.getvalue(), "a.docx")
    assert [(each.kind, each.text) for each in read.passages()] == [
        ("heading", "Vitamin K2"),
        ("paragraph", "K2 activates osteocalcin."),
        ("item", "Supports bone density"),
        ("cell", "natto"),
    ]
    assert all(read.text[each.places[0][1] :].startswith(each.text) for each in read.passages())


def test_a_missing_library_is_said_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra a DOCX is refused, and the message says how to get it."""
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Unavailable, match=r"pip install 'calcigraph\[documents\]'"):
        document(out.getvalue(), "a.docx")


def test_boilerplate_is_left_out_and_places_stay() -> None:
    """Menus, scripts and lists of links are no text; every letter stands where its place says, entities too."""
    page = (
        "<title>T</title><nav>Home</nav><script>K2 cures</script><main><h1>K2 &amp; you</h1><p>It is a\n<b>vit</b>amin."
        "<ul><li><a>Link</a><li>Supports bones</ul><div class='cookie banner'>x</div></main><footer>f</footer>"
    )
    found = list(html_passages(page))
    assert [each.text for each in found] == ["K2 & you", "It is a vitamin.", "Supports bones"]
    for each in found:
        for offset, letter in enumerate(each.text):
            assert page[each.original(offset)] in (letter, "\n", "&")


@pytest.mark.parametrize("piece", ["<p>K2 ", "<!-- ", "<nav>", "<div class='nav'>", "<", "&", "<script>", "<a href='"])
def test_a_page_that_never_closes_is_read_once(piece: str) -> None:
    """It ends, and what text it holds is found; bench/ has the cost."""
    found = list(html_passages(piece * 40_000))
    assert sum(each.text.count("K2") for each in found) == (40_000 if "K2" in piece else 0)
