"""Settings of the documentation site; ``docs/site/build.py`` puts the pages beside a copy of this file."""
# ruff: noqa: A001 - the names and the place that Sphinx wants

project = "calcigraph"
author = "The calcigraph developers"
copyright = "the calcigraph developers; text and data CC BY 4.0, code Apache 2.0"
extensions = ["myst_nb"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
nb_execution_mode = "off"  # `make examples` runs the notebooks and keeps their outputs; a test holds them
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_fence_as_directive: list[str] = []
html_theme = "furo"
html_title = "calcigraph"
html_static_path: list[str] = []
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
# Headings of generated pages skip levels, and the SPARQL lexer of Pygments knows no alternative paths; any other warning ends
# the build.
suppress_warnings = ["myst.header", "toc.not_readable", "misc.highlighting_failure"]
# Names of formats and outputs that no lexer knows are shown plainly.
highlight_language = "text"
