"""Over HTTP: the SPARQL endpoint, the JSON API, and the pages, read-only and on this machine unless told otherwise."""
