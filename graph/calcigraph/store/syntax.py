"""Says where SPARQL is malformed, and what was expected there.

The engine's parser names the furthest position it looked at, which lies behind the mistake by the length of a keyword
it tried, and only the keywords that reach that far. So the query is parsed once more with wide gaps between its
tokens, which tells the token, and then up to that token only, which tells what could have stood there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_GAP = " " * 64  # longer than any keyword
_CHUNK = re.compile(
    r"#[^\n\r]*"
    r"|(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    r"|<[^<>\"{}|^`\\\s]*>|\\.|[^\s{}()\[\];#\"'<\\])+"
    r"|\S",
    re.DOTALL,
)
_ITEM = re.compile(r"\"(?:\\.|[^\"\\])*\"|\[(?:'(?:\\.|[^'\\])*'|[^\]'])*\]|[^,]+")
_SIGNS = (
    ("a variable", {"?"}),
    ("an IRI", {"<"}),
    ("a literal", {'"'}),
    ("a number", {"['0'..='9']", "['0' ..= '9']"}),
    ("an operator", {"operator"}),
    ("a keyword", {"[_]"}),
)
# What the engine's parser says of a name, and the prefix of one.
_UNDECLARED = "Prefix not found"
_PREFIX = re.compile(r"[^\W_][\w.-]*:|:")
_BRACKETS = "{}()[].;,"


class _Chunk(NamedTuple):
    text: str
    start: int


def explain(message: str, query: str, parse: Callable[[str], str]) -> str:
    """Say where a query is malformed.

    Args:
        message: what the parser said of the query.
        query: SPARQL that the parser refused.
        parse: gives the parser's message on a text, empty when there is nothing wrong.

    Returns:
        Line, column, what was expected and what stands there, on one line.

    Example:
        >>> from calcigraph.store.local import parse_error
        >>> explain(parse_error("ASK { ?s ?p }"), "ASK { ?s ?p }", parse_error)
        "line 1, column 13: expected a variable, an IRI, a literal, a number, '(' or '[', found '}'"
    """
    chunks = [_Chunk(match[0], match.start()) for match in _CHUNK.finditer(query) if match[0][0] != "#"]
    for chunk in chunks:
        if chunk.text in ("'", '"'):
            return f"{_place(query, chunk.start)}: the text that begins here does not end"
    starts, padded = [], ""
    for chunk in chunks:
        starts.append(len(padded))
        padded += chunk.text + _GAP
    _, column, items = _read(parse(padded) or message)
    index = max((number for number, start in enumerate(starts) if start < column), default=0)
    at_end = column > len(padded)
    here = len(query.rstrip()) if at_end else chunks[index].start
    said = [item for item in items if " " in item and item[0].isalpha()]
    prefix = _PREFIX.match(chunks[index].text) if said == [_UNDECLARED] and not at_end else None
    if prefix:
        return f"{_place(query, here)}: the prefix '{prefix[0]}' is not declared"
    if said:
        return f"{_place(query, here)}: {said[0]}"
    before = [chunk.text for chunk in (chunks if at_end else chunks[:index])]
    found = "the end of the query" if at_end else f"'{chunks[index].text[:20]}'"
    return f"{_place(query, here)}: expected {_expected(before, parse)}, found {found}"


def _place(query: str, offset: int) -> str:
    return f"line {query.count(chr(10), 0, offset) + 1}, column {offset - query.rfind(chr(10), 0, offset)}"


def _read(message: str) -> tuple[int, int, list[str]]:
    match = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", message, re.DOTALL)
    if not match:
        return 1, 1, [f"the parser says: {' '.join(message.split())}"]
    return int(match[1]), int(match[2]), [item.strip() for item in _ITEM.findall(match[3]) if item.strip()]


def _expected(before: list[str], parse: Callable[[str], str]) -> str:
    """Name what can follow some tokens."""
    depth = before.count("{") - before.count("}")
    if "{" in before and depth == 0:
        # Complete so far: to parse it would be to ask it.
        return "the end of the query or a modifier such as ORDER BY or LIMIT"
    said = _read(parse(_GAP.join([*before, ""])))[2]
    items = {item[1:-1].replace('\\"', '"') if item[0] == '"' else item for item in said}
    if "&&" in items:
        items = items - {"<"} | {"operator"}
    named = [name for name, signs in _SIGNS if items & signs]
    shown = [f"'{item}'" for item in _BRACKETS if item in items]
    if "a number" in named:
        shown = [sign for sign in shown if sign != "'.'"]  # as in .5
    choices = [name for name in named if name != "a keyword" or not shown + named[:-1]] + shown
    if len(choices) < 2:
        return choices[0] if choices else "something else"
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
