"""Amounts and names as people write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_MILLI = Decimal(1000)


def figure(value: Decimal) -> str:
    """Write a number for people: thousands apart from ten thousand on, at most three digits behind what counts.

    Args:
        value: any number.

    Returns:
        Its digits.

    Example:
        >>> figure(Decimal("50000")), figure(Decimal("7142.857")), figure(Decimal("0.0250"))
        ('50,000', '7143', '0.025')
    """
    if value >= 100:
        whole = value.quantize(Decimal(1), ROUND_HALF_UP)
        text = f"{whole:,f}" if whole >= _MILLI * 10 else f"{whole:f}"
    elif value >= 1:
        text = f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
    else:
        text = f"{value.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mass(micrograms: Decimal, *, vitamin_d: bool = False, units_first: bool = False) -> str:
    """Write an amount for people, of vitamin D in international units too.

    Args:
        micrograms: how much, in micrograms.
        vitamin_d: whether it is vitamin D.
        units_first: whether the international units stand first.

    Returns:
        The amount with its unit.

    Example:
        >>> mass(Decimal(2500000)), mass(Decimal(100), vitamin_d=True)
        ('2500 mg', '100 µg (4000 IU)')
    """
    text = f"{figure(micrograms / _MILLI)} mg" if micrograms >= _MILLI else f"{figure(micrograms)} µg"
    if not vitamin_d:
        return text
    units = f"{figure(micrograms * 40)} IU"
    return f"{units} ({text})" if units_first else f"{text} ({units})"


def unit_for_people(unit: str) -> str:
    """Write a unit of the graph as people write it.

    Args:
        unit: UCUM, as the graph has it.

    Returns:
        The same in everyday signs.

    Example:
        >>> unit_for_people("ug/(100.g)"), unit_for_people("[iU]/d")
        ('µg per 100 g', 'IU a day')
    """
    text = (
        unit.replace("[iU]", "IU")
        .replace("ug", "µg")
        .replace("/(100.g)", " per 100 g")
        .replace("{", "")
        .replace("}", "")
    )
    return text.replace("/d", " a day").replace("/kg a day", " per kg a day").replace("10*", "10^")


def listed(names: list[str], word: str = "and") -> str:
    """Write names as a list.

    Args:
        names: any number of them.
        word: what stands before the last.

    Returns:
        One string.

    Example:
        >>> listed(["a", "b", "c"])
        'a, b and c'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def capital(text: str) -> str:
    """Begin a sentence: the first letter large, except of names such as dp-ucMGP.

    Args:
        text: a sentence.

    Returns:
        The sentence.

    Example:
        >>> capital("natto has most"), capital("dp-ucMGP falls")
        ('Natto has most', 'dp-ucMGP falls')
    """
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first) else text[:1].upper() + text[1:]


def people_units(text: str) -> str:
    """Write the units in a sentence of the graph as people write them.

    Args:
        text: a sentence, such as the description of a finding.

    Returns:
        The same with everyday units.

    Example:
        >>> people_units("MK-7 10 ug/d and calcium 500 mg/d")
        'MK-7 10 µg a day and calcium 500 mg a day'
    """
    text = re.sub(r"\bug\b", "µg", text)
    return re.sub(r"(?<=[µm]g)/d\b", " a day", re.sub(r"\[iU\]", "IU", text))
