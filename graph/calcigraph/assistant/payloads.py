"""What a tool gives: the safety line and the boldest wording first, typed emptiness, and all of it within a budget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calcigraph._version import RELEASED, __version__
from calcigraph.knowledge.evidence import NO_ADVICE
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
        ('no route', 'No caution')
    """
    if state == "known risk":
        cautions = [*cautions] or [wording]
    heard = [each for each in dict.fromkeys(cautions) if each != NO_ADVICE] or [said("safety")]
    return cut(
        {
            "safety": " ".join([*heard, NO_ADVICE]),
            "state": state,
            "state_means": STATES[state],
            "boldest_wording": wording or f"{said('nothing')} {STATES[state]}.",
            "level": level,
            "reasons": list(reasons),
            "result": result,
            "sources": list(sources),
            "nearest": list(nearest),
            "cut": False,
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
        >>> lines(payload("no route", wording="No chain.")).partition("No chain.")[1:]
        ('No chain.', '\\nState: no route: the model has no way from one to the other; that says nothing of an effect')
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
    found = [each for each in found if each]
    while len(found) > 1 and sum(len(each) + 1 for each in found) > _LINES:
        found.pop()
    return "\n".join(found)


def cut(made: dict[str, Any]) -> dict[str, Any]:
    """Shorten a payload to its budget: the list that takes most loses its last entry, again and again, until all fits.

    No text is cut in the middle: an entry goes whole or stays whole.

    Args:
        made: a payload.

    Returns:
        The same; ``cut`` says whether it lost anything and ``left_off`` how many entries.

    Example:
        >>> short = cut({"result": ["a" * 90] * 1000, "left_off": 0, "cut": False})
        >>> len(short["result"]) + short["left_off"], len(json.dumps(short)) < BUDGET, short["cut"]
        (1000, True, True)
    """
    over = _size(made) - (BUDGET - _LINES)
    lists = [(each, [_size(entry) + 2 for entry in each]) for each in _lists(made)]
    totals = [sum(sizes) for _, sizes in lists]
    while over > 0 and any(totals):
        place = totals.index(max(totals))
        entries, sizes = lists[place]
        entries.pop()
        lost = sizes.pop()
        totals[place] -= lost
        over -= lost
        made["left_off"] += 1
    made["cut"] = made["left_off"] > 0
    return made


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))


def _lists(value: dict[str, Any]) -> Iterator[list[Any]]:
    """The lists that no other list holds; what has to be read first is none of them."""
    for name, each in value.items():
        if isinstance(each, dict):
            yield from _lists(each)
        elif isinstance(each, list) and name not in ("safety", "nearest"):
            yield each
