"""The collection of questions: headers, parameters, plain words, safety, references, and its form as RDF."""
