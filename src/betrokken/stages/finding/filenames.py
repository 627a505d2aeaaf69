"""People named in the path of an item."""

from betrokken.stages.finding.hits import Draft, Setting


def find_in_path(path: str, setting: Setting) -> list[Draft]:
    """The mentions that the file name, or a folder of one person, makes."""
    return []
