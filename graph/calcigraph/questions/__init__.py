"""Floor 3: the collection of questions: headers, parameters, plain words, and its form as RDF."""
