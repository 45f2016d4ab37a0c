"""Influences: their strength classes, the direction and context in which they hold, and the network they make."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_CHOSEN = values("mechanism/whatif/strengths.yaml")
CLASSES: dict[str, tuple[float, float]] = {each: tuple(_CHOSEN[each]) for each in ("minor", "ordinary", "dominant")}
ABSENT = (0.0, 0.0)
#: How strong an influence can be taken to be.
STRENGTHS = {**CLASSES, "absent": ABSENT}
AMPLE, TOXIC = "ample", "toxic"


class Influence(NamedTuple):
    """One signed influence, and where it holds.

    Attributes:
        claim: its claim.
        subject, object: its ends.
        sign: 1 or -1.
        strength: its strength class.
        limiting: whether the lack of the subject blocks the object whatever else is there.
        range: ``ample``, there is enough of the subject, so that a fall acts and a rise does not; ``toxic``, only more than
            usual acts, so that a rise acts and a fall does not; empty, both act.
        when: another factor and 1 or -1: the influence acts only where that factor is higher, or lower, than at rest; None
            where it acts always.
    """

    claim: str
    subject: str
    object: str
    sign: int
    strength: str
    limiting: bool
    range: str = ""
    when: tuple[str, int] | None = None


def starting_from(
    influences: Iterable[Influence], lacking: Iterable[str], rest: Mapping[str, int] | None = None
) -> tuple[Influence, ...]:
    """Give the influences as they hold where something is lacking.

    What the lacking factors reach is not full: more of it acts where it would not in a replete body, and is not more than
    usual either, so that nothing there is toxic. What acts only where some factor is low, or high, acts where the lack has
    made it so.

    Args:
        influences: as they hold in a replete body.
        lacking: IRIs of what is lacking.
        rest: factors that the lack has made high (1) or low (-1), as far as an influence acts by them.

    Returns:
        The influences, sorted.

    Example:
        >>> full = Influence("ab", "a", "b", 1, "ordinary", False, "ample")
        >>> [each.range for each in starting_from([full], ["a"])], starting_from([full], ["b"])[0].range
        ([''], 'ample')
    """
    listed = sorted(influences)
    reached = reach(lacking, links_of(listed))
    made = rest or {}
    return tuple(
        each._replace(
            range="" if each.subject in reached else each.range,
            when=None if each.when and made.get(each.when[0]) == each.when[1] else each.when,
        )
        for each in listed
        if not (each.subject in reached and each.range == TOXIC)
    )


def links_of(influences: Iterable[Influence]) -> dict[str, list[str]]:
    """Say what each factor has a say in.

    Args:
        influences: of a network.

    Returns:
        Factor to the objects of its influences, and of those that it switches on.

    Example:
        >>> links_of([Influence("ab", "a", "b", 1, "minor", False)])["a"]
        ['b']
    """
    ahead: dict[str, list[str]] = defaultdict(list)
    for each in influences:
        for source in sources_of(each):
            ahead[source].append(each.object)
    return ahead


def sources_of(each: Influence) -> tuple[str, ...]:
    """Say what has to be known before an influence is.

    Args:
        each: the influence.

    Returns:
        Its subject, and the factor that switches it on, if there is one.

    Example:
        >>> sources_of(Influence("ab", "a", "b", 1, "minor", False, when=("c", -1)))
        ('a', 'c')
    """
    return (each.subject,) if each.when is None else (each.subject, each.when[0])


def reach(starts: Iterable[str], links: Mapping[str, list[str]]) -> set[str]:
    """Go along links as far as they lead.

    Args:
        starts: where to begin.
        links: factor to the factors it leads to.

    Returns:
        The starts and all they lead to.

    Example:
        >>> sorted(reach(["a"], {"a": ["b"], "c": ["d"]}))
        ['a', 'b']
    """
    seen = set(starts)
    stack = sorted(seen)
    while stack:
        for other in links.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return seen


def between(
    influences: Sequence[Influence], starts: Iterable[str], clamps: Mapping[str, int], targets: Iterable[str] | None
) -> set[str]:
    """Find the factors that a change of the starts reaches and that can reach a target.

    Args:
        influences: of the network, without those on clamped factors.
        starts: the factors that are pressed.
        clamps: every clamped factor with its level; 0 passes nothing on.
        targets: the factors asked for; all if None.

    Returns:
        The factors that have to be solved.

    Example:
        >>> between([Influence("ab", "a", "b", 1, "minor", False)], ["a"], {"a": 1}, None)
        {'b'}
    """
    passing = [each for each in influences if clamps.get(each.subject) != 0]  # what is kept as it is passes nothing on
    ahead: dict[str, list[str]] = defaultdict(list)
    behind: dict[str, list[str]] = defaultdict(list)
    for each in passing:
        ahead[each.subject].append(each.object)
        for source in sources_of(each):
            behind[each.object].append(source)
    found = reach(starts, ahead) - set(clamps)
    return found if targets is None else found & reach(targets, behind)


def parts_of(influences: Iterable[Influence]) -> list[set[str]]:
    """Find the strongly connected parts.

    Args:
        influences: of a network.

    Returns:
        The factors of each part, causes before effects.

    Example:
        >>> parts_of([Influence("ab", "a", "b", 1, "minor", False)])
        [{'a'}, {'b'}]
    """
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_edges_from((source, each.object) for each in influences for source in sources_of(each))
    # Tarjan's algorithm, as networkx has it, ends with the parts that nothing else leads to.
    return list(nx.strongly_connected_components(network))[::-1]
