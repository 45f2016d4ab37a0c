"""Floor 2: names in text: spellings, a trie of the vocabulary, and the marks it makes."""
