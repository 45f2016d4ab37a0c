"""How a plain text was understood, in words for its reader and as a command to run."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from calcigraph.questions.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a text was understood.

    Attributes:
        question: id of the question, the best one even where that is not sure.
        parameters: what the text gave: name of a parameter to the name, CURIE or number to ask with.
        score: how well it fits; see ``weights.yaml``.
        alternatives: other readings, the best first.
        sure: whether it fits well enough and no other one does nearly as well.
        wording: the question in plain words, parameters in braces.
        defaults: parameters the text gave nothing for, with what stands in the file.
        ignored: what the text says and the question takes no account of.
        labels: what the claims among the parameters say; a claim can be the denial of what was asked.
    """

    question: str
    parameters: dict[str, str]
    score: float
    alternatives: tuple[Understanding, ...] = ()
    sure: bool = False
    wording: str = field(default="", compare=False)
    defaults: dict[str, str] = field(default_factory=dict, compare=False)
    ignored: tuple[str, ...] = field(default=(), compare=False)
    labels: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def asked(self) -> str:
        """The id of the question with its parameters as the command line takes them, defaults too."""
        given = (self.parameters | self.defaults).items()
        return " ".join([self.question, *(shlex.quote(f"{name}={value}") for name, value in given)])

    @property
    def command(self) -> str:
        """The command that asks it."""
        return f"calcigraph ask {self.asked}"

    @property
    def line(self) -> str:
        """The reading in one line, with what was left at its default and what was not taken into account."""
        parts = [
            f"{name} = {value}" + (f" ({self.labels[name]})" if name in self.labels else "")
            for name, value in self.parameters.items()
        ]
        parts += [f"{name} = {value}, the default" for name, value in self.defaults.items()]
        text = f"{self.question} ({self.wording})" + (f" with {'; '.join(parts)}" if parts else "")
        return text + (f"; not taken into account: {', '.join(self.ignored)}" if self.ignored else "")

    def given(self, parameters: Mapping[str, object]) -> Understanding:
        """Put what the user gave beside the text in the place of what the text says.

        Args:
            parameters: values by name.

        Returns:
            The reading that is asked.

        Example:
            >>> Understanding("forms-of", {"vitamin": "vitamin D"}, 1.0).given({"vitamin": "K2"}).asked
            'forms-of vitamin=K2'
        """
        named = {name: str(getattr(value, "label", value)) for name, value in parameters.items()}
        return replace(
            self,
            parameters=self.parameters | named,
            defaults={name: value for name, value in self.defaults.items() if name not in named},
            labels={name: value for name, value in self.labels.items() if name not in named},
        )

    @property
    def choices(self) -> tuple[Understanding, ...]:
        """Up to three readings to choose from, the best first; none where no question fits at all."""
        return tuple(each for each in (self, *self.alternatives) if each.question)[: WEIGHTS.choices]
