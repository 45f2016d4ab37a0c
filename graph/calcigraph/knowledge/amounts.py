"""Exact conversion of amounts: micrograms and milligrams for anything, international units for vitamin D alone."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument
from calcigraph.namespaces import ID

if TYPE_CHECKING:
    from typing import Any, TypeVar

    from calcigraph.store.store import Store
    from calcigraph.store.tables import Table

    _T = TypeVar("_T", bound=Table)

#: Units one can ask for, and how they stand in the graph.
UNITS = {"iu": "[iU]", "ug": "ug", "mg": "mg"}
_IN_MICROGRAMS = {"ug": Decimal(1), "mg": Decimal(1000)}
_IU_PER_MICROGRAM = Decimal(40)  # of vitamin D
_UNIT = re.compile(r"(\[iU\]|ug|mg)(/(?!\[iU\]|ug|mg).*)?")
_VALUES = ("low", "high", "target", "limit")
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


def convert(value: Decimal, unit: str, to: str, *, vitamin_d: bool = False) -> Decimal | None:
    """Convert an amount where that is exact.

    Args:
        value: the number.
        unit: ``iu``, ``ug`` or ``mg``.
        to: the same.
        vitamin_d: whether the amount is of vitamin D or one of its forms.

    Returns:
        The number in the other unit, or None where no exact conversion exists.

    Example:
        >>> convert(Decimal(4000), "iu", "ug", vitamin_d=True), convert(Decimal(90), "ug", "iu")
        (Decimal('100'), None)
    """
    if unit == to:
        return value
    if "iu" in (unit, to) and not vitamin_d:
        return None
    micrograms = (
        _EXACT.divide(value, _IU_PER_MICROGRAM) if unit == "iu" else _EXACT.multiply(value, _IN_MICROGRAMS[unit])
    )
    if to == "iu":
        return _EXACT.multiply(micrograms, _IU_PER_MICROGRAM)
    return _EXACT.divide(micrograms, _IN_MICROGRAMS[to])


def plain(value: Decimal) -> str:
    """Write a number without exponent and without idle zeros.

    Args:
        value: a number.

    Returns:
        Its digits.

    Example:
        >>> plain(Decimal("1E+2")), plain(Decimal("0.0450"))
        ('100', '0.045')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def vitamin_d(store: Store) -> set[str]:
    """List vitamin D and its forms, for which alone an international unit is a mass.

    Args:
        store: the graph.

    Returns:
        IRIs.

    Example:
        >>> sorted(iri.rpartition("/")[2] for iri in vitamin_d(store))
        ['vitamin-d', 'vitamin-d2', 'vitamin-d3']
    """
    rows = store.engine.values("SELECT ?v { ?v a cg:Nutrient ; (cg:formOf|cg:kindOf)* id:vitamin-d }")
    return {str(iri) for (iri,) in rows} | {ID + "vitamin-d"}


def in_unit(store: Store, table: _T, to: str) -> _T:
    """Give an answer with its amounts and doses in another unit.

    Args:
        store: the graph that gave the answer.
        table: the answer.
        to: ``iu``, ``ug`` or ``mg``.

    Returns:
        A table with the same rows; what has no exact conversion stays as it is, and the note says so.

    Raises:
        BadArgument: no such unit.

    Example:
        >>> rows = list(in_unit(store, kg.ask("reference-intakes", nutrient="vitamin D"), "iu"))
        >>> {row["unit"] for row in rows if row["low"]}
        {'[iU]/d'}
    """
    if to not in UNITS:
        raise BadArgument(f"a unit is one of {', '.join(UNITS)}, not '{to}'")
    kept = 0
    substances = _Substances(store)
    rows = []
    for row in table.terms:
        cells: list[Any] = list(row)
        for place, values in _amounts(table.columns):
            if cells[place] is None or not any(_number(cells[each]) is not None for each in values):
                continue
            kept += not _convert_row(cells, place, values, to, vitamin_d=substances.is_vitamin_d(table.columns, row))
        rows.append(tuple(cells))
    notes = [table.note]
    if kept:
        amounts = "1 amount stays in its own unit" if kept == 1 else f"{kept} amounts stay in their own unit"
        notes.append(f"{amounts}: international units are a mass for vitamin D and its forms alone.")
    converted = table.with_rows(table.columns, rows)
    converted.note = " ".join(note for note in notes[::-1] if note)
    return converted


def _amounts(columns: tuple[str, ...]) -> list[tuple[int, list[int]]]:
    """The columns of units, each with those of its numbers; the effect of a treatment is no amount."""
    found = []
    for place, name in enumerate(columns):
        if name == "unit":
            names = [each for each in columns if each in _VALUES or each.endswith(("_low", "_high"))]
            names = [each for each in names if not each.startswith(("ci_", "dose_", "effect_"))]
        elif name.endswith("_unit") and name not in ("effect_unit", "duration_unit"):
            stem = name.removesuffix("_unit")
            names = [each for each in columns if each in (stem, f"{stem}_low", f"{stem}_high")]
        else:
            continue
        found.append((place, [columns.index(each) for each in names]))
    return found


def _number(term: object) -> Decimal | None:
    if type(term).__name__ != "Literal":
        return None
    try:
        number = Decimal(str(getattr(term, "value", "")))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _convert_row(cells: list[Any], place: int, values: list[int], to: str, *, vitamin_d: bool) -> bool:
    """Convert the numbers of one unit in place; False where a mass has no exact conversion."""
    from calcigraph.store.terms import Literal, NamedNode

    match = _UNIT.fullmatch(str(getattr(cells[place], "value", "")))
    if match is None:
        return True  # hours, percent: no amount of a substance
    unit = next(name for name, code in UNITS.items() if code == match[1])
    if unit == to:
        return True
    for each in values:
        number = _number(cells[each])
        if number is None:
            continue
        converted = convert(number, unit, to, vitamin_d=vitamin_d)
        if converted is None:
            return False
        cells[each] = Literal(plain(converted), datatype=NamedNode(_DECIMAL))
    cells[place] = Literal(UNITS[to] + (match[2] or ""))
    return True


class _Substances:
    """Which substance a row is about."""

    def __init__(self, store: Store) -> None:
        self._vitamin_d = vitamin_d(store)
        rows = store.engine.values("SELECT ?e ?l { ?e a cg:Substance ; skos:prefLabel ?l }")
        self._labels = {str(label): str(entity) for entity, label in rows}
        self._all = set(self._labels.values())

    def is_vitamin_d(self, columns: tuple[str, ...], row: tuple[object, ...]) -> bool:
        """Whether everything of substance that the row names is vitamin D; drugs and groups beside it count too."""
        named = set()
        for name, term in zip(columns, row, strict=True):
            value = str(getattr(term, "value", ""))
            if value in self._all:
                named.add(value)
            elif name in ("form", "nutrient", "nutrient_or_form") and value in self._labels:
                named.add(self._labels[value])
        return bool(named) and named <= self._vitamin_d
