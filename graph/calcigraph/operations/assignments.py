"""What is typed as ``name=value``: interventions, scenarios, strengths, and the parameters of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, BadParameter

if TYPE_CHECKING:
    from collections.abc import Iterable


def interventions(texts: Iterable[str]) -> dict[str, str]:
    """Read interventions as they are typed.

    Args:
        texts: such as ``vitamin D=high``.

    Returns:
        Name to level.

    Raises:
        BadArgument: there is no ``=``, nothing beside it, or a name comes twice.

    Example:
        >>> interventions(["vitamin D=high", "K2 = low"])
        {'vitamin D': 'high', 'K2': 'low'}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, level = (part.strip() for part in text.rpartition("="))
        if not equals or not name or not level:
            raise BadArgument(f"'{text}' is no intervention; write a name and a level, such as 'vitamin D=high'")
        if "=" in name:
            raise BadArgument(f"'{text}' holds two levels; write ' + ', with blanks, between them")
        if found.get(name, level) != level:
            raise BadArgument(f"'{name}' cannot be both {found[name]} and {level}")
        _once(found, name)
        found[name] = level
    return found


def scenarios(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Read scenarios as they are typed.

    Args:
        texts: interventions joined by `` + ``.

    Returns:
        What was typed, to name and level.

    Raises:
        BadArgument: an intervention is none, or a scenario comes twice.

    Example:
        >>> scenarios(["K2=high", "K2=high + warfarin=high"])["K2=high + warfarin=high"]
        {'K2': 'high', 'warfarin': 'high'}
    """
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        _once(found, text.strip())
        found[text.strip()] = interventions(text.split(" + "))
    return found


def strengths(texts: Iterable[str]) -> dict[str, str]:
    """Read assumed strengths as they are typed.

    Args:
        texts: such as ``VDR signalling increases RANKL=minor``.

    Returns:
        Claim to strength class.

    Raises:
        BadArgument: there is no ``=``, nothing beside it, or a claim comes twice.

    Example:
        >>> strengths(["VDR signalling increases RANKL=minor"])
        {'VDR signalling increases RANKL': 'minor'}
    """
    found: dict[str, str] = {}
    for text in texts:
        claim, equals, strength = (part.strip() for part in text.rpartition("="))
        if not equals or not claim or not strength:
            raise BadArgument(f"'{text}' is no strength; write a claim and a class, such as 'CLAIM=minor'")
        _once(found, claim)
        found[claim] = strength
    return found


def parameters(question: str, names: list[str], given: Iterable[str]) -> dict[str, str]:
    """Read the parameters of a question as they are typed.

    Args:
        question: its id.
        names: of the parameters it has.
        given: ``name=value`` each, or the value alone where there is one parameter.

    Returns:
        Name to value.

    Raises:
        BadParameter: one has no name, or comes twice.

    Example:
        >>> parameters("foods-that-supply", ["nutrient"], ["MK7"])
        {'nutrient': 'MK7'}
    """
    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if equals and (name.isidentifier() or name in names):
            if name in found:
                raise BadParameter(f"parameter '{name}' is given twice: '{found[name]}' and '{value}'")
            found[name] = value
        elif len(names) == 1 and names[0] not in found:
            found[names[0]] = each
        elif names:
            raise BadParameter(
                f"'{each}' is not of the form name=value; question '{question}' takes: {', '.join(names)}"
            )
        else:
            raise BadParameter(f"question '{question}' takes no parameter, but got '{each}'")
    return found


def _once(found: dict[str, str] | dict[str, dict[str, str]], name: str) -> None:
    if name.casefold() in map(str.casefold, found):
        raise BadArgument(f"'{name}' is given twice; once is enough")
