"""How many people the whole theft holds, given what was read of it; or why no figure can be given."""
