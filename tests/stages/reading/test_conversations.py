import json

from betrokken.kit.sources import BytesSource
from betrokken.model.fragments import Limits, Table
from betrokken.stages.reading.stage import read

TURNS = [
    {"who": "bot", "said": "Welcome. What is your name?"},
    {"who": "guest", "said": "Ann Bos"},
    {"who": "bot", "said": "And your birth date?"},
    {"who": "guest", "said": "1 May 1970"},
    {"who": "agent", "said": "Thank you, I shall look.", "name": "T. Vos"},
]


def _tables(value: object) -> list[Table]:
    source = BytesSource(json.dumps(value).encode())
    return [one for one in read(source, Limits()).fragments if isinstance(one, Table)]


def test_answers_stand_under_their_questions() -> None:
    (table,) = _tables([{"id": n, "turns": TURNS} for n in range(3)])
    assert len(table.rows) == 3
    row = dict(zip([column.name for column in table.columns], table.rows[0], strict=True))
    assert row["turns.What is your name?"] == "Ann Bos"
    assert row["turns.And your birth date?"] == "1 May 1970"
    assert row["turns.agent.name"] == "T. Vos"
    assert row["turns.said"].endswith("I shall look.")


def test_records_in_which_nobody_asks_stay_rows() -> None:
    orders = [{"state": "ab"[n % 2], "exam": f"blood test number {n}"} for n in range(5)]
    (table,) = _tables([{"id": n, "orders": orders} for n in range(2)])
    assert len(table.rows) == 10


def test_messages_in_cells_are_read() -> None:
    message = "MSH|^~\\&|A|HOSP|LAB|L|202401020700||OML^O21|1|P|2.4\rPID|1||123^^^HOSP^PI||Bos^Ann||19700501|F"
    lines = "\n".join(json.dumps({"id": n, "payload": message}) for n in range(3))
    found = read(BytesSource(lines.encode()), Limits()).fragments
    queue, messages = [one for one in found if isinstance(one, Table)]
    assert {row[1] for row in queue.rows} == {""}
    means = [column.means for column in messages.columns]
    assert [row[means.index("surname")] for row in messages.rows] == ["Bos"] * 3
    assert messages.row_names == ("line 1", "line 2", "line 3")
