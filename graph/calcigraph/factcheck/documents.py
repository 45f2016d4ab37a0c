"""Documents to check: text, Markdown, HTML, and with an extra DOCX and PDF, as passages with their places."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadFile, Unavailable
from calcigraph.factcheck.html_text import html_passages
from calcigraph.factcheck.passages import Passage, plain_passages
from calcigraph.store.inputs import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Endings of names, with the kind of document each is.
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
#: What a message says of them.
EXPECTED = "a text, Markdown, HTML, DOCX or PDF file, or -"
_EXTRA = "pip install 'calcigraph[documents]'"
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|article|main|div|p|h1)\b", re.IGNORECASE | re.DOTALL
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROL = 0.01  # share of control characters above which bytes are no text
_LARGEST_INSIDE = 400_000_000  # bytes that a compressed document may unfold to


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read.

    Attributes:
        name: of it.
        kind: ``text``, ``markdown``, ``html``, ``docx`` or ``pdf``.
        text: its text, in which places are counted; of DOCX and PDF what was extracted.
        passages: gives its passages, anew each time.
        length: of ``text``.
    """

    name: str
    kind: str
    text: str
    passages: Callable[[], Iterator[Passage]]

    @property
    def length(self) -> int:
        """Characters of its text."""
        return len(self.text)


def document(content: bytes, name: str) -> Document:
    """Read a document.

    Args:
        content: its bytes.
        name: its name; the ending says what it is, else its first bytes do.

    Returns:
        The document.

    Raises:
        BadFile: it is empty, no text, in another encoding than UTF-8 or UTF-16, locked, or a scan without text.
        Unavailable: it needs a library that is not installed.

    Example:
        >>> [each.text for each in document(b"K2 is a vitamin.", "a.txt").passages()]
        ['K2 is a vitamin.']
    """
    shown = f"'{named(name)}'" if name != "standard input" else name
    if not content.strip():
        raise BadFile(f"{shown} is empty; expected {EXPECTED}")
    kind = _kind(content, name)
    if kind == "pdf":
        return _of_pages(name, "pdf", _pdf(content, shown))
    if kind == "docx":
        return _of_pages(name, "docx", _docx(content, shown))
    text = _decoded(content, shown)
    if kind == "html" or (not kind and _HTML.match(text[:2000])):
        return Document(name, "html", text, lambda: html_passages(text))
    markdown = kind == "markdown"
    return Document(name, kind or "text", text, lambda: plain_passages(text, markdown=markdown))


def _kind(content: bytes, name: str) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04") and b"word/" in content:
        return "docx"
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    kind = SUFFIXES.get(suffix, "")
    return "" if kind in ("pdf", "docx") else kind


def _decoded(content: bytes, shown: str) -> str:
    """The text of bytes; what is no UTF-8 is refused, with a guess at what it is."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise BadFile(f"{shown} begins like UTF-16 and is not; expected {EXPECTED}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_guess(content, shown, error.start)) from None
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > _MOST_CONTROL * len(sample):
        if content[1::2][:1000].count(0) > 0.8 * len(content[1::2][:1000]):
            raise BadFile(f"{shown} is not UTF-8; it looks like UTF-16: iconv -f UTF-16LE -t UTF-8 converts it")
        raise BadFile(f"{shown} is no text; expected {EXPECTED}")
    return text


def _guess(content: bytes, shown: str, place: int) -> str:
    sample = content[:100_000]
    if sample.count(0) or sum(byte < 9 or 13 < byte < 32 for byte in sample) > _MOST_CONTROL * len(sample):
        return f"{shown} is no text; expected {EXPECTED}"
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return f"{shown} is not UTF-8 (byte {place + 1}); save it as UTF-8 first"
    return f"{shown} is not UTF-8 (byte {place + 1}); it looks like Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 converts it"


def _of_pages(name: str, kind: str, parts: list[tuple[str, str, int]]) -> Document:
    """A document of parts that were extracted: words, kind of passage, and page."""
    starts = []
    at = 0
    for words, _, _ in parts:
        starts.append(at)
        at += len(words) + 2
    text = "\n\n".join(words for words, _, _ in parts)

    def passages() -> Iterator[Passage]:
        for (words, passage, page), start in zip(parts, starts, strict=True):
            if kind == "pdf":
                for each in plain_passages(words):
                    yield Passage(each.text, each.kind, ((0, start + each.places[0][1]),), page)
            elif words.strip():
                yield Passage(words, passage, ((0, start),), page)

    return Document(name, kind, text, passages)


def _docx(content: bytes, shown: str) -> list[tuple[str, str, int]]:
    try:
        import docx
    except ImportError:
        raise Unavailable(f"{shown} is a DOCX file, which needs python-docx: {_EXTRA}") from None
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            large = sum(each.file_size for each in archive.infolist()) > _LARGEST_INSIDE
        opened = None if large else docx.Document(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - the library raises whatever it meets
        raise BadFile(f"{shown} is no DOCX file that can be read; expected {EXPECTED}") from None
    if opened is None:
        raise BadFile(f"{shown} unfolds to more than {_LARGEST_INSIDE:,} bytes")
    parts = []
    for block in opened.iter_inner_content():
        if hasattr(block, "rows"):
            parts += [(cell.text, "cell", 0) for row in block.rows for cell in row.cells]
        else:
            style = (block.style.name or "").lower() if block.style is not None else ""
            kind = "heading" if style.startswith(("heading", "title")) else "item" if "list" in style else "paragraph"
            parts.append((block.text, kind, 0))
    parts = [each for each in parts if each[0].strip()]
    if not parts:
        raise BadFile(f"{shown} holds no text")
    return parts


def _pdf(content: bytes, shown: str) -> list[tuple[str, str, int]]:
    try:
        import pypdf
    except ImportError:
        raise Unavailable(f"{shown} is a PDF file, which needs pypdf: {_EXTRA}") from None
    try:
        opened: Any = pypdf.PdfReader(io.BytesIO(content))
        locked = bool(opened.is_encrypted and not opened.decrypt(""))
        pages = (
            []
            if locked
            else [(page.extract_text() or "", "paragraph", number) for number, page in enumerate(opened.pages, 1)]
        )
    except Exception:  # noqa: BLE001 - the library raises whatever it meets
        raise BadFile(f"{shown} is no PDF file that can be read; expected {EXPECTED}") from None
    if locked:
        raise BadFile(f"{shown} is locked by a password; save it without one first")
    if not any(words.strip() for words, _, _ in pages):
        raise BadFile(f"{shown} holds no text: it is a scan; recognise its text (OCR) first")
    return pages
