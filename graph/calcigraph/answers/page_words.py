"""How the parts of a page on an entity or a claim are said: amounts, numbers of results, verdicts; the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calcigraph.knowledge.pages import Row

#: Kind of match of an identifier to how it is said.
MATCHES = {"exactMatch": "Same as", "closeMatch": "Close to", "broadMatch": "Narrower than"}
_MEASURES = {"percent-change": "change", "percent-change-in-arm": "change within the arm", "p-only": "effect"}
_DURATIONS = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour"}


def amount_words(row: Row) -> str:
    """Say an amount.

    Args:
        row: an amount of ``pages.entity_page``.

    Returns:
        What it is of, how much, for whom, and its source.

    Example:
        >>> from calcigraph.knowledge.pages import entity_page
        >>> amount_words(entity_page(store, "vitamin K")["amounts"][-1])[:22]
        'upper limit: vitamin K'
    """
    parts = [row["of"], f"({row['nutrient']})" if row["nutrient"] and row["nutrient"] != row["of"] else ""]
    who = ", ".join(filter(None, (row["who"], row["region"])))
    flag = "" if row["verification"] == "verified" else f", {row['verification']}"
    source = f"{row['source'] or 'no source'}{flag}"
    what = f"{' '.join(filter(None, parts))} {value_words(row)}"
    return f"{row['quantity']}: {what}{f'; {who}' if who else ''} [{source}]"


def value_words(row: Row) -> str:
    """Say how much an amount is.

    Args:
        row: an amount of ``pages.entity_page``.

    Returns:
        One number or two with the unit, or that there is none.

    Example:
        >>> value_words({"noneSet": False, "low": 1.0, "high": 2.0, "unit": "ug/(100.g)"})
        '1 to 2 ug/100 g'
    """
    if row["noneSet"]:
        return "none set"
    if row["low"] is None:
        return "value not seen"
    if row["low"] == row["high"]:
        return f"{row['low']:g} {plain_unit(row['unit'])}".rstrip()
    return f"{row['low']:g} to {row['high']:g} {plain_unit(row['unit'])}".rstrip()


def plain_unit(unit: str) -> str:
    """Write a unit as people do.

    Args:
        unit: in UCUM.

    Returns:
        The unit; empty for a bare number.

    Example:
        >>> plain_unit("mg/(100.g)"), plain_unit("1")
        ('mg/100 g', '')
    """
    plain = {"ug/(100.g)": "ug/100 g", "mg/(100.g)": "mg/100 g", "[iU]/d": "IU/d", "[iU]/ug": "IU/ug", "1": ""}
    return plain.get(unit, unit)


def numbers(row: Row) -> str:
    """Write the numbers of a result.

    Args:
        row: a result of ``pages.evidence_page``.

    Returns:
        Effect with interval, dose, duration and size, as far as they are known.

    Example:
        >>> empty = dict.fromkeys("measure effect low high unit p form dose doseUnit duration durationUnit n".split())
        >>> numbers(empty | {"measure": "HR", "effect": 0.98, "low": 0.9, "high": 1.05, "n": 300})
        'HR 0.98 [0.9-1.05]; n=300'
    """
    parts = []
    if row["effect"] is not None:
        unit = "" if row["unit"] in (None, "1") else f" {row['unit']}"
        interval = f" [{row['low']:g}-{row['high']:g}]" if row["low"] is not None else ""
        measure = _MEASURES.get(row["measure"], row["measure"] or "effect")
        parts.append(f"{measure} {row['effect']:g}{unit}{interval}")
    if row["p"]:
        parts.append(f"P{row['p']}")
    if row["form"] and row["dose"] is not None:
        parts.append(f"{row['form']} {row['dose']:g} {row['doseUnit']}")
    elif row["form"]:
        parts.append(row["form"])
    if row["duration"] is not None:
        parts.append(f"{row['duration']:g} {duration_unit(row['durationUnit'], row['duration'])}")
    if row["n"]:
        parts.append(f"n={row['n']}")
    return "; ".join(parts)


def duration_unit(unit: str, value: float) -> str:
    """Write a unit of time as a word.

    Args:
        unit: in UCUM.
        value: how many of it, for the plural.

    Returns:
        The word.

    Example:
        >>> duration_unit("mo", 18), duration_unit("a", 1)
        ('months', 'year')
    """
    return f"{_DURATIONS.get(unit, unit)}{'' if value == 1 else 's'}"


def verdict_words(verdict: Row) -> str:
    """Say a verdict at one kind of endpoint.

    Args:
        verdict: of ``pages.evidence_page``.

    Returns:
        Status, certainty, and how the independent sources divide.

    Example:
        >>> from calcigraph.knowledge.pages import evidence_page
        >>> verdict_words(evidence_page(store, "warfarin inhibits VKORC1")["verdicts"][0])[:46]
        'At mechanism: established, high certainty; ind'
    """
    certainty = f", {verdict['certainty']} certainty" if verdict["certainty"] else ""
    return (
        f"At {verdict['endpoint']}: {verdict['status']}{certainty}; independent sources: {verdict['supporting']} "
        f"support, {verdict['refuting']} refute, {verdict['null']} saw no effect."
    )


def lowered_words(reason: Row) -> str:
    """Say why a certainty was lowered.

    Args:
        reason: of a verdict of ``pages.evidence_page``.

    Returns:
        The reason and what it means.

    Example:
        >>> lowered_words({"reason": "imprecision", "meaning": "Few people."})
        'lowered for imprecision: Few people.'
    """
    return f"lowered for {reason['reason']}: {reason['meaning']}"


def difference_words(row: Row) -> str:
    """Say in what results that disagree differ.

    Args:
        row: a difference of a verdict of ``pages.evidence_page``.

    Returns:
        The dimension, and what stands on each side.

    Example:
        >>> difference_words({"difference": "dose", "supporting": ["45 mg/d"], "others": ["180 ug/d"]})
        'the results differ in dose: supporting: 45 mg/d; others: 180 ug/d'
    """
    supporting, others = (" · ".join(row[side]) for side in ("supporting", "others"))
    return f"the results differ in {row['difference']}: supporting: {supporting}; others: {others}"


def result_words(row: Row) -> str:
    """Say what a result found, and how it counts.

    Args:
        row: a result of ``pages.evidence_page``.

    Returns:
        Source, design, whether it is related only or no main analysis, and what was found.

    Example:
        >>> row = {"relevance": "related", "analysis": "main", "source": "A 2020", "design": "cohort", "description": "Less."}
        >>> result_words(row)
        'A 2020, cohort (related only): Less.'
    """
    note = kind_words(row)
    return f"{row['source']}, {row['design']}{f' ({note})' if note else ''}: {row['description']}"


def kind_words(row: Row) -> str:
    """Say what keeps a result from being direct and from being the main analysis.

    Args:
        row: a result of ``pages.evidence_page``.

    Returns:
        Words, or nothing.

    Example:
        >>> kind_words({"relevance": "direct relevance", "analysis": "subgroup"})
        'subgroup'
    """
    why = [
        "" if row["relevance"] == "direct relevance" else "related only",
        "" if row["analysis"] == "main" else row["analysis"],
    ]
    return ", ".join(filter(None, why))
