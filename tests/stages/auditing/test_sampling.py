"""The sample: within each stratum, random, the same each time, and one that grows."""

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from betrokken.kit import arrow
from betrokken.stages.auditing import sampling, stage
from betrokken.stages.auditing.sampling import Block
from betrokken.stages.auditing.stage import Answer

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5_000), min_size=1)


def frame(rows: dict[str, int]) -> list[Block]:
    return [Block(f"item {name}", "no person in this row", count, name, True) for name, count in sorted(rows.items())]


@given(SIZES, st.integers(0, 400), st.integers(0, 50))
def test_a_larger_sample_takes_nothing_away(rows: dict[str, int], size: int, more: int) -> None:
    small, large = sampling.allocate(rows, size), sampling.allocate(rows, size + more)
    assert sum(small.values()) == min(size, sum(rows.values()))
    assert all(small[name] <= rows[name] for name in rows)
    if size >= sampling.FLOOR * len(rows):
        assert all(small[name] <= large[name] for name in rows)
        assert all(small[name] >= min(sampling.FLOOR, rows[name]) for name in rows)


@given(SIZES, st.integers(1, 100), st.text(max_size=5))
def test_drawing_again_goes_on_with_the_same_sample(rows: dict[str, int], size: int, seed: str) -> None:
    made = frame(rows)
    first = sampling.draw(made, sampling.allocate(rows, size), seed)
    again = sampling.draw(reversed(made), sampling.allocate(rows, size), seed)
    assert first == again
    assert len({one.key for one in first}) == len(first) == min(size, sum(rows.values()))
    everything = {one.key: one.chance for one in sampling.draw(made, rows, seed)}
    for name in rows:
        drawn = [one.chance for one in first if one.stratum == name]
        every = sorted(chance for (item, _, _), chance in everything.items() if item == f"item {name}")
        assert sorted(drawn) == every[: len(drawn)]


def test_every_row_has_the_same_chance() -> None:
    made = [Block("one", "why", 13, "s", True), Block("other", "why", 7, "s", True)]
    seen = Counter(one.key for seed in range(2_000) for one in sampling.draw(made, {"s": 5}, str(seed)))
    assert len(seen) == 20
    assert stats.chisquare(list(seen.values())).pvalue > 0.001


def test_what_could_not_be_read_is_counted_and_never_drawn() -> None:
    item = arrow.make("item", [{"item_id": "a", "media_type": "text/csv"}, {"item_id": "b", "media_type": "x/y"}])
    rows = [("a", "blank row", 3), ("a", "the line is cut off", 4), ("b", "blank row", 2)]
    aside = arrow.make("aside", [dict(zip(("item_id", "reason", "rows"), row, strict=True)) for row in rows])
    made = sampling.blocks(aside, item, {"blank row"})
    assert sampling.sizes(made) == {
        "delimited text: blank row": 3, "delimited text: could not be read": 4, "other: blank row": 2,
    }  # fmt: skip
    told = stage.run(sampling.sizes(made), [], 0, [], {})
    assert (told.unread, told.unjudged, told.upper) == (4, 5, None)


def test_answers_count_up_to_the_first_row_without_one() -> None:
    """Answers to rows picked for another reason than chance are no sample."""
    drawn = sampling.draw([Block("i", "why", 50, "s", True)], {"s": 6}, "seed")
    answers = [Answer(drawn[n].key, 0, "an") for n in (0, 1, 3, 5)]
    told = stage.run({"s": 50}, drawn, 6, answers, {})
    assert (told.judged, told.waiting) == (2, 2)


def test_doubt_and_disagreement_count_as_missed() -> None:
    drawn = sampling.draw([Block("i", "why", 3, "s", True)], {"s": 3}, "seed")
    first, second, third = (one.key for one in drawn)
    answers = [
        Answer(first, None, "an"), Answer(second, 0, "an"), Answer(second, 2, "bo"),
        Answer(third, 4, "an"), Answer(third, 0, "an"),
    ]  # fmt: skip
    told = stage.run({"s": 3}, drawn, 3, answers, {})
    assert (told.missed, told.people, told.upper, told.largest) == (2, 3, 3, 2)
    assert told.disagreed == (drawn[1].question,)


def test_the_table_adds_up_and_gives_no_bound_for_strata_without_answers() -> None:
    made = frame({"a": 30, "b": 20})
    drawn = sampling.draw(made, {"a": 5, "b": 5}, "s")
    some = stage.run({"a": 30, "b": 20}, drawn, 10, [Answer(one.key, 0, "an") for one in drawn[:5]], {})
    rows = table(some)
    assert rows[""]["rows"] == 50
    assert rows[""]["upper"] is None
    assert rows["b"]["upper"] is None
    assert rows["a"]["upper"] == 12  # 12 in 30 are missed by a draw of 5 with a chance of 6 %, 13 with one of 4 %
    whole = stage.run({"a": 30, "b": 20}, drawn, 10, [Answer(one.key, 0, "an") for one in drawn], {})
    assert table(whole)[""]["upper"] in range(12, 41)


def table(audit: stage.Audit) -> dict[str, dict[str, object]]:
    found: pa.Table = stage.table(audit)
    return {row["stratum"]: row for row in found.to_pylist()}
