"""Names and codes of organisations."""

import pytest

from betrokken.kit import organisations
from betrokken.model.incident import Controller, Incident

KNOWN = organisations.register(
    [
        Controller("brug", "Huisartsenpraktijk Oude Brug", "gp", ("HAP Oude Brug",), ("HAOB",), ("01998805",)),
        Controller("zhw", "Ziekenhuis Waterweide", "hospital", ("Waterweide",), ("ZHWW",), ("06998801",)),
        Controller("een", "Kliniek Dubbel", "clinic", ("Dubbel Zuid",), ("K1",)),
        Controller("twee", "Kliniek Ander", "clinic", ("Dubbel Zuid",), ("K2",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "controller"),
    [
        ("HAP Oude Brug", "brug"),
        ("Huisartsen Oude Brug", "brug"),
        ("huisartsenpraktijk de oude brug", "brug"),
        ("haob", "brug"),
        ("01998805", "brug"),
        ("Stichting Ziekenhuis Waterweide", "zhw"),
        ("Dubbel Zuid", None),
        ("Onbekend", None),
    ],
)
def test_the_whole_text_names_a_controller(text: str, controller: str | None) -> None:
    assert organisations.exact(text, KNOWN) == controller


def test_the_longest_run_inside_a_text_counts() -> None:
    assert organisations.inside("Declaraties Ziekenhuis Waterweide 2024", KNOWN) == "zhw"
    assert organisations.inside("overzicht 2024", KNOWN) is None


def test_a_legend_of_all_clients_names_none() -> None:
    assert organisations.inside("HAOB=Huisartsenpraktijk Oude Brug ZHWW=Ziekenhuis Waterweide", KNOWN) is None


def test_the_lab_is_known_without_what_stands_in_brackets() -> None:
    assert "laboratorium noord" in organisations.labs(Incident(lab="Laboratorium Noord (invented)"))
