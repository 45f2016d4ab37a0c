"""Floor 4: the graph, or a slice of it, in the formats of other tools."""
