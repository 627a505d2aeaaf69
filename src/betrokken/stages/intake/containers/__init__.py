"""One file per kind of container; README.md says how to add one."""
