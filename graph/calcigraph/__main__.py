"""``python -m calcigraph`` is the command line."""

from calcigraph.cli import main

if __name__ == "__main__":
    main()
