"""What a query says, read from its text before it runs: its form, whether it may call others, how deep it is nested."""

from __future__ import annotations

import re

from calcigraph.namespaces import COMMON, PREFIXES
from calcigraph.store.tokens import COMMENT, IRI, NAME, SIGN, STRING, VARIABLE, WHOLE_IRI, WORD, Scan, end_of

#: The words that updates begin with.
UPDATES = {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
#: The words that queries begin with.
FORMS = ("select", "ask", "construct", "describe")
# Deeper nesting than any person writes overflows the stack of the parser, which would end the process.
MAX_NESTING = 200

_OPAQUE = {STRING, IRI, COMMENT}
_LOCAL_WITH_DOTS = re.compile(r"(?:\.++(?=[\w:%\\-])(?:[\w:%-]|\\.)++)*+", re.DOTALL)
_PLAIN_FORM = re.compile(rf"[ \t\r\n]*+({'|'.join(FORMS)})(?![\w.:-])", re.IGNORECASE | re.ASCII)
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_FROM = re.compile("from", re.IGNORECASE | re.ASCII)
_STEPS = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}


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
    if plain := _PLAIN_FORM.match(query):
        return plain[1].lower()
    word = re.match(r"\s*(\w+)", bare(query))
    return word.group(1).lower() if word else ""


def bare(query: str) -> str:
    """Take off the prologue, and blank what cannot hold keywords.

    Args:
        query: SPARQL.

    Returns:
        What is left; it keeps its length and its lines.

    Example:
        >>> bare("PREFIX a: <http://a.example/> ASK {}").strip()
        'ASK {}'
    """
    scan = Scan(query)
    number = scan.prologue()
    return _blanked(scan, _OPAQUE, scan.code[number - 1][2] if number else 0)


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
    if not _SERVICE.search(query):
        return False
    scan = Scan(query)
    if scan.unsure is not None:
        return True
    # Variables and the local parts of names cannot be keywords, and a call needs a group in braces.
    visible = _blanked(scan, {*_OPAQUE, VARIABLE, NAME})
    brace = 0
    for match in re.finditer(r"[{}]", visible):
        if match[0] == "{" and _SERVICE.search(visible, brace, match.start()):
            return True
        brace = match.end()
    return False


def without_silent_calls(query: str) -> str:
    """Answer each SERVICE SILENT as SPARQL wants it where nobody answers: by one solution that binds nothing.

    Args:
        query: SPARQL.

    Returns:
        The query with each such group made optional and impossible, so that its variables stay in scope; the query
        itself where it has none, or cannot be read surely.

    Example:
        >>> without_silent_calls("ASK { SERVICE SILENT <http://a.example/> { ?s ?p ?o } }")
        'ASK { { OPTIONAL { { ?s ?p ?o } FILTER(false) } } }'
    """
    if not _SERVICE.search(query):
        return query
    scan = Scan(query)
    if scan.unsure is not None:
        return query
    closing: dict[int, int] = {}
    opened: list[int] = []
    for number in range(len(scan.code)):
        sign = scan.shown(number)
        if sign == "{":
            opened.append(number)
        elif sign == "}" and opened:
            closing[opened.pop()] = number
    edits: list[tuple[int, int, str]] = []
    for group, end in closing.items():
        words = [scan.shown(each).upper() for each in range(group - 3, group - 1)] if group > 2 else []
        if words == ["SERVICE", "SILENT"] and scan.kind(group - 1) in (IRI, NAME, VARIABLE):
            edits.append((scan.code[group - 3][1], scan.code[group][2], "{ OPTIONAL { {"))
            edits.append((*scan.code[end][1:], "} FILTER(false) } }"))
    parts, place = [], 0
    for start, end, text in sorted(edits):
        parts += [query[place:start], text]
        place = end
    return "".join([*parts, query[place:]])


def named_graphs(query: str) -> tuple[str, list[str]] | None:
    """Give the graphs that FROM and FROM NAMED name.

    Args:
        query: SPARQL.

    Returns:
        The prologue and the names as they stand, IRIs or prefixed names; None where the query names none.

    Raises:
        ValueError: it cannot be told for sure; the message says why.

    Example:
        >>> named_graphs("ASK FROM <http://a.example/> FROM NAMED a:b { ?s ?p ?o }")
        ('', ['<http://a.example/>', 'a:b'])
    """
    if not _FROM.search(query):
        return None
    scan = Scan(query)
    first, end = scan.prologue(), len(query)
    template = scan.shown(first).upper() == "CONSTRUCT" and scan.shown(first + 1) == "{"
    found: list[int] = []
    depth = 0
    for number in range(first, len(scan.code)):
        sign = scan.shown(number)
        if sign == "{" and depth == 0 and not (template and number == first + 1):
            end = scan.code[number][1]  # the pattern, which stands behind all FROM
            break
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and scan.kind(number) in (WORD, NAME) and _FROM.search(sign.partition(":")[0]):
            found.append(number)
    if scan.unsure is not None and scan.unsure < end and _FROM.search(query):
        raise ValueError("what stands before the pattern can be read in two ways; write its IRIs whole")
    return (query[: scan.code[first][1]], [_graph(scan, number) for number in found]) if found else None


def _graph(scan: Scan, number: int) -> str:
    name = number + (2 if scan.shown(number + 1).upper() == "NAMED" else 1)
    if scan.shown(number).upper() != "FROM" or scan.kind(name) not in (IRI, NAME):
        raise ValueError("FROM needs a space before and after it, and the name of a graph")
    end = scan.code[name][2]
    if scan.kind(name) == NAME:
        end = end_of(_LOCAL_WITH_DOTS, scan.text, end)
    return scan.text[scan.code[name][1] : end]


def used_terms(query: str) -> list[str]:
    """Give the IRIs that a query looks for, written whole or with a prefix.

    Args:
        query: SPARQL; the prefixes of the graph and the common ones need no declaration.

    Returns:
        Each once, in their order; none of the prologue or of what CONSTRUCT makes, and none at all where the text can
        be read in two ways.

    Example:
        >>> used_terms("PREFIX a: <http://a.example/> CONSTRUCT { ?s a:new 1 } WHERE { ?s a:b.c <http://d.example/> }")
        ['http://a.example/b.c', 'http://d.example/']
    """
    scan = Scan(query)
    if scan.unsure is not None:
        return []
    first = scan.prologue()
    prefixes = PREFIXES | COMMON
    for number in range(first - 2):
        if scan.shown(number).upper() == "PREFIX" and scan.kind(number + 2) == IRI:
            prefixes = {**prefixes, scan.shown(number + 1)[:-1]: scan.shown(number + 2)[1:-1]}
    if scan.shown(first).upper() == "CONSTRUCT" and scan.shown(first + 1) == "{":
        while first < len(scan.code) and scan.shown(first) != "}":
            first += 1  # no group stands inside a template
    found: dict[str, None] = {}
    for number in range(first, len(scan.code)):
        kind, start, end = scan.code[number]
        if kind == IRI:
            found[query[start + 1 : end - 1]] = None
        elif kind == NAME:
            prefix, _, local = query[start : end_of(_LOCAL_WITH_DOTS, query, end)].partition(":")
            if prefix in prefixes:
                found[prefixes[prefix] + local.replace("\\", "")] = None
    return list(found)


def nesting(query: str, *, comparisons: bool = True) -> int:
    """Count how many brackets are open at the deepest place of a query.

    Args:
        query: SPARQL, or Turtle.
        comparisons: whether ``<`` can be a comparison; in Turtle it cannot.

    Returns:
        The depth, 0 or more; too much rather than too little where the text can be read in two ways.

    Example:
        >>> nesting("ASK { { ?a ?b (1) } }")
        3
    """
    scan = Scan(query, comparisons=comparisons)
    sure = len(query) if scan.unsure is None else scan.unsure
    depth = deepest = 0
    for kind, start, end in scan.tokens:
        if start >= sure:
            break
        if kind == SIGN and end - start == 1:
            depth += _STEPS.get(query[start], 0)
        elif kind == IRI and comparisons and not WHOLE_IRI.match(query, start):
            depth += _opening(query, start, end)  # or a comparison: '1<((2>1))'
        deepest = max(deepest, depth)
    return max(deepest, depth + _opening(query, sure, len(query)))


def too_deep(text: str, *, comparisons: bool = True) -> bool:
    """Tell whether a text is nested deeper than any person writes.

    Args:
        text: SPARQL, or Turtle.
        comparisons: as in ``nesting``.

    Returns:
        Whether it is deeper than ``MAX_NESTING``.

    Example:
        >>> too_deep("ASK { FILTER(" + "(" * 200 + "1" + ")" * 201 + " }")
        True
    """
    # Counting costs nothing; shipped questions are never read token by token.
    return _opening(text, 0, len(text)) > MAX_NESTING and nesting(text, comparisons=comparisons) > MAX_NESTING


def _opening(text: str, start: int, end: int) -> int:
    return sum(text.count(bracket, start, end) for bracket in "({[")


def _blanked(scan: Scan, kinds: set[str], start: int = 0) -> str:
    """The text with some kinds of tokens blanked; it keeps its length and its lines."""
    parts, place = [], start
    for kind, begin, end in scan.tokens:
        if kind in kinds and begin >= start:
            # Of a name the prefix stays: the parser wants no space around a keyword ('SERVICEe:s').
            begin = scan.text.find(":", begin, end) if kind == NAME else begin  # noqa: PLW2901
            parts += [scan.text[place:begin], re.sub(r"[^\n]", " ", scan.text[begin:end])]
            place = end
    return "".join([*parts, scan.text[place:]])
