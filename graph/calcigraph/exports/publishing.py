"""What a release needs beside the graph, for the places that keep, describe and find it: nothing here sends anything.

Zenodo and Bioregistry read records of their own, RO-Crate describes the files together, and w3id.org is told where names lead.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from calcigraph._version import __version__
from calcigraph.errors import BadArgument, shown
from calcigraph.exports import kgx, release, sssom, table_package, workbook
from calcigraph.exports.description import ABOUT, CREATOR, DATASET, KEYWORDS, LICENCE, TITLE
from calcigraph.exports.writing import archive
from calcigraph.namespaces import BASE, ID, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.store.store import Store

ZENODO, CRATE, REDIRECTS, RECORD = ".zenodo.json", "ro-crate-metadata.json", "w3id.htaccess", "bioregistry.json"
#: The data beside the files of ``calcigraph build``: media type, and what each holds.
MORE = {
    "calcigraph-tables.tar.gz": (
        "application/gzip",
        "All tables as CSV, described as a Frictionless data package and as CSVW.",
    ),
    "calcigraph.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "All tables as a workbook, a sheet each.",
    ),
    "calcigraph-kgx.tar.gz": ("application/gzip", "Nodes and edges in the terms of the Biolink model, as KGX TSV."),
    "calcigraph.sssom.tsv": ("text/tab-separated-values", "Mappings to other vocabularies, as SSSOM."),
}
_SOFTWARE = {
    ".whl": ("application/zip", "The Python package with the graph in it."),
    ".tar.gz": ("application/gzip", "The source of everything."),
}
#: Stands for the place that keeps the files, until there is one (RFC 2606 keeps the name free).
NOWHERE = "https://example.org/calcigraph"
#: What names of the graph begin with after the base, and are described in all formats of the graph together.
_KINDS = sorted(
    {space.removeprefix(BASE).rstrip("/#") for space in PREFIXES.values() if space.startswith(BASE)} | {"graph"}
)
# As a client asks for them: a part of what it accepts, and the file that it gets.
_ACCEPTED = (
    ("text/turtle", "calcigraph.ttl"),
    ("application/ld[+]json", "calcigraph.jsonld"),
    ("application/trig", "calcigraph.trig"),
    ("application/n-quads", "calcigraph.nq"),
)


def graph_files(store: Store, issued: str) -> dict[str, bytes]:
    """Make every file with data, and the description of them.

    Args:
        store: the graph.
        issued: the day of the release, such as ``2026-01-31``.

    Returns:
        Name to content; the same each time for the same graph and day.

    Raises:
        BadArgument: ``issued`` is no day.
        Unavailable: XlsxWriter is not installed.
    """
    a_day(issued)
    contents = release.release_files(store, issued)[0]
    del contents[release.CHECKSUMS]
    tables, sheets, records = (module.FORMATS[0].write(store, None) for module in (table_package, workbook, kgx))
    made = {
        "calcigraph-tables.tar.gz": tables,
        "calcigraph.xlsx": sheets,
        "calcigraph-kgx.tar.gz": records,
        "calcigraph.sssom.tsv": sssom.mappings(store, None, issued),
    }
    return contents | {name: each if isinstance(each, bytes) else archive(each) for name, each in made.items()}


def complete(contents: Mapping[str, bytes], issued: str, host: str = NOWHERE) -> dict[str, bytes]:
    """Add records and checksums to the files of a release.

    Args:
        contents: name to content: the files with data, and those of the software.
        issued: the day of the release, such as ``2026-01-31``.
        host: where the files will be, an address that begins with ``https://``.

    Returns:
        Name to content of everything.

    Raises:
        BadArgument: ``issued`` is no day, or ``host`` no address.

    Example:
        >>> sorted(complete({"void.ttl": b""}, "2026-01-31"))
        ['.zenodo.json', 'SHA256SUMS', 'bioregistry.json', 'ro-crate-metadata.json', 'void.ttl', 'w3id.htaccess']
    """
    made = {
        **contents,
        ZENODO: _json(zenodo()),
        RECORD: _json(bioregistry()),
        REDIRECTS: redirects(host).encode(),
    }
    made[CRATE] = _json(crate(made, issued))
    sums = "".join(f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made))
    return made | {release.CHECKSUMS: sums.encode()}


def a_day(text: str) -> str:
    """Check a day.

    Args:
        text: as a person gave it.

    Returns:
        It.

    Raises:
        BadArgument: it is no day of the calendar, written as year, month and day.

    Example:
        >>> a_day("2026-02-30")
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: '2026-02-30' is no day; expected one such as 2026-01-31
    """
    from datetime import date

    try:
        known = re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text)
    except ValueError:
        known = None
    if not known:
        raise BadArgument(f"'{shown(text)}' is no day; expected one such as 2026-01-31")
    return text


def zenodo() -> dict[str, Any]:
    """Describe the release as Zenodo reads it from ``.zenodo.json``.

    Returns:
        The record; Zenodo itself adds the day, and no person is named.

    Example:
        >>> zenodo()["license"], zenodo()["creators"]
        ('cc-by-4.0', [{'name': 'The calcigraph developers'}])
    """
    return {
        "title": TITLE,
        "description": f"{ABOUT} The data are under CC BY 4.0, the software is under Apache-2.0.",
        "upload_type": "dataset",
        "access_right": "open",
        "license": "cc-by-4.0",
        "creators": [{"name": CREATOR}],
        "version": __version__,
        "language": "eng",
        "keywords": list(KEYWORDS),
    }


def bioregistry() -> dict[str, Any]:
    """Describe the prefix as Bioregistry's registry does; who answers for it is left open.

    Returns:
        The record by its prefix.

    Example:
        >>> bioregistry()["calcigraph"]["contact"] is None
        True
    """
    return {
        kgx.OWN: {
            "name": "calcigraph",
            "description": "Entities of an evidence-graded knowledge graph on vitamin D, vitamin K2 and calcium.",
            "homepage": BASE,
            "uri_format": f"{ID}$1",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "example": "vitamin-k2",
            "license": "CC-BY-4.0",
            "version": __version__,
            "keywords": list(KEYWORDS),
            "contact": None,
        }
    }


def redirects(host: str) -> str:
    """Write the rules by which w3id.org leads from a name of the graph to where it is described.

    Args:
        host: where the files of the release are, an address that begins with ``https://``.

    Returns:
        An ``.htaccess`` for the folder ``calcigraph`` of w3id.org: files of the data set by their names; else Turtle, JSON-LD,
        TriG or N-Quads where a client asks for it, and the page about the release for everybody else.

    Raises:
        BadArgument: it is no such address.

    Example:
        >>> redirects("https://example.org/x").splitlines()[-1]
        'RewriteRule ^ https://example.org/x/ [R=303,L]'
    """
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~-]+)*/?", host):
        raise BadArgument(f"'{shown(host)}' is no address; expected one such as {NOWHERE}")
    host = host.rstrip("/")
    files = "|".join(re.escape(name) for name in (*release.DATA, *MORE, release.DESCRIPTION, release.CHECKSUMS))
    kinds = "|".join(_KINDS)
    lines = [
        f"# {BASE}",
        "# "
        + ("Where it leads is left open: put the address of the release in its place." if host == NOWHERE else TITLE),
        "Options -MultiViews",
        "RewriteEngine on",
        "",
        f"RewriteRule ^dataset/({files})$ {host}/$1 [R=302,L]".replace("\\-", "-"),
        "RewriteCond %{HTTP_ACCEPT} text/turtle|application/ld[+]json|application/trig|application/n-quads",
        f"RewriteRule ^dataset/?$ {host}/{release.DESCRIPTION} [R=303,L]",
    ]
    for media, name in _ACCEPTED:
        lines += [
            f"RewriteCond %{{HTTP_ACCEPT}} {media}",
            f"RewriteRule ^({kinds})(/|$) {host}/{name} [R=303,L]",
        ]
    return "\n".join([*lines, f"RewriteRule ^ {host}/ [R=303,L]", ""])


def crate(contents: Mapping[str, bytes], issued: str) -> dict[str, Any]:
    """Describe the files of a release together, as RO-Crate 1.1.

    Args:
        contents: name to content.
        issued: the day of the release, such as ``2026-01-31``.

    Returns:
        What ``ro-crate-metadata.json`` says.

    Raises:
        BadArgument: ``issued`` is no day.

    Example:
        >>> [each["@id"] for each in crate({"void.ttl": b""}, "2026-01-31")["@graph"]]
        ['ro-crate-metadata.json', './', '#developers', 'https://creativecommons.org/licenses/by/4.0/', 'void.ttl']
    """
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": ABOUT,
        "datePublished": a_day(issued),
        "version": __version__,
        "identifier": DATASET,
        "keywords": list(KEYWORDS),
        "license": {"@id": LICENCE},
        "author": {"@id": "#developers"},
        "publisher": {"@id": "#developers"},
        "hasPart": [{"@id": name} for name in sorted(contents)],
    }
    about = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"}
    developers = {"@id": "#developers", "@type": "Organization", "name": CREATOR}
    files = [_file(name, contents[name]) for name in sorted(contents)]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, developers, licence, *files]}


def _file(name: str, content: bytes) -> dict[str, Any]:
    ending = next((each for each in _SOFTWARE if name.endswith(each)), "")
    known = {
        **release.DATA,
        **MORE,
        release.DESCRIPTION: ("text/turtle", "What the release holds, in VoID and DCAT."),
        ZENODO: ("application/json", "The record for Zenodo."),
        RECORD: ("application/json", "The record for Bioregistry; who answers for it is left open."),
        REDIRECTS: ("text/plain", "The rules for w3id.org."),
    }
    media, about = known.get(name) or _SOFTWARE.get(ending) or ("application/octet-stream", name)
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": about,
        "encodingFormat": media,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _json(data: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()
