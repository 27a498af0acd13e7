"""Tables of what was filed: of every form and sheet from its definition alone, and summed up."""
