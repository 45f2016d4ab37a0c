"""The outcome of a validation: what is wrong, in lines, as Turtle and as JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass

from calcigraph.errors import printable
from calcigraph.namespaces import PREFIXES, shorten
from calcigraph.store.serialising import parse_turtle
from calcigraph.store.terms import Literal

_SH = PREFIXES["sh"]


@dataclass(frozen=True, order=True)
class Violation:
    """One result of a validation.

    Attributes:
        focus: IRI of the node that is wrong, or ``_:`` and the label of a blank node.
        name: its CURIE, with its label where it has one.
        shape: IRI of the shape that it breaks.
        message: what is wrong and how to mend it.
        path: IRI of the property concerned, or empty.
        value: the value concerned as Turtle, or empty.
        component: IRI of the kind of constraint.
        severity: IRI of the severity.
        file: where the node is described, or empty.
        line: number of the line in it, or 0.
    """

    focus: str
    name: str
    shape: str
    message: str
    path: str
    value: str
    component: str
    severity: str
    file: str
    line: int

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return printable(f"{where}{self.name}: {self.message} [{shorten(self.shape)}]")


@dataclass(frozen=True)
class Report:
    """The outcome of a validation.

    Attributes:
        violations: what is wrong, in a fixed order.
        shapes: how many shapes were checked.
        warnings: what a curator should look at again although every shape holds, one sentence each.
    """

    violations: tuple[Violation, ...]
    shapes: int
    warnings: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    def lines(self) -> list[str]:
        """Write each violation as one line.

        Returns:
            Lines of the form ``file:line: curie: message [shape]``.

        Example:
            >>> Report((), 1).lines()
            []
        """
        return [str(violation) for violation in self.violations]

    def turtle(self) -> str:
        """Write the standard SHACL report as Turtle.

        Returns:
            Turtle, the same for the same outcome.

        Example:
            >>> print(Report((), 1).turtle().splitlines()[-1])
            [] a sh:ValidationReport ; sh:conforms true .
        """
        head = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(PREFIXES)]
        body = f"[] a sh:ValidationReport ; sh:conforms {str(self.conforms).lower()}"
        return "\n".join([*head, "", body + "".join(map(_turtle_result, self.violations)) + " .", ""])

    def json(self) -> str:
        """Write the standard SHACL report as JSON-LD.

        Returns:
            JSON; ``file`` and ``line`` are added to what SHACL defines.

        Example:
            >>> json.loads(Report((), 1).json())["conforms"]
            True
        """
        document = {
            "@context": _CONTEXT,
            "@type": "ValidationReport",
            "conforms": self.conforms,
            "result": [_json_result(violation) for violation in self.violations],
            **({"warnings": list(self.warnings)} if self.warnings else {}),
        }
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


_CONTEXT: dict[str, object] = {
    **{name: _SH + name for name in ("ValidationReport", "ValidationResult", "conforms", "result", "resultMessage")},
    **{
        name: {"@id": _SH + name, "@type": "@id"}
        for name in ("focusNode", "resultPath", "resultSeverity", "sourceConstraintComponent", "sourceShape")
    },
    "value": _SH + "value",
}


def _turtle_result(violation: Violation) -> str:
    rows = [
        "sh:result [ a sh:ValidationResult",
        f"sh:focusNode {_turtle_node(violation.focus)}",
        f"sh:resultPath <{violation.path}>" if violation.path else "",
        f"sh:value {violation.value}" if violation.value else "",
        f"sh:resultMessage {Literal(violation.message)}",
        f"sh:resultSeverity <{violation.severity}>",
        f"sh:sourceConstraintComponent <{violation.component}>",
        f"sh:sourceShape <{violation.shape}>",
    ]
    return " ;\n  " + " ;\n    ".join(row for row in rows if row) + " ]"


def _turtle_node(node: str) -> str:
    return node if node.startswith("_:") else f"<{node}>"


def _json_result(violation: Violation) -> dict[str, object]:
    row: dict[str, object] = {
        "@type": "ValidationResult",
        "focusNode": violation.focus,
        "resultPath": violation.path,
        "value": _json_value(violation.value),
        "resultMessage": violation.message,
        "resultSeverity": violation.severity,
        "sourceConstraintComponent": violation.component,
        "sourceShape": violation.shape,
        "file": violation.file,
        "line": violation.line,
    }
    return {key: value for key, value in row.items() if value}


def _json_value(turtle: str) -> dict[str, str]:
    if not turtle:
        return {}
    if turtle.startswith("_:"):
        return {"@id": turtle}
    (triple,) = parse_turtle(f"<x:> <x:> {turtle} .")
    term = triple.object
    if not isinstance(term, Literal):
        return {"@id": str(term)[1:-1]}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == PREFIXES["xsd"] + "string":
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}
