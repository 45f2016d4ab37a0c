"""What the guard listens for: drugs, conditions, groups and nutrients, each word with what it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from calcigraph.guard.folding import fold, forms, split
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.guard.folding import Word

_LONGEST = 8  # words of a name
_GAP = 3  # characters between two words of one name


@dataclass(frozen=True, slots=True)
class Named:
    """What a word names.

    Attributes:
        kind: ``drug``, ``condition``, ``group``, ``nutrient``, ``food``, ``outside`` or ``topic``.
        name: its usual name; for a brand its generic.
        group: the class it belongs to; its own name where it has none.
        key: the entry of the lexicon.
        graph: names under which claims of the graph may speak of it.
        note: what has to be said of it wherever the graph says nothing.
        ages: years, from and below, for a group of an age.
        iris: what it is in the graph, where it is known.
    """

    kind: str
    name: str
    group: str
    key: str
    graph: tuple[str, ...] = ()
    note: str = ""
    ages: tuple[float, ...] = ()
    iris: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text that names something.

    Attributes:
        named: what it names.
        start: where it starts.
        end: where it ends.
        said: how the text says it.
    """

    named: Named
    start: int
    end: int
    said: str

    @property
    def told(self) -> str:
        """The name with what the text said where that is another one, such as ``warfarin (Coumadin)``."""
        name, said = self.named.name, " ".join(self.said.split())
        same = set(forms(fold(said))) & set(forms(fold(name)))
        brand = self.named.kind == "drug" and not same and fold(name) != fold(self.named.group)
        return f"{name} ({said})" if brand else name


class Lexicon:
    """Words to what they name, the longest name first.

    Args:
        entries: words with what they name; of two entries with one word the first holds.

    Example:
        >>> [hit.told for hit in Lexicon(words()).find("I take Coumadin")]
        ['warfarin (Coumadin)']
    """

    def __init__(self, entries: Iterable[tuple[str, Named]]) -> None:
        self._named: dict[str, Named] = {}
        for word, named in entries:
            self._named.setdefault(_key(word), named)

    def find(self, text: str) -> list[Hit]:
        """Find what a text names.

        Args:
            text: any text.

        Returns:
            The hits in the order of the text; no two overlap.
        """
        pieces = split(fold(text))
        found = []
        place = 0
        while place < len(pieces):
            hit = self._at(text, pieces, place)
            if hit is None:
                place += 1
                continue
            found.append(hit)
            while place < len(pieces) and pieces[place].start < hit.end:
                place += 1
        return found

    def _at(self, text: str, pieces: list[Word], place: int) -> Hit | None:
        for size in range(min(_LONGEST, len(pieces) - place), 0, -1):
            *before, last = pieces[place : place + size]
            if any(after.start - word.end > _GAP for word, after in pairwise((*before, last))):
                continue
            stem = " ".join(each.text for each in before)
            for form in forms(last.text):
                named = self._named.get(f"{stem} {form}".strip())
                if named:
                    return Hit(named, pieces[place].start, last.end, text[pieces[place].start : last.end])
        return None

    @property
    def vocabulary(self) -> set[str]:
        """All words of all names, for the repair of spelling."""
        return {word for name in self._named for word in name.split()}


def _key(name: str) -> str:
    """A name as it is looked up; its last word without a plural."""
    return " ".join(word.text for word in split(fold(name)))


@cache
def words() -> tuple[tuple[str, Named], ...]:
    """Read the lexica that are data: drugs, conditions, groups, and what is outside the subject.

    Returns:
        Words with what they name.

    Example:
        >>> dict(words())["xarelto"].group
        'direct oral anticoagulants'
    """
    found: list[tuple[str, Named]] = []
    for key, entry in values("guard/drugs.yaml").items():
        found += _drugs(key, entry)
    for kind, file in (("condition", "guard/conditions.yaml"), ("group", "guard/groups.yaml")):
        for key, entry in values(file).items():
            named = Named(
                kind,
                entry["name"],
                entry["name"],
                key,
                (entry["name"], *entry["graph"]),
                ages=tuple(entry.get("ages", ())),
            )
            found += [(word, named) for word in (entry["name"], *entry["words"])]
    chosen = values("guard/nutrients.yaml")
    for kind, key in (("outside", "outside"), ("topic", "outside_topics")):
        found += [(word, Named(kind, word, word, key)) for word in chosen[key]]
    return tuple(found)


def _drugs(key: str, entry: Mapping[str, object]) -> list[tuple[str, Named]]:
    members = entry["members"]
    spoken = entry["words"]
    graph = entry["graph"]
    assert isinstance(members, dict)
    assert isinstance(spoken, list)
    assert isinstance(graph, list)
    group = Named(
        "drug", str(entry["name"]), str(entry["name"]), key, (str(entry["name"]), *graph), str(entry["not_by"])
    )
    found = [(str(word), group) for word in (entry["name"], *spoken)]
    for member, brands in members.items():
        named = replace(group, name=member, graph=(member, *group.graph))
        found += [(str(word), named) for word in (member, *brands)]
    return found
