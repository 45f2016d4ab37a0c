"""Solving one strongly connected part after the other, in all members of the ensemble at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calcigraph.mechanism.whatif.elimination import is_stable, put, solved, weights_of
from calcigraph.mechanism.whatif.influence import AMPLE, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.mechanism.whatif.elimination import Numbers, Truths, Weights
    from calcigraph.mechanism.whatif.influence import Influence

_NOTHING = 1e-12  # below it a response is rounding, not a response
_TURNS = 25  # steps of Newton's method, far more than it takes where it ends


@dataclass
class Run:
    """What one solution collects on its way, part by part, one number or truth a member."""

    samples: int
    responses: dict[str, Numbers]
    strengths: dict[str, Numbers] = field(default_factory=dict)
    limited: dict[str, dict[str, Truths]] = field(default_factory=dict)
    acting: dict[str, Truths] = field(default_factory=dict)
    drawn: list[set[str]] = field(default_factory=list)


def _acts(each: Influence, run: Run, values: Mapping[str, Numbers]) -> Truths | None:
    """In which members an influence acts; None where it acts in all."""
    import numpy as np

    if not each.range and each.when is None:
        return None
    acts = np.ones(run.samples, dtype=bool)
    if each.range:
        moved = values[each.subject]
        acts &= moved < 0 if each.range == AMPLE else moved > 0
    if each.when is not None:
        factor, sign = each.when
        acts &= values[factor] * sign > 0 if factor in values else False
    return acts


def _inputs(
    factor: str, into: Mapping[str, list[Influence]], part: set[str], run: Run
) -> tuple[Numbers, Numbers, Truths]:
    """What comes into a factor from outside its part: the sum, the least of the limiting inputs, and whether that fell.

    A limiting input that falls decides its object whatever the others do (Liebig's law of the minimum). Inside a part
    it acts as an ordinary input, or a loop that lowers its own enzyme would freeze itself.
    """
    import numpy as np

    total = np.zeros(run.samples)
    least = np.zeros(run.samples)
    which = np.full(run.samples, -1)
    outside = [each for each in into[factor] if each.subject in run.responses and part.isdisjoint(sources_of(each))]
    for index, each in enumerate(outside):
        term = each.sign * run.strengths[each.claim] * run.responses[each.subject]
        acts = _acts(each, run, run.responses)
        if acts is not None:
            run.acting[each.claim] = acts
            term = np.where(acts, term, 0.0)
        total += term
        if each.limiting:
            lower = term < least
            least[lower] = term[lower]
            which[lower] = index
    fell = which >= 0
    if fell.any():
        run.limited[factor] = {each.claim: which == index for index, each in enumerate(outside) if each.limiting}
    return total, least, fell


def single(factor: str, into: Mapping[str, list[Influence]], run: Run) -> None:
    """Solve a factor that is in no loop.

    Args:
        factor: the factor.
        into: factor to the influences on it.
        run: what is known so far; the response is added.
    """
    import numpy as np

    total, least, fell = _inputs(factor, into, {factor}, run)
    run.responses[factor] = np.where(fell, least, total)


def core(part: list[str], into: Mapping[str, list[Influence]], run: Run) -> Truths:
    """Solve a part with feedback.

    Args:
        part: its factors, sorted.
        into: factor to the influences on it.
        run: what is known so far; the responses are added.

    Returns:
        Whether each member comes to rest.
    """
    import numpy as np

    members = set(part)
    place = {factor: index for index, factor in enumerate(part)}
    inside = [each for factor in part for each in into[factor] if not members.isdisjoint(sources_of(each))]
    always = [each for each in inside if not each.range and each.when is None]
    pieces = [each for each in inside if each.range or each.when is not None]
    weights = weights_of(always, place, run.strengths)
    given = np.zeros((run.samples, len(part)))
    # A core that nothing cuts is one of those drawn, which are stable.
    changed = np.full(run.samples, members not in run.drawn)
    decided = np.zeros((run.samples, len(part)), dtype=bool)
    for factor, index in place.items():
        total, least, fell = _inputs(factor, into, members, run)
        given[:, index] = np.where(fell, least, total)
        decided[:, index] = fell  # decided from outside: the part has no say in it
        changed |= fell
    for entry in weights:
        if decided[:, entry[0]].any():
            weights[entry] = np.where(decided[:, entry[0]], 0.0, weights[entry])
    if pieces:
        found, stable, weights, cut = _piecewise(pieces, place, weights, given, decided, run)
        changed |= cut
    else:
        found, stable = solved(weights, given), np.ones(run.samples, dtype=bool)
    check = changed & stable
    stable[check] = is_stable(_of(weights, check), len(part), int(check.sum()))
    found[np.abs(found) < _NOTHING] = 0.0
    found[~stable] = 0.0
    for factor, index in place.items():
        run.responses[factor] = found[:, index]
    return stable


def _of(weights: Weights, members: Truths) -> Weights:
    """The weights of some members."""
    return {entry: values[members] for entry, values in weights.items()}


def _piecewise(  # noqa: PLR0917 - what a step of Newton's method needs
    pieces: Sequence[Influence],
    place: Mapping[str, int],
    always: Weights,
    given: Numbers,
    decided: Truths,
    run: Run,
) -> tuple[Numbers, Truths, Weights, Truths]:
    """Solve x = W f(x) + b where some influences of the part act in one direction or context only.

    Newton's method for piecewise linear systems, which ends after finitely many steps where it ends at all: solve the
    linear system of the influences that act, see which act then, and go on until none changes (Brugnano and Casulli,
    *Iterative solution of piecewise linear systems*; Griewank and others 2015, Linear Algebra Appl 471:500). It begins
    with the influences that act on what comes from outside alone. A member that comes to no end has no single rest and is left out.

    Returns:
        The responses, whether each member came to an end, the weights of what acts, and where not all act.
    """
    import numpy as np

    found = np.zeros_like(given)
    done = np.zeros(run.samples, dtype=bool)
    acts = np.zeros((len(pieces), run.samples), dtype=bool)
    full = [each.sign * run.strengths[each.claim] for each in pieces]
    for number, each in enumerate(pieces):
        full[number][decided[:, place[each.object]]] = 0.0
    for _ in range(_TURNS):
        if done.all():
            break
        open_ = ~done
        system, come = _of(always, open_), given[open_]
        for number, each in enumerate(pieces):
            weight = np.where(acts[number], full[number], 0.0)[open_]
            if each.subject in place:
                put(system, (place[each.object], place[each.subject]), weight)
            elif each.subject in run.responses:
                come[:, place[each.object]] += weight * run.responses[each.subject][open_]
        found[open_] = solved(system, come)
        values = {**run.responses, **{factor: found[:, index] for factor, index in place.items()}}
        before = acts[:, open_]
        for number, each in enumerate(pieces):
            now = _acts(each, run, values)
            acts[number, open_] = True if now is None else now[open_]
        done[open_] = (before == acts[:, open_]).all(axis=0)
    whole = dict(always)
    for number, each in enumerate(pieces):
        run.acting[each.claim] = acts[number]
        if each.subject in place:
            put(whole, (place[each.object], place[each.subject]), np.where(acts[number], full[number], 0.0))
    return found, done, whole, ~np.asarray(acts.all(axis=0))
