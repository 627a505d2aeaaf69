from betrokken.stages.reading.formats import rtf
from tests.stages.reading.sources import fragments, source, texts, troubles

LETTER = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\colortbl;\red0\green0\blue0;}{\*\generator Word;}"
    r"{\info{\author Geheim}}\pard\fs20 Geachte mevrouw \b Zo\'eb\b0  de Vri\u233?s,\par"
    "\n"
    r"{\field{\*\fldinst HYPERLINK x}{\fldrslt lab}}\line 12\u8211\'96 13 \{a\}\par A\cell B\cell\row\page Blad twee}"
)


def test_words_without_their_dress() -> None:
    found = texts(fragments(rtf, LETTER))
    assert rtf.recognise(source(LETTER)) == 1
    assert [text.place for text in found] == ["page 1", "page 2"]
    assert found[0].text == "Geachte mevrouw Zoë de Vriés,\nlab\n12– 13 {a}\nA\tB\t\n"
    assert found[1].text == "Blad twee"
    assert found[1].first_line == 5


def test_a_text_that_breaks_off_is_told() -> None:
    found = fragments(rtf, LETTER[:-9])
    assert texts(found)
    assert [trouble.reason for trouble in troubles(found)] == ["the text breaks off before its end"]


def test_deep_nesting_and_wild_numbers_do_no_harm() -> None:
    wild = r"{\rtf1 " + "{" * 50_000 + r"\u99999999999\uc999 a\ansicpg99999 b" + "}" * 50_000 + " einde}"
    assert "einde" in texts(fragments(rtf, wild))[0].text
