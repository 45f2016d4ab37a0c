"""Floor 4: what comes in, checked: validation with its report, and the import of claims."""
