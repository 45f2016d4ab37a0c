"""Command lines and files that mean harm, made at random from a seed, and what has to hold however they end."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from calcigraph.operations import COMMAND, EXIT_CODES, every

from tests.attack.hostile import generate
from tests.attack.payloads import PAYLOADS

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.conftest import Finished

_NAMES = (
    "K2",
    "natto",
    "vitamin D",
    "warfarin",
    "VKORC1",
    "arterial calcification",
    "MK-7",
    "calcium",
    "bone",
    "nonsense",
)
_WORDS: tuple[str, ...] = (
    *_NAMES,
    "",
    "-",
    "--",
    "-h",
    "=",
    "K2=high",
    "K2=low + warfarin=high",
    "K2=",
    "0",
    "-1",
    "1e9",
    "²",
    "nan",
    "x" * 5000,
)
_WORDS += (
    *PAYLOADS.values(),
    "\udcff\udcfe",
    "claim:warfarin-inhibits-vkorc1",
    "foods-that-supply",
    "which foods supply K2?",
)
#: Commands that take seconds on purpose; the long run has them.
SLOW = {"add", "build", "demo", "validate", "import"}
_TRACE = re.compile(r"Traceback|File \".*\", line \d+|panicked at|Segmentation")


def command_line(draw: random.Random, folder: Path, *, slow: bool) -> list[str]:
    """Make a command line.

    Args:
        draw: decides.
        folder: where what is read and written stands.
        slow: whether commands that take seconds may come.

    Returns:
        The arguments.
    """
    operations = [
        each for each in every() if COMMAND in each.ways and (slow or each.name.partition(" ")[0] not in SLOW)
    ]
    operation = draw.choice([each for each in operations if not each.operations])
    line = operation.name.split()
    for parameter in operation.taken(COMMAND):
        if not parameter.positional and draw.random() > (0.9 if parameter.required else 0.15):
            continue
        if parameter.kind == "flag":
            line.append(f"--{parameter.option}")
            continue
        count = draw.choice((1, 1, 1, 2, 3)) if parameter.many else 1
        values = [_value(draw, parameter.kind, list(parameter.choices), folder) for _ in range(count * parameter.count)]
        line += values if parameter.positional else [f"--{parameter.option}", *values[: parameter.count]]
    if draw.random() < 0.1:
        line.insert(draw.randrange(len(line) + 1), draw.choice(_WORDS))
    return [each.replace("\0", "") for each in line]


def _value(draw: random.Random, kind: str, choices: list[str], folder: Path) -> str:
    if choices and draw.random() < 0.8:
        word = draw.choice(choices)
        return f"{draw.choice(_NAMES)}={word}" if "=" in kind or kind == "scenario" else word
    if kind in ("file", "folder"):
        return str(
            draw.choice([*folder.iterdir(), folder / "new.svg", folder / "new.ttl", "-", folder / "no" / "x.png"])
        )
    if kind == "sparql":
        return next(generate(draw.randrange(10**6), 1)).encode(errors="replace").decode()
    if kind in ("integer", "number"):
        return draw.choice(("1", "2", "3", "0", "-1", "10", "1e3", "99999999999999999999", "x", "nan", "0.5"))
    if kind == "size":
        return draw.choice(("100MB", "1", "0", "x", "-1", "1e999"))
    return draw.choice(_NAMES) if draw.random() < 0.6 else draw.choice(_WORDS)


def fill(folder: Path, draw: random.Random) -> None:
    """Put files that mean harm into a folder.

    Args:
        folder: where.
        draw: decides what they hold.
    """
    deep = draw.choice((5, 300, 20_000))
    turtle = draw.choice(
        (
            f"<x:a> <x:b> {'<<( <x:a> <x:b> ' * deep}1{' )>>' * deep} .",
            f"<x:a> <x:b> {'[ <x:b> ' * deep}1{' ]' * deep} .",
            f"<x:a> <x:b> {'( ' * deep}1{' )' * deep} .",
            f"<x:a> <x:b> ({'1 ' * deep}) .",
            '<x:a> <x:b> "\\u001B[31m" .',
            "<x:a> <x:b> <x:c> ; ; , .",
            f"<x:a> <x:b> '''{'x' * deep}",
        )
    )
    edge: dict[str, object] = {
        "id": draw.choice(({"a": 1}, "claim:x", [], 1, None)),
        "original_subject": draw.choice(("id:natto", {}, 1)),
    }
    edge |= {"original_predicate": "cg:supplies", "original_object": "id:mk-7", "cg_directness": "direct"}
    contents = {
        "a.ttl": turtle.encode(),
        "b.jsonl": draw.choice(("[" * deep + "]" * deep, json.dumps(edge), '{"a":' * deep, "{")).encode(),
        "c.csv": f"claim,subject,predicate,object,directness\n{draw.choice(tuple(PAYLOADS.values()))},a,b,c,d\n".encode(
            errors="replace"
        ),
        "d.tar.gz": draw.randbytes(40),
        "e.rq": next(generate(draw.randrange(10**6), 1)).encode(errors="replace"),
        "f.txt": draw.choice(tuple(PAYLOADS.values())).encode(errors="replace"),
        "g.svg": b"mine",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    if not (folder / "pipe.ttl").exists():
        os.mkfifo(folder / "pipe.ttl")
        (folder / "loop.csv").symlink_to("loop.csv")
        (folder / "zero.rq").symlink_to("/dev/zero")


def faults(line: list[str], done: Finished) -> list[str]:
    """Tell what is wrong with how a command ended.

    Args:
        line: its arguments.
        done: how it ended.

    Returns:
        Nothing where all is well.
    """
    found = []
    if done.code not in EXIT_CODES:
        found.append(f"exit code {done.code}")
    if _TRACE.search(done.err):
        found.append("a traceback")
    ours = [each for each in done.err.splitlines() if each.startswith("calcigraph: ")]
    if done.code in (2, 3) and len(ours) != 1:
        found.append(f"{len(ours)} messages")
    if ours and (len(ours[0]) > 312 or not ours[0].isprintable()):
        found.append("a message that is not one clean line")
    return [f"{each}: {line!r:.300}: {done.err[-300:]!r}" for each in found]
