"""Names in the orders and spellings of Dutch files."""

import pytest

from betrokken.kit import names
from betrokken.kit.names import Name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mw. J.A. de Vries", Name("Vries", "de", "", "J.A.", "", "F")),
        ("Dhr. P. Jansen", Name("Jansen", "", "", "P.", "", "M")),
        ("Vries, J.A. de", Name("Vries", "de", "", "J.A.")),
        ("de Vries, J.A.", Name("Vries", "de", "", "J.A.")),
        ("Vries, J.A. de (Johanna)", Name("Vries", "de", "", "J.A.", "Johanna")),
        ("VRIES JA", Name("Vries", "", "", "J.A.")),
        ("VRIES J.A. DE", Name("Vries", "de", "", "J.A.")),
        ("HOFF V. VAN 'T", Name("Hoff", "van 't", "", "V.")),
        ("Jan Peter van den Berg", Name("Berg", "van den", "", "", "Jan Peter")),
        ("Jansen-de Vries, A.", Name("Jansen-de Vries", "", "", "A.")),
        ("mevr. IJ. IJzerman", Name("IJzerman", "", "", "IJ.", "", "F")),
        ("A.B. 't Hart", Name("Hart", "'t", "", "A.B.")),
        ("dr. K. van der Ven", Name("Ven", "van der", "", "K.")),
    ],
)
def test_parts_of_a_name(text: str, expected: Name) -> None:
    assert names.parse(text) == expected


@pytest.mark.parametrize("text", ["", "12 Jansen", "!!", "(v)", "Bloedonderzoek, bij u verkregen"])
def test_what_is_no_name(text: str) -> None:
    assert names.parse(text) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("van den Berg-de Vries", "Vries"),
        ("Dijk", "van Dijk"),
        ("Meyer", "Meijer"),
        ("Yılmaz", "Yilmaz"),
        ("Lefèvre", "LEFEVRE"),
    ],
)
def test_surnames_that_share_a_part(left: str, right: str) -> None:
    assert names.surname_parts(left) & names.surname_parts(right)


@pytest.mark.parametrize(
    ("text", "form"), [("JA", "J.A."), ("j a", "J.A."), ("J.A", "J.A."), ("IJA", "IJ.A."), ("", "")]
)
def test_initials_have_one_form(text: str, form: str) -> None:
    assert names.initials_form(text) == form
