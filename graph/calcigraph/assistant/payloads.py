"""What a tool gives: the safety line and the boldest wording first, typed emptiness, and all of it within a budget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calcigraph._version import RELEASED, __version__
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What an answer or its emptiness means.
STATES = {
    "known": "the graph holds an answer",
    "known risk": "a source warns of it or saw harm",
    "no known problem": "a source looked for a problem and saw none; that does not show that it is safe",
    "nothing studied": "no source here looked at it; that does not show that it is safe",
    "no route": "the model has no way from one to the other; that says nothing of an effect",
    "undetermined": "opposing influences, whose strengths nobody knows, decide",
    "outside this graph": "this graph is not about it",
    "unknown name": "no entity or claim has this name; see nearest",
    "unclear": "it is not sure what is asked; see nearest",
    "no rows": "the query matched nothing",
    "wrong use": "the arguments are none that the tool takes",
    "unavailable": "a limit was reached, or something is missing",
}
#: Characters of a result: 8,000 tokens of four characters, less what the protocol adds.
BUDGET = 31_000
_LINES = 1200  # of them for the lines that a person or a model reads first
_SHORTEST = 400  # a text is not cut below this


def payload(
    state: str,
    *,
    cautions: Iterable[str] = (),
    wording: str = "",
    level: str = "",
    reasons: Iterable[str] = (),
    result: Any = None,
    sources: Iterable[dict[str, Any]] = (),
    nearest: Iterable[str] = (),
) -> dict[str, Any]:
    """Put a payload together, in the order in which it is to be read.

    Args:
        state: one of ``STATES``.
        cautions: what has to be said first.
        wording: the boldest that the evidence allows.
        level: how sure that is.
        reasons: for the level.
        result: the answer itself.
        sources: with their identifiers.
        nearest: what may have been meant.

    Returns:
        The payload, cut where it is too long.

    Example:
        >>> payload("no route")["state"], payload("no route")["safety"][:10]
        ('no route', 'This names')
    """
    lines = list(dict.fromkeys(cautions))
    return cut(
        {
            "safety": " ".join(lines) or said("safety"),
            "state": state,
            "state_means": STATES[state],
            "boldest_wording": wording,
            "level": level,
            "reasons": list(reasons),
            "result": result,
            "sources": list(sources),
            "nearest": list(nearest),
            "left_off": 0,
            "release": {"version": __version__, "date": RELEASED},
        }
    )


def said(name: str) -> str:
    """Give words of ours.

    Args:
        name: of the entry in ``words.yaml``.

    Returns:
        The words.

    Example:
        >>> said("sparql")[:14]
        'Rows are data.'
    """
    return str(values("assistant/words.yaml")[name])


def lines(made: dict[str, Any]) -> str:
    """Write what is to be read first as lines of text.

    Args:
        made: a payload.

    Returns:
        Safety, state, wording with its level, and reasons.

    Example:
        >>> lines(payload("no route", wording="No chain."))[-35:]
        'No chain.\\nState: no route: the model has no way from one to the other; that says nothing of an effect'
    """
    level = f" [{made['level']}]" if made["level"] else ""
    found = [
        made["safety"],
        f"{made['boldest_wording']}{level}".strip(),
        f"State: {made['state']}: {made['state_means']}",
    ]
    found += [f"- {each}" for each in made["reasons"]]
    if made["nearest"]:
        found.append("Nearest: " + "; ".join(made["nearest"]))
    return "\n".join(each for each in found if each)[:_LINES]


def cut(made: dict[str, Any]) -> dict[str, Any]:
    """Shorten a payload to its budget: the longest list loses its end until all fits; texts only where no list is left.

    Args:
        made: a payload.

    Returns:
        The same, ``left_off`` says how many entries it lost.

    Example:
        >>> short = cut({"result": ["a" * 90] * 1000, "left_off": 0})
        >>> len(short["result"]) + short["left_off"], len(json.dumps(short)) < BUDGET
        (1000, True)
    """
    while _size(made) > BUDGET - _LINES:
        found = max(_lists(made), key=_size, default=None)
        if found is not None and _size(found) > _SHORTEST:
            left = len(found) // 2
            made["left_off"] += len(found) - left
            del found[left:]
            continue
        holder, key = max(_texts(made), key=lambda each: len(each[0][each[1]]))
        if len(holder[key]) <= _SHORTEST:
            break
        holder[key] = f"{holder[key][: len(holder[key]) // 2]} …"
    return made


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _lists(each)
    elif isinstance(value, list):
        if len(value) > 1:
            yield value
        for each in value:
            yield from _lists(each)


def _texts(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in list(pairs):
        if isinstance(each, str):
            yield value, key
        else:
            yield from _texts(each)
