"""Steps that bring the decided tables of an older case to those of this version, run when a case is opened."""
