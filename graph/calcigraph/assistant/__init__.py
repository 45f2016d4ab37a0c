"""Tools for assistants over the Model Context Protocol, whose answers cannot be said more boldly than the evidence."""
