"""Text for XML and HTML: any text gives a document that readers read, and they get it back."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from calcigraph.errors import visible
from calcigraph.store.markup import attribute, content, escape
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(st.characters(codec=None)))
def test_readers_get_what_was_written(text: str) -> None:
    read = ET.fromstring(f"<a b={attribute(text)}>{content(text)}</a>")  # noqa: S314 - our own
    assert read.attrib["b"] == visible(text)
    assert (read.text or "") == visible(text)
    escaped = ET.fromstring(f"<a>{escape(text)}</a>").text or ""  # noqa: S314 - our own
    assert escaped == visible(text).replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(st.characters(codec=None)))
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    assert all(each in "\t\r\n" or ord(each) > 0x9F or 0x1F < ord(each) < 0x7F for each in visible(text))
    assert visible(visible(text)) == visible(text)
    visible(text).encode()


def test_codes() -> None:
    assert visible("a\x1b[31m\x9b\ud800\u202e\n") == "a\\x1b[31m\\x9b\\ud800\\u202e\n"
    assert visible("soft\xadhyphen, \u200d and é") == "soft\xadhyphen, \u200d and é"
