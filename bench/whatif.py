"""What-if on the full graph, against the dense ensemble over all factors in numpy: same network, same answers."""

from __future__ import annotations

import time

import numpy as np
from calcigraph import KnowledgeGraph
from calcigraph.mechanism.whatif.answering import read_influences
from calcigraph.mechanism.whatif.ensemble import _steady, solve
from calcigraph.mechanism.whatif.influence import CLASSES, Influence
from calcigraph.mechanism.whatif.settling import answer
from calcigraph.namespaces import ID

SAMPLES = 2000
CASES = ({"vitamin-d": 1}, {"vitamin-d": 1, "vitamin-k2": -1}, {"rankl": -1})


def _dense(influences: list[Influence], clamps: dict[str, int]) -> dict[str, str]:
    """Every factor in one matrix per member; unstable members are drawn again; all solved at once."""
    names = sorted({end for each in influences for end in (each.subject, each.object)} | clamps.keys())
    place = {name: index for index, name in enumerate(names)}
    rows = np.array([place[each.object] for each in influences])
    columns = np.array([place[each.subject] for each in influences])
    signs = np.array([each.sign for each in influences])
    low, high = np.array([CLASSES[each.strength] for each in influences]).T
    draw = np.random.default_rng(1)
    kept: list[np.ndarray] = []
    while sum(len(each) for each in kept) < SAMPLES:
        matrix = np.zeros((SAMPLES, len(names), len(names)))
        matrix[:, rows, columns] = signs * draw.uniform(low, high, (SAMPLES, len(signs)))
        kept.append(matrix[np.linalg.eigvals(matrix).real.max(axis=1) < 1])
    whole = np.concatenate(kept)[:SAMPLES]
    given = np.zeros((SAMPLES, len(names)))
    for name, level in clamps.items():
        whole[:, place[name], :] = 0.0
        given[:, place[name]] = level * draw.uniform(0.5, 1.5, SAMPLES)
    steady = np.linalg.eigvals(whole).real.max(axis=1) < 1
    found = np.linalg.solve(np.eye(len(names)) - whole[steady], given[steady][:, :, None])[:, :, 0]
    words = {}
    for name, index in place.items():
        up, down = (found[:, index] > 1e-12).mean(), (found[:, index] < -1e-12).mean()
        words[name] = (
            "increase" if up >= 0.8 else "decrease" if down >= 0.8 else "undetermined" if up + down else "no route"
        )
    return words


def run() -> list[tuple[str, float, float, float, str]]:
    graph = KnowledgeGraph.open()
    every = [str(iri) for iri in graph.to_networkx()]
    # Liebig's law and one-sided influences are no linear system: the dense peer has none, so that neither uses them here.
    network = [each._replace(limiting=False, range="", when=None) for each in read_influences(graph.store, every)]
    ours, peer = [], []
    for case in CASES:
        clamps = {ID + name: level for name, level in case.items()}
        _steady.cache_clear()
        start = time.perf_counter()
        found = solve(network, clamps, samples=SAMPLES, seed=1)
        middle = time.perf_counter()
        dense = _dense(network, clamps)
        end = time.perf_counter()
        ours.append(middle - start)
        peer.append(end - middle)
        unlike = {name for name in every if name in dense and answer(found, name) != dense[name]}
        # two ensembles may part at the very limit of agreement, never in direction
        for name in unlike:
            share = max(found.share(name, 1), found.share(name, -1))
            if abs(share - 0.8) > 0.03:
                raise SystemExit(f"the ensembles disagree on {name}: {answer(found, name)} and {dense[name]}")
    ratio = sum(peer) / sum(ours)
    return [("what-if, 2,000 samples, against dense numpy, s", sum(ours), sum(peer), ratio, ">= 5 times faster")]
