"""The peers of ``whatif.py``: the same press perturbation in plain numpy, dense and by strongly connected components.

Both draw for themselves, so that only the words over the ensemble can be compared, not its members. Liebig's law is no
linear system: neither has it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from calcigraph.mechanism.whatif.ensemble import SIZES
from calcigraph.mechanism.whatif.influence import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.mechanism.whatif.influence import Influence
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

#: A response nearer to nothing than this is rounding.
_NOTHING = 1e-12
_AGREED = 0.8


def dense(influences: Sequence[Influence], clamps: Mapping[str, int], samples: int) -> dict[str, str]:
    """Solve every factor in one matrix per member; unstable members are drawn again.

    Args:
        influences: the network.
        clamps: factor to 1 or -1.
        samples: size of the ensemble.

    Returns:
        Factor to ``increase``, ``decrease``, ``undetermined`` or ``no route``.
    """
    names = sorted({end for each in influences for end in (each.subject, each.object)} | clamps.keys())
    place = {name: index for index, name in enumerate(names)}
    rows = np.array([place[each.object] for each in influences])
    columns = np.array([place[each.subject] for each in influences])
    signs = np.array([each.sign for each in influences])
    low, high = np.array([CLASSES[each.strength] for each in influences]).T
    draw = np.random.default_rng(1)
    kept: list[Numbers] = []
    while sum(len(each) for each in kept) < samples:
        matrix = np.zeros((samples, len(names), len(names)))
        matrix[:, rows, columns] = signs * draw.uniform(low, high, (samples, len(signs)))
        kept.append(matrix[_stable(matrix)])
    whole = np.concatenate(kept)[:samples]
    given = np.zeros((samples, len(names)))
    for name, level in clamps.items():
        whole[:, place[name], :] = 0.0
        given[:, place[name]] = level * draw.uniform(*SIZES, samples)
    steady = _stable(whole)
    found = np.asarray(
        np.linalg.solve(np.eye(len(names)) - whole[steady], given[steady][:, :, None])[:, :, 0], dtype=np.float64
    )
    return {name: _word(found[:, index]) for name, index in place.items()}


def by_components(influences: Sequence[Influence], clamps: Mapping[str, int], samples: int) -> dict[str, str]:
    """Solve one strongly connected component after the other, causes first, and only what the clamped factors reach.

    Args:
        influences: the network.
        clamps: factor to 1 or -1.
        samples: size of the ensemble.

    Returns:
        As ``dense``, without the factors that nothing reaches.
    """
    draw = np.random.default_rng(1)
    network = nx.DiGraph((each.subject, each.object) for each in influences)
    cut = nx.DiGraph((each.subject, each.object) for each in influences if each.object not in clamps)
    reached = {node for name in clamps if name in cut for node in nx.descendants(cut, name)} - clamps.keys()
    into: dict[str, list[Influence]] = defaultdict(list)
    for each in influences:
        if each.object in reached and (each.subject in reached or each.subject in clamps):
            into[each.object].append(each)
    weights: dict[Influence, Numbers] = {}
    for part in nx.strongly_connected_components(network):
        inside = [each for each in influences if each.subject in part and each.object in part]
        if inside and not part.isdisjoint(reached):
            weights.update(_drawn(inside, part, draw, samples))
    for each in (each for those in into.values() for each in those):
        if each not in weights:
            weights[each] = draw.uniform(*CLASSES[each.strength], samples)
    found: dict[str, Numbers] = {name: level * draw.uniform(*SIZES, samples) for name, level in clamps.items()}
    steady = np.ones(samples, dtype=bool)
    # Tarjan's algorithm, as networkx has it, ends with the components that nothing else leads to.
    for part in list(nx.strongly_connected_components(cut.subgraph(reached)))[::-1]:
        steady &= _solve(sorted(part), into, weights, found, samples)
    return {name: _word(values[steady]) for name, values in found.items()}


def _drawn(
    inside: Sequence[Influence], part: set[str], draw: np.random.Generator, samples: int
) -> dict[Influence, Numbers]:
    """Strengths of a component with feedback, as many stable members as are asked for."""
    low, high = np.array([CLASSES[each.strength] for each in inside]).T
    kept: list[Numbers] = []
    while sum(len(each) for each in kept) < samples:
        strengths = draw.uniform(low, high, (samples, len(inside)))
        kept.append(strengths[_stable(_matrix(sorted(part), inside, strengths.T))])
    return dict(zip(inside, np.concatenate(kept)[:samples].T, strict=True))


def _solve(
    part: Sequence[str],
    into: Mapping[str, Sequence[Influence]],
    weights: Mapping[Influence, Numbers],
    found: dict[str, Numbers],
    samples: int,
) -> NDArray[np.bool_]:
    """Add the responses of one component, and say which members come to rest."""
    links = [each for name in part for each in into[name]]
    given = {name: np.zeros(samples) for name in part}
    for each in links:
        if each.subject in found:
            given[each.object] += each.sign * weights[each] * found[each.subject]
    inside = [each for each in links if each.subject in given]
    if not inside:
        found.update(given)
        return np.ones(samples, dtype=bool)
    matrix = _matrix(part, inside, [weights[each] for each in inside])
    steady = _stable(matrix)
    system = np.eye(len(part)) - np.where(steady[:, None, None], matrix, 0.0)
    solved = np.linalg.solve(system, np.array([given[name] for name in part]).T[:, :, None])[:, :, 0]
    found.update(zip(part, solved.T, strict=True))
    return steady


def _matrix(part: Sequence[str], inside: Sequence[Influence], strengths: Sequence[Numbers] | Numbers) -> Numbers:
    place = {name: index for index, name in enumerate(part)}
    matrix = np.zeros((len(strengths[0]), len(part), len(part)))
    for each, values in zip(inside, strengths, strict=True):
        matrix[:, place[each.object], place[each.subject]] += each.sign * values
    return matrix


def _stable(matrix: Numbers) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.linalg.eigvals(matrix).real.max(axis=1) < 1
    return found


def _word(values: Numbers) -> str:
    up, down = (values > _NOTHING).mean(), (values < -_NOTHING).mean()
    if up >= _AGREED:
        return "increase"
    if down >= _AGREED:
        return "decrease"
    return "undetermined" if up + down else "no route"
