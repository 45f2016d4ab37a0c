"""What a query says, read from its text before it runs: its form, whether it may call others, how deep it is nested."""

from __future__ import annotations

import re

#: The words that updates begin with.
UPDATES = {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
#: The words that queries begin with.
FORMS = ("select", "ask", "construct", "describe")
# Deeper nesting than any person writes overflows the stack of the parser, which would end the process.
MAX_NESTING = 200
# Strings, IRIs, comments and escaped characters of names go before a query is searched for keywords.
_OPAQUE = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n\r]*|\\.",
    re.DOTALL,
)
# The parser reads '?a<5#>' as a comparison and a comment where the pattern above sees an IRI, and so could a hostile
# text hide what follows. Only what begins like 'scheme://' is an IRI in either reading.
_TWO_READINGS = re.compile(r"<(?![a-z][a-z0-9+.-]*://)[^<>\"{}|^`\\\s]*[#'][^<>\"{}|^`\\\s]*>", re.IGNORECASE)
# The parser wants no space around a keyword ('1SERVICE<...>', 'SERVICESILENT'), so word boundaries tell nothing.
# Variables and the local parts of names cannot be keywords, and a call needs a group in braces.
_NAMES = re.compile(r"[?$]\w+|:[\w:%-]*")
_CALL = re.compile(r"SERVICE[^{}]*\{", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:BASE\s*|PREFIX\s+[^\s:]*:\s*)", re.IGNORECASE)


def form(query: str) -> str:
    """Tell what kind of query a text is, without parsing it.

    Args:
        query: SPARQL.

    Returns:
        ``select``, ``ask``, ``construct`` or ``describe``, or whatever word stands there, in lower case.

    Example:
        >>> form("PREFIX a: <http://select.example/> # ask\\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        'construct'
    """
    word = re.match(r"\s*(\w+)", bare(query))
    return word.group(1).lower() if word else ""


def bare(query: str) -> str:
    """Take off the prologue, and blank what cannot hold keywords.

    Args:
        query: SPARQL.

    Returns:
        What is left; it keeps its length and its lines.

    Example:
        >>> bare("PREFIX a: <http://a.example/> ASK {}")
        'ASK {}'
    """
    text = _OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), query)
    while match := _PROLOGUE.match(text):
        text = text[match.end() :]
    return text


def may_call(query: str) -> bool:
    """Tell whether a query can hold a SERVICE clause: sometimes yes without cause, never no with cause.

    Args:
        query: SPARQL.

    Returns:
        False where it surely calls nobody.

    Example:
        >>> may_call("ASK { ?a ?b ?c }"), may_call("ASK { SERVICE <http://a.example/> {} }")
        (False, True)
    """
    if "service" not in query.casefold():
        return False
    return bool(_TWO_READINGS.search(query) or _CALL.search(_NAMES.sub(" ", _OPAQUE.sub(" ", query))))


def nesting(query: str) -> int:
    """Count how many brackets are open at the deepest place of a query.

    Args:
        query: SPARQL.

    Returns:
        The depth, 0 or more.

    Example:
        >>> nesting("ASK { { ?a ?b (1) } }")
        3
    """
    depth = deepest = 0
    for bracket in re.findall(r"[({\[\])}]", _OPAQUE.sub(" ", query)):
        depth += 1 if bracket in "({[" else -1
        deepest = max(deepest, depth)
    return deepest
