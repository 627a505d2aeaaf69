"""Addresses in running text."""

import pytest

from betrokken.stages.finding.prose import places


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Oranjeweg 5, 2313 AB Breda", ("Oranjeweg", "5", "", "2313AB", "Breda")),
        ("wonende Rozenweg 21 te Eindhoven", ("Rozenweg", "21", "", "", "Eindhoven")),
        (
            "ondertekend. Molenstraat 125 hs, 9739 SE Groningen. Cliëntnr A59",
            ("Molenstraat", "125", "hs", "9739SE", "Groningen"),
        ),
        (
            "in 't Hof van Brederode 85 bis, 2328 XM Leiden. C",
            ("'t Hof van Brederode", "85", "bis", "2328XM", "Leiden"),
        ),
        ("Prof. dr. J.H. Oortlaan 13 te Tilburg", ("Prof. dr. J.H. Oortlaan", "13", "", "", "Tilburg")),
        ("Van 't Hoffstraat 2, 3065 JP Rotterdam", ("Van 't Hoffstraat", "2", "", "3065JP", "Rotterdam")),
        ("ul. Długa 83, 31-147 Kraków. C", ("ul. Długa", "83", "", "31-147", "Kraków")),
        ("Narcissenstraat 81-3", ("Narcissenstraat", "81", "3", "", "")),
        ("Laan van Meerdervoort 12a, Den Haag", ("Laan van Meerdervoort", "12", "a", "", "Den Haag")),
        ("Zij woont op de Kerkstraat 3 in Leiden", ("Kerkstraat", "3", "", "", "Leiden")),
        ("Mw. R. Jansen Kerkstraat 12 2312 AB Leiden", ("Kerkstraat", "12", "", "2312AB", "Leiden")),
        ("Plein 1944 12, 3011 GW Rotterdam", ("Plein 1944", "12", "", "3011GW", "Rotterdam")),
        ("LINDENLAAN 5 HUIZEN 1272 AB", ("LINDENLAAN", "5", "", "1272AB", "HUIZEN")),
        ("2720 NJ  Zoetermeer", ("", "", "", "2720NJ", "Zoetermeer")),
        ("1234 AB Alphen aan den Rijn Telefoon", ("", "", "", "1234AB", "Alphen aan den Rijn")),
    ],
)
def test_addresses(line: str, parts: tuple[str, ...]) -> None:
    (found,) = places.find(line)
    names = ("street", "house_number", "house_number_suffix", "postcode", "city")
    assert found.fields == {name: part for name, part in zip(names, parts, strict=True) if part}


@pytest.mark.parametrize(
    "line",
    [
        "Pap 2 (KOPAC",
        "hrHPV positief, type 16",
        "Hb 8,4 mmol/l",
        "Breslow 0,6 mm",
        "op 12 maart 2023",
        "Leuko 6 en CRP 12",
    ],
)
def test_results_are_no_addresses(line: str) -> None:
    assert [one for one in places.find(line) if one.sure] == []
