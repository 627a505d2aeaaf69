from tests.stages.intake.samples import found


def test_a_rar_is_told_with_what_to_do() -> None:
    (item,) = found("x.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100)).values()
    assert (item.status, item.container) == ("unreadable", "rar")
    assert "unpack it" in item.reason
