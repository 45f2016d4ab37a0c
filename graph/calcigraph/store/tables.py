"""The answer to a SELECT query: columns and rows, and the formats they can be written in."""

from __future__ import annotations

import io
import re
from copy import copy

from calcigraph.errors import Unavailable, visible
from calcigraph.namespaces import shorten

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Self

    import pandas as pd

    from calcigraph.store.terms import Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = {_XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger")}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]INF")
_NUMBERS = {_XSD + name for name in ("decimal", "double", "float")}

Value = str | int | float | bool | None


def python_value(term: Term | None) -> Value:
    """Turn an RDF term into the Python value that a user expects.

    Args:
        term: a term, or None for an unbound variable.

    Returns:
        int, float, bool or str; the IRI of a named node; None for None.

    Example:
        >>> from calcigraph.store.terms import Literal, NamedNode
        >>> python_value(Literal(3)), python_value(NamedNode("http://a.example/"))
        (3, 'http://a.example/')
    """
    if term is None:
        return None
    text = _lexical(term)
    datatype = getattr(term, "datatype", None)
    kind = datatype.value if datatype else ""
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind in _NUMBERS:
            return float(text)
    except ValueError:
        return text  # SPARQL allows literals such as "many"^^xsd:integer
    return text in ("true", "1") if kind == _XSD + "boolean" else text


def cell_text(value: Value) -> str:
    """Write a value as a reader wants to see it: IRIs as CURIEs, nothing for None.

    Args:
        value: a Python value of a table.

    Returns:
        Text of one line.

    Example:
        >>> cell_text(2.50), cell_text(None), cell_text("https://w3id.org/calcigraph/id/mk-7")
        ('2.5', '', 'id:mk-7')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    text = visible(" ".join(str(value).split()))
    return shorten(text) if text.startswith("http") else text


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out cells as a Markdown table.

    Args:
        columns: names of the columns.
        rows: their cells, in Markdown; a bar in one is written as ``\\|``.

    Returns:
        Lines that end in a line feed.

    Example:
        >>> print(markdown_table(["food", "ug"], [["natto", "1000"]]), end="")
        | food | ug |
        |---|---|
        | natto | 1000 |
    """
    head, *body = (f"| {' | '.join(cells)} |\n" for cells in (columns, *rows))
    return "".join([head, "|" + "---|" * len(columns) + "\n", *body])


class Table:
    """Columns and rows of an answer.

    Args:
        columns: names of the columns.
        terms: rows of RDF terms, None where a variable is unbound.
        title: what the table answers.
        note: what an empty table has to add.

    Example:
        >>> table = kg.sparql('SELECT ?label { id:mk-7 skos:prefLabel ?label }')
        >>> table.columns, table.rows
        (('label',), [('MK-7',)])
    """

    def __init__(
        self,
        columns: Sequence[str],
        terms: Sequence[Sequence[Term | None]],
        title: str = "",
        note: str = "",
    ) -> None:
        self.columns: tuple[str, ...] = tuple(columns)
        self.terms = [tuple(row) for row in terms]
        self.title = title
        self.note = note

    def with_rows(
        self,
        columns: Sequence[str],
        terms: Sequence[Sequence[Term | None]],
    ) -> Self:
        """Give the same table in other columns and rows.

        Args:
            columns: names of the columns.
            terms: the rows.

        Returns:
            A new table with everything else as it is here.

        Example:
            >>> Table(["a"], [], note="None known.").with_rows(["b"], []).note
            'None known.'
        """
        table = copy(self)
        table.columns, table.terms = tuple(columns), [tuple(row) for row in terms]
        return table

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as Python values."""
        return [tuple(python_value(term) for term in row) for row in self.terms]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __repr__(self) -> str:
        rows = "row" if len(self) == 1 else "rows"
        return f"<Table {self.title or ', '.join(self.columns)}: {len(self)} {rows}>"

    def csv(self, *, raw: bool = False) -> str:
        """Write the table as CSV with full IRIs, after SPARQL 1.1 Query Results CSV.

        Args:
            raw: leave text that a spreadsheet would take for a formula as it is; otherwise an apostrophe stands before it.

        Returns:
            Lines that end in a line feed, the header first.

        Example:
            >>> from calcigraph.store.terms import Literal
            >>> Table(["n"], [[Literal(3)]]).csv()
            'n\\n3\\n'
        """
        import csv

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.terms:
            writer.writerow(["" if term is None else _csv_cell(term, raw=raw) for term in row])
        return out.getvalue()

    def json(self) -> str:
        """Write the table in the SPARQL 1.1 Query Results JSON Format.

        Beside ``head`` and ``results`` stands what ``members`` gives; readers of the format pass over members they do not
        know.

        Returns:
            One JSON document, indented, that ends in a line feed.

        Example:
            >>> import json
            >>> from calcigraph.store.terms import Literal
            >>> json.loads(Table(["n"], [[Literal(3)]]).json())["results"]["bindings"][0]["n"]["value"]
            '3'
        """
        import json

        bindings = [
            {name: _json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        document: dict[str, Any] = {"head": {"vars": list(self.columns)}}
        document |= {name: value for name, value in self.members().items() if value}
        document["results"] = {"bindings": bindings}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def members(self) -> dict[str, Any]:
        """Give what a table has to say beside its rows.

        Returns:
            Name to text or to texts, which may be empty.

        Example:
            >>> Table(["n"], [], note="None known.").members()
            {'note': 'None known.'}
        """
        return {"note": self.note}

    def markdown(self) -> str:
        """Write the table as a Markdown table, IRIs as CURIEs.

        Returns:
            Lines that end in a line feed.

        Example:
            >>> from calcigraph.store.terms import Literal
            >>> print(Table(["n"], [[Literal("a|b")]]).markdown(), end="")
            | n |
            |---|
            | a\\|b |
        """
        return markdown_table(self.columns, ([markdown_text(value) for value in row] for row in self.rows))

    def to_pandas(self) -> pd.DataFrame:
        """Turn the table into a pandas data frame.

        Returns:
            A frame with the columns and Python values of the table.

        Raises:
            Unavailable: pandas is not installed.

        Example:
            >>> from calcigraph.store.terms import Literal
            >>> Table(["n"], [[Literal(3)]]).to_pandas()["n"].sum().item()
            3
        """
        try:
            import pandas as pd
        except ImportError:
            raise Unavailable("pandas is not installed; get it with: pip install pandas") from None
        return pd.DataFrame(self.rows, columns=list(self.columns))


def _lexical(term: Any) -> str:
    value = getattr(term, "value", None)
    return str(term) if value is None else str(value)


def markdown_text(value: Value) -> str:
    """Write a value so that Markdown reads nothing into it: a backslash, a pipe and a tag would be.

    Args:
        value: a Python value of a table.

    Returns:
        Text of one line.

    Example:
        >>> print(markdown_text("a|b"))
        a\\|b
    """
    return re.sub(r"([\\|<])", r"\\\1", cell_text(value))


def _csv_cell(term: Any, *, raw: bool) -> str:
    text = f"_:{term.value}" if type(term).__name__ == "BlankNode" else _lexical(term)
    return text if raw else harmless(text)


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking the text of a cell for a formula.

    Args:
        text: of a cell.

    Returns:
        It, behind an apostrophe where it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end and is no number.

    Example:
        >>> harmless("=1+1"), harmless("-0.023"), harmless("MK-7")
        ("'=1+1", '-0.023', 'MK-7')
    """
    return f"'{text}" if text[:1] in _FORMULA and not _NUMBER.fullmatch(text) else text


def harmful(text: str) -> str:
    """Undo what ``harmless`` has done.

    Args:
        text: of a cell.

    Returns:
        It without the apostrophe that stands before a formula.

    Example:
        >>> harmful("'=1+1"), harmful("'quoted'")
        ('=1+1', "'quoted'")
    """
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def _json_term(term: Any) -> dict[str, Any]:
    kind = type(term).__name__
    if kind == "NamedNode":
        return {"type": "uri", "value": term.value}
    if kind == "BlankNode":
        return {"type": "bnode", "value": term.value}
    if kind == "Triple":
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": {part: _json_term(getattr(term, part)) for part in parts}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != _XSD + "string":
        found["datatype"] = term.datatype.value
    return found
