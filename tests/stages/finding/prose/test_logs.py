"""Logs: lines that stand by themselves, a few with a person among many without."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stages.finding.prose.telling import A, B, of_role, search, silent, tells


def test_keys_with_and_without_quotes() -> None:
    tells(
        f"""2024-02-15 01:53:07,788 DEBUG [Analyzer] sample {B} queued on line 3
2024-10-30 11:15:25,613 INFO  [OrderImport] order 445750551 zonder BSN: patient=HARING SL gebdat=19720812 adres="Meidoornweg 31" pc=1102PA klant=NHV
2024-12-03 11:53:19,765 INFO  [OrderImport] uitslag verzonden pid=057481658 klant=HAP77 order=871272338 onderzoek=HISTH
2024-08-02 11:36:54,478 INFO  [OrderImport] patient=VAN DEN BROEK ML bsn={A} gebdat=19820811 onderzoek=BLOED""",
        {
            "surname": "Haring",
            "initials": "S.L.",
            "birth_date": "1972-08-12",
            "street": "Meidoornweg",
            "house_number": "31",
            "postcode": "1102PA",
            "institution": "NHV",
            "taken_on": "",
            "place": "line 2",
        },
        {"patient_number": "057481658", "exam": "skin", "institution": "HAP77", "place": "line 3"},
        {
            "bsn": A,
            "surname": "Broek",
            "prefix": "van den",
            "initials": "M.L.",
            "birth_date": "1982-08-11",
            "exam": "blood",
            "place": "line 4",
        },
    )


def test_json_xml_and_objects_in_lines() -> None:
    person = {"bsn": A, "surname": "Willems", "initials": "T.H.", "birth_date": "1966-04-05"}
    tells(
        f"""2024-03-12T10:00:01 INFO request {{"patient":{{"achternaam":"Willems","voorletters":"T.H.","geboortedatum":"1966-04-05","bsn":"{A}"}}}}
2024-03-12T10:00:02 INFO response 200 in 35ms""",
        person,
    )
    tells(
        f"2024-03-12 10:00:01 <patient><naam>Willems, T.H.</naam><gebdat>19660405</gebdat><bsn>{A}</bsn></patient>\n2024-03-12 10:00:02 ok",
        person,
    )
    tells(
        f"2024-03-12 10:00:01.123  INFO OrderService : Created Patient{{id=8812, bsn={A}, naam=Willems, voorletters=T.H., geboortedatum=1966-04-05}}\n2024-03-12 10:00:02.001  WARN No mapping",
        {**person, "patient_number": "8812"},
    )


def test_messages_of_hl7_and_astm_in_lines() -> None:
    tells(
        f"2024-03-12 10:00:01 RX MSH|^~\\&|LAB|X\n2024-03-12 10:00:01 RX PID|1||{A}^^^NLMINBIZA^NNNLD~7766^^^ZIS^PI||Mulder&van der&Mulder^P^J^^^^L||19610212|M|||Kerkstraat 3^^Leiden^^2312AB",
        {
            "bsn": A,
            "patient_number": "7766",
            "surname": "Mulder",
            "prefix": "van der",
            "given_names": "P J",
            "birth_date": "1961-02-12",
            "sex": "M",
            "street": "Kerkstraat",
            "house_number": "3",
            "postcode": "2312AB",
            "city": "Leiden",
        },
    )
    tells(
        "H|\\^&|||Cobas^1.0|||||||P|1|20240312\nP|1|0099887|||Hoekstra^Anna||19600201|F\nR|1|^^^GLU|5.6|mmol/L",
        {
            "patient_number": "0099887",
            "surname": "Hoekstra",
            "given_names": "Anna",
            "birth_date": "1960-02-01",
            "sex": "F",
        },
    )


def test_analyser_logs_are_silent_whatever_their_numbers() -> None:
    silent(
        "\n".join(
            f"2024-05-11 20:{n:02d} analyser0 sample={number} rack=48 vol=0.4697 status=OK"
            for n, number in enumerate([A, B] * 20)
        )
    )
    silent(
        "\n".join(f"2024-05-11 20:{n:02d}:01 worker processed {number} in 3 ms" for n, number in enumerate([A, B] * 30))
    )


def test_a_number_without_a_word_counts_only_beside_a_name_or_birth_date() -> None:
    silent(f"Zie ook {A} in het archief.")
    silent(f"12-03-2024 {A} ontvangen")
    tells(f"Jansen, P. {A}", {"bsn": A, "surname": "Jansen", "initials": "P."})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 999_999_999), min_size=60, max_size=80))
def test_shapes_passed_over_hide_nobody(numbers: list[int]) -> None:
    """A line with a person among many of one shape is found, wherever the shape was first seen without one."""
    lines = [f"2024-05-11 20:00:00 job {number:09d} done" for number in numbers]
    lines[40] = f"2024-05-11 20:00:00 job {numbers[40]:09d} done for bsn {A} gebdat=19610203"
    finding = search("\n".join(lines))
    assert [draft.fields.get("bsn") for draft in finding.drafts] == [A]


def test_long_lines_and_odd_ones_take_linear_time() -> None:
    """Hostile text: no shape may cost more than a fraction of a second for 200 kB."""
    for text in (
        "A" * 200_000,
        "A." * 100_000,
        "Aa " * 66_000,
        "van de " * 30_000,
        "1-" * 100_000,
        ": " * 100_000,
        "Mw. " * 50_000,
        "a@" * 100_000,
        "1234 AB " * 25_000,
        "Jansen, " * 25_000,
    ):
        started = time.process_time()
        search(text)
        assert time.process_time() - started < 8, text[:10]


def test_requests_to_a_web_server_are_each_about_their_own_and_read_as_typed() -> None:
    at = "10.4.1.55 - r.boer [15/Jan/2024:11:26:12 +0100]"
    told = of_role(
        search(
            f'{at} "GET /zoek?achternaam=%C3%87elik&vl=L.K.&gebdat=07-08-2002&bsn={A} HTTP/1.1" 200 2644\n'
            f'{at} "GET /static/app.716.js HTTP/1.1" 304 0\n'
            f'{at} "GET /zoek?achternaam=de+Groot&vl=T.&gebdat=19-06-2001&bsn={B} HTTP/1.1" 200 2644'
        ),
        "patient",
    )
    assert [(one.fields["surname"], one.fields.get("prefix", ""), one.fields["bsn"]) for one in told] == [
        ("Çelik", "", A),
        ("Groot", "de", B),
    ]
