"""Words on paper become lines."""

from betrokken.stages.reading.page_lines import Word, lines, rows


def _word(text: str, left: float, base: float) -> Word:
    return Word(text, left, left + 5 * len(text), base, 10)


def test_words_out_of_order() -> None:
    words = [_word("Bos", 80, 700), _word("onder", 50, 685), _word("J.", 65, 700.5), _word("Naam", 40, 700)]
    assert lines(rows(words)) == ["Naam J. Bos", "onder"]


def test_a_wide_gap_starts_a_column() -> None:
    (line,) = lines(rows([_word("Naam", 40, 700), _word("Datum", 300, 700)])) or []
    assert line.startswith("Naam  ")
    assert line.endswith("  Datum")


def test_nothing_gives_nothing() -> None:
    assert lines(rows([])) == []


def test_columns_of_running_text_are_told() -> None:
    left = [_word("w" * 40, 40, 700 - 15 * n) for n in range(10)]
    right = [_word("v" * 40, 320, 700 - 15 * n) for n in range(10)]
    assert lines(rows(left + right)) is None
