"""Floor 4: what goes out to a person: answers with their safety, their references and their looks."""
