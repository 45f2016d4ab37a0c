"""Floor 4: what comes in, checked: validation with its report, the import of claims, and the adding of studies."""
