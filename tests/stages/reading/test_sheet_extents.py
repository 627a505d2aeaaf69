"""The grid a sheet would be laid out as."""

import struct

from betrokken.stages.reading import sheet_extents


def test_near_cells_are_not_counted_one_by_one() -> None:
    assert sheet_extents.xlsx(lambda: [b'<c r="A1"><c r="KZ99999">']) == sheet_extents.MOST_CELLS


def test_far_cells_that_hold_a_style_only_are_not_laid_out() -> None:
    assert sheet_extents.xlsx(lambda: [b'<c r="A1"><v>1</v></c><c r="XFD1048576" s="1"/>']) == 1


def test_far_cells_over_the_edge_of_a_block() -> None:
    blocks = [b'<c r="B2"><v/></c><c s="1" r="XF', b'D1048576"><v/>']
    assert sheet_extents.xlsx(lambda: blocks) == (1_048_576 - 1) * (16_384 - 1)


def test_a_sheet_that_is_only_far_down_is_small() -> None:
    assert sheet_extents.xlsx(lambda: [b"<x:c r='A1048570'><x:c t='s' r='C1048576'>"]) == 7 * 3


def test_binary_sheets() -> None:
    row = bytes([0, 4]) + struct.pack("<I", 9)
    cell = bytes([7, 4]) + struct.pack("<I", 4)
    assert (
        sheet_extents.xlsb(bytes([0, 4]) + struct.pack("<I", 0) + bytes([7, 4]) + struct.pack("<I", 0) + row + cell)
        == 50
    )


def test_binary_sheets_that_are_cut_off() -> None:
    assert sheet_extents.xlsb(bytes([0, 4, 1])) == 0


def test_claims_of_old_sheets() -> None:
    def claimed(shape: str, *numbers: int) -> int:
        content = struct.pack(shape, *numbers) + b"\0\0"
        return sheet_extents.xls(struct.pack("<HH", 0x0200, len(content)) + content)

    assert claimed("<IIHH", 0, 68, 0, 9) == 68 * 9
    assert claimed("<IIHH", 0, 0, 0, 0) == 0
    assert claimed("<IIHH", 0, 0xFFFFFFFF, 0, 9) > sheet_extents.MOST_CELLS
    assert claimed("<HHHH", 42, 2, 18, 238) > sheet_extents.MOST_CELLS
