"""Pathways: the search for signed routes, what they have in common, and how the mechanism explains a claim."""
