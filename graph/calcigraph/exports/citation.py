"""How the graph is cited, in the forms that people paste: a sentence, BibTeX, and the Citation File Format."""

from __future__ import annotations

from calcigraph._version import __version__
from calcigraph.exports.description import ABOUT, CREATOR, LICENCE, TITLE
from calcigraph.namespaces import BASE

_TEXT = """\
{creator}. {title} Version {version}. {home}. Licence of the data: {licence}

Cite the studies behind the answers that you use as well; calcigraph evidence CLAIM lists those of a claim."""
_BIBTEX = """\
@misc{{calcigraph,
  author = {{{{{creator}}}}},
  title = {{{{{title}}}}},
  note = {{Version {version}}},
  url = {{{home}}},
  abstract = {{{about}}}
}}"""
_CFF = """\
cff-version: 1.2.0
message: "If you use calcigraph, please cite it as below, and the studies behind the answers you use."
title: "{title}"
abstract: "{about}"
type: dataset
authors:
  - name: "{creator}"
version: {version}
url: "{home}"
license: [Apache-2.0, CC-BY-4.0]"""
_FORMS = {"text": _TEXT, "bibtex": _BIBTEX, "cff": _CFF}


def citation(form: str) -> str:
    """Write how the graph is cited: this version, by those who make it, and no person by name.

    Args:
        form: ``text``, ``bibtex`` or ``cff``.

    Returns:
        Lines without a last line break.

    Example:
        >>> citation("text").splitlines()[0][:65]
        'The calcigraph developers. calcigraph: where does the calcium go?'
    """
    return _FORMS[form].format(
        creator=CREATOR, title=TITLE, version=__version__, about=ABOUT, licence=LICENCE, home=BASE.rstrip("/")
    )
