"""The guard: drugs, conditions, groups and doses found by meaning in any sentence, and what they call for first."""
