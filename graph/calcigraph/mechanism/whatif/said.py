"""The words of what-if answers, cheap to import: answers, levels, states, and how each is said."""

from __future__ import annotations

INCREASE, DECREASE, UNDETERMINED = "increase", "decrease", "undetermined"
#: Routes lead there and carry nothing: what they go through is full, or below what harms.
NO_EFFECT = "no effect"
#: The graph knows no route, which says nothing of the world.
NO_ROUTE = "no route"
STILL = (NO_EFFECT, NO_ROUTE)
#: How answers are said of a factor.
WORDS = {
    INCREASE: "rises",
    DECREASE: "falls",
    NO_EFFECT: "no effect",
    NO_ROUTE: "no route",
    UNDETERMINED: "undetermined",
}
#: What an answer is worth as a sign; the others have none.
SIGNS = {INCREASE: 1, DECREASE: -1, NO_EFFECT: 0}
LEVELS = {"high": 1, "low": -1, "normal": 0}
#: States to start from: a replete body, or one that lacks what the name behind the second says.
REPLETE, DEFICIENT = "replete", "deficient in "
