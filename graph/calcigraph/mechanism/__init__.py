"""Floor 2: reasoning over the steps of mechanism: names of factors, slices, pathways, what-if."""
