"""Floor 1: what the graph says, as objects: claims, verdicts, evidence, sources, amounts, statements."""
