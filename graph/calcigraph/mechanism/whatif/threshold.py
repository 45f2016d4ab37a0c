"""How many members of an ensemble have to agree before an answer is given."""

#: Share of the members, where a question does not name another. Below it an answer is undetermined.
AGREEMENT = 0.8
