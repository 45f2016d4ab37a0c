"""Floor 0: where the graph is kept, and how it is asked: engines, names, files, tables, serialising."""
