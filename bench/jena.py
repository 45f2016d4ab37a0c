"""Jena ARQ as a peer: all queries in one JVM over a graph in memory, warm, the start of the JVM not counted.

Needs a JDK and Debian's libapache-jena-java. That package (4.5.0) cannot start as it is: its jena-core.jar has the
classes of Xerces under one name and their texts under another. A copy of the texts under the right name goes first in
the class path.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JARS = Path("/usr/share/java")
CORE = "jena-core"
#: What Debian's package depends on, as far as queries in memory need it.
_PATH = f"""
jena-arq jena-base {CORE} jena-iri slf4j-api slf4j-nop guava commons-lang3 commons-io commons-codec commons-csv
commons-compress commons-cli thrift dexx.collection protobuf gson titanium-json-ld jsonld-java jackson-core
jackson-databind httpclient httpcore caffeine
""".split()
_WRONG, _RIGHT = "org/apache/jena/ext/xerces/", "xerces/"


class Asked(NamedTuple):
    """What Jena gave.

    Attributes:
        seconds: for all queries, the median of the timed rounds.
        rows: name of the query to its rows.
        who: Jena with its version.
    """

    seconds: float
    rows: dict[str, Rows]
    who: str


#: Rows without their order: the engines may put equal keys in any.
Rows = list[tuple[tuple[str, str], ...]]


def missing() -> str:
    """Say what is not there, or nothing.

    Returns:
        A reason with the names of the packages, or an empty text.
    """
    if shutil.which("javac") and (JARS / f"{CORE}.jar").exists():
        return ""
    return "no JDK or no Jena (apt-get install default-jdk-headless libapache-jena-java)"


def ask(triples: bytes, queries: Mapping[str, str], warm: int, rounds: int) -> Asked:
    """Ask Jena all queries.

    Args:
        triples: the graph as N-Triples.
        queries: name to SPARQL.
        warm: rounds before those that are timed, beside the one that writes the rows.
        rounds: timed ones.

    Returns:
        How long it took, and what came of it.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "graph.nt").write_bytes(triples)
        asked = folder / "queries"
        asked.mkdir()
        for query, text in queries.items():
            (asked / f"{query}.rq").write_text(text, encoding="utf-8")
        _texts_of_xerces(folder)
        paths = [JARS / f"{jar}.jar" for jar in _PATH]
        classes = ":".join([str(folder), *(str(path) for path in paths if path.exists())])
        source = Path(__file__).with_name("Jena.java")
        subprocess.run(["javac", "-d", str(folder), "-cp", classes, str(source)], check=True)  # noqa: S607 - the one on the path
        done = subprocess.run(
            ["java", "-cp", classes, "Jena", str(folder / "graph.nt"), str(asked), str(warm), str(rounds)],  # noqa: S607 - see above
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = statistics.median(float(line) / 1000 for line in done.stdout.split())
        rows = {query: _read(asked / f"{query}.json") for query in queries}
    return Asked(seconds, rows, f"Jena ARQ {_version()}, warm")


def _version() -> str:
    with ZipFile(JARS / f"{CORE}.jar") as jar:
        lines = jar.read(f"META-INF/maven/org.apache.jena/{CORE}/pom.properties").decode().splitlines()
    return next(line.removeprefix("version=") for line in lines if line.startswith("version="))


def _texts_of_xerces(folder: Path) -> None:
    with ZipFile(JARS / f"{CORE}.jar") as jar:
        for name in jar.namelist():
            if name.startswith(_WRONG) and name.endswith(".properties"):
                place = folder / (_RIGHT + name.removeprefix(_WRONG))
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))


def _read(path: Path) -> Rows:
    found = json.loads(path.read_text(encoding="utf-8"))
    names = found["head"]["vars"]
    return comparable(
        tuple((name, row[name]["value"]) for name in names if name in row) for row in found["results"]["bindings"]
    )


def comparable(rows: Iterator[tuple[tuple[str, str], ...]]) -> Rows:
    """Put rows into a form in which those of two engines can be compared.

    Args:
        rows: variables with the texts they are bound to.

    Returns:
        The rows sorted; numbers as numbers, since engines write them differently.
    """
    return sorted(tuple((name, _plain(text)) for name, text in row) for row in rows)


def _plain(text: str) -> str:
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return text
