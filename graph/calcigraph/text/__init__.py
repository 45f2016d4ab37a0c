"""Names in text: spellings, a trie of the vocabulary, and the marks it makes."""
