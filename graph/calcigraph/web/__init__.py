"""What a browser shows: one page an entity, claim, source, result and question, from templates; the same as files."""
