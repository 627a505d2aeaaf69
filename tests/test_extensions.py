"""One contract for every extension file: found by folder, held to its members, and no two of one name."""

import pytest

from betrokken.kit import discover

FOLDERS = {
    "betrokken.stages.intake.containers": ("NAME", "MEDIA_TYPE", "ALSO_READ", "recognise", "members"),
    "betrokken.stages.reading.formats": ("NAME", "MEDIA_TYPE", "recognise", "read"),
    "betrokken.stages.finding.recognisers": ("MEANINGS", "CATEGORY", "UNLABELLED", "fits", "read", "find"),
    "betrokken.stages.attributing.grounds": ("NAME", "COLUMN", "RANK", "controller"),
    "betrokken.stages.notifying.clocks": ("NAME", "clocks"),
    "betrokken.stages.projecting.methods": ("NAME", "KIND", "SAYS", "fit"),
    "betrokken.stages.notifying.letters": ("NAME", "SAYS", "PARTS", "check", "names", "greeting"),
}


@pytest.mark.parametrize(("folder", "members"), FOLDERS.items())
def test_every_file_holds_the_contract_of_its_folder(folder: str, members: tuple[str, ...]) -> None:
    modules = discover.modules(folder, members)
    assert len(modules) >= 4
    assert all(module.__doc__ for module in modules)
    if "NAME" in members:
        names = [module.NAME for module in modules]
        assert len(set(names)) == len(names)


def test_a_file_that_lacks_a_member_is_refused() -> None:
    with pytest.raises(TypeError, match="lacks NO_SUCH_MEMBER"):
        discover.modules("betrokken.stages.attributing.grounds", ("NO_SUCH_MEMBER",))


def test_every_meaning_is_read_by_one_recogniser_at_most() -> None:
    modules = discover.modules("betrokken.stages.finding.recognisers", FOLDERS["betrokken.stages.finding.recognisers"])
    read = [meaning for module in modules for meaning in module.MEANINGS]
    assert len(set(read)) == len(read)
