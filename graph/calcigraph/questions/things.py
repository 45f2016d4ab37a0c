"""What a question speaks of, as places in its text: names of the graph, of the guard, and everyday words for outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.guard.folding import fold
from calcigraph.guard.lexica import Lexicon, Named
from calcigraph.namespaces import CG
from calcigraph.questions.mentions import Vocabulary
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.guard.guarding import Guarded
    from calcigraph.guard.lexica import Hit
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator

#: Letters of the kinds of things in patterns of ``frames.yaml``.
LETTERS = {
    "nutrient": "N",
    "drug": "D",
    "condition": "C",
    "group": "G",
    "food": "F",
    "outside": "X",
    "topic": "X",
    "dose": "Q",
    "entity": "O",
    "protein": "P",
}
_KINDS = (
    ("Drug", "drug"),
    ("Food", "food"),
    ("Population", "group"),
    ("Nutrient", "nutrient"),
    ("Supplement", "nutrient"),
    ("Protein", "protein"),
)
# Conditions of the lexicon that are tests: a question may be about the value, while the guard hears the drug behind it.
_TESTS = frozenset({"inr"})
_OWN = {"dietary fat", "dietary protein"}
_CHOSEN = values("questions/lay_words.yaml")
# Alone they ask for things of a class ("which foods"), or are verbs ("harm"), and name nothing.
_NO_NAMES = frozenset(_CHOSEN["no_names"])


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a question speaks of.

    Attributes:
        letter: its kind, one of ``LETTERS``.
        start: where it starts in the text.
        end: where it ends.
        said: how the text says it.
        name: its name.
        iris: what it is in the graph, the most likely first; empty for what the graph does not have.
        hit: what the guard made of it, where it did.
    """

    letter: str
    start: int
    end: int
    said: str
    name: str
    iris: tuple[str, ...] = ()
    hit: Hit | None = None


class Speller:
    """Finds the things that questions speak of.

    Args:
        store: the graph.
        annotator: the names of its vocabulary.
    """

    def __init__(self, store: Store, annotator: Annotator) -> None:
        self._store, self._annotator = store, annotator
        chosen = _CHOSEN["outcomes"]
        known = {name: self._iri(name) for names in chosen.values() for name in names}
        self._lay = Lexicon(
            (word, Named("entity", word, "", word, iris=tuple(iri for name in names if (iri := known[name]))))
            for word, names in chosen.items()
        )

    def _iri(self, name: str) -> str:
        from calcigraph.errors import AmbiguousName, UnknownName

        try:
            return self._store.entities.iri(name)
        except (UnknownName, AmbiguousName):
            return ""

    def things(self, found: Guarded) -> list[Thing]:
        """Find what a question speaks of.

        Args:
            found: what the guard found in it.

        Returns:
            The things in the order of the text; of those that overlap the longest.
        """
        text = found.text
        every = [self._of_hit(hit) for hit in found.hits]
        every += [
            Thing("O", hit.start, hit.end, hit.said, hit.named.name, hit.named.iris) for hit in self._lay.find(text)
        ]
        by_place: dict[tuple[int, int], list[Thing]] = {}
        for mention in Vocabulary(self._store, self._annotator, text).entities:
            kinds = {kind.removeprefix(CG) for kind in mention.kinds}
            kind = next((letter for name, letter in _KINDS if name in kinds), "entity")
            if fold(mention.text) in _NO_NAMES:
                continue
            if mention.name in _OWN:
                kind = "entity"
            place = by_place.setdefault((mention.start, mention.end), [])
            place.append(Thing(LETTERS[kind], mention.start, mention.end, mention.text, mention.name, (mention.iri,)))
        for same in by_place.values():
            first = same[0]
            every.append(
                Thing(
                    first.letter, first.start, first.end, first.said, first.name, tuple(each.iris[0] for each in same)
                )
            )
        every = [self._with_mention(each, by_place) for each in every]
        every += [Thing("Q", dose.start, dose.end, dose.said, dose.said) for dose, _, _ in found.doses]
        # A combination such as "vitamin K with vitamin D" is its parts, which the question may speak of one by one.
        nutrients = {(each.start, each.end) for each in every if each.hit and each.letter == "N"}
        every = [each for each in every if sum(each.start <= start and end <= each.end for start, end in nutrients) < 2]
        chosen: list[Thing] = []
        # Guard hits come first of equals: a brand, or an illness as a person's own, says more than its name in the graph.
        for thing in sorted(every, key=lambda each: -(each.end - each.start)):
            if not any(thing.start < other.end and other.start < thing.end for other in chosen):
                chosen.append(thing)
        return sorted((self._with_iris(each) for each in chosen), key=lambda each: each.start)

    @staticmethod
    def _with_mention(thing: Thing, by_place: dict[tuple[int, int], list[Thing]]) -> Thing:
        """A hit of the guard that is a name of the graph too, such as INR, with what it is there."""
        same = by_place.get((thing.start, thing.end), [])
        if thing.iris or thing.hit is None or thing.letter not in "DCG" or not same:
            return thing
        iris = tuple(each.iris[0] for each in same)
        letter = (
            "O" if thing.letter == "C" and same[0].letter == "O" and thing.hit.named.key in _TESTS else thing.letter
        )
        return Thing(letter, thing.start, thing.end, thing.said, thing.name, iris, thing.hit)

    def _of_hit(self, hit: Hit) -> Thing:
        named = hit.named
        iris = (named.key,) if named.kind == "food" else named.iris
        return Thing(LETTERS[named.kind], hit.start, hit.end, hit.said, named.name, iris, hit)

    def _with_iris(self, thing: Thing) -> Thing:
        """A hit of the guard with what it is in the graph, so that an effect on it can be looked up."""
        if thing.iris or thing.hit is None or thing.letter not in "DCG":
            return thing
        found = tuple(dict.fromkeys(iri for name in (thing.name, *thing.hit.named.graph) if (iri := self._iri(name))))
        return Thing(thing.letter, thing.start, thing.end, thing.said, thing.name, found, thing.hit)


def lettered(text: str, things: list[Thing]) -> str:
    """Put letters in the place of things, so that patterns can be written over kinds.

    Args:
        text: the question.
        things: what it speaks of.

    Returns:
        Folded text with ``N0``, ``D1`` … for the things by their place.

    Example:
        >>> lettered("Is K2 safe?", [Thing("N", 3, 5, "K2", "vitamin K2")])
        'is N0 safe'
    """
    folded = fold(text)
    parts = []
    place = 0
    for number, thing in enumerate(things):
        parts += [folded[place : thing.start], f" {thing.letter}{number} "]
        place = thing.end
    parts.append(folded[place:])
    kept = "".join(each if each.isalnum() or each in "'-%" else " " for each in "".join(parts))
    return " ".join(kept.split())
