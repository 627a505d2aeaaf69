import pytest

from betrokken.kit import organisations
from betrokken.model.incident import Controller
from betrokken.stages.finding import lexicon, rows
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.recognisers import exam, patient_number, phone, test_result

CLIENTS = (
    Controller("linde", "Huisartsenpraktijk Lindendorp", "gp", ("Lindendorp",)),
    Controller("haven", "Ziekenhuis Havenoord", "hospital"),
)
SETTING = Setting(institutions=organisations.register(CLIENTS))


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Keeluitstrijk kweek", "other"),
        ("Uitstrijkje baarmoederhals", "cervical_smear"),
        ("Bloeduitstrijk", "blood"),
        ("Zelfafnameset hrHPV", "hpv_self_test"),
        ("SOA thuistest chlamydia", "sti"),
        ("Excisie moedervlek", "skin"),
        ("Mamma-excisie", "other"),
        ("Huidbiopt penis", "penis"),
        ("Hemocytometrie", "blood"),
        ("Urinezuur", "blood"),
        ("Urinesediment", "urine"),
        ("Syphilis TPHA", "sti"),
        ("Hepatitis B", "sti"),
        ("Hepatitis B titre (blood)", "blood"),
        ("MRSA neus/keel", "other"),
        ("mevrouw Nagel", ""),
    ],
)
def test_kinds_of_exam_in_words(written: str, kind: str) -> None:
    assert exam.kind(written) == kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("UKWK", "urine"),
        ("UR-CULT", "urine"),
        ("UREUM", "blood"),
        ("BLKW", "blood"),
        ("BLAAS", "urine"),
        ("HDL", "blood"),
        ("HBIO", "skin"),
        ("CXCYT", "cervical_smear"),
        ("HPVZA", "hpv_self_test"),
        ("CTNG", "sti"),
        ("PBIO", "penis"),
        ("FKWK", "other"),
        ("LEVER", "blood"),
        ("XQ12", ""),
    ],
)
def test_mnemonics_under_a_label_of_exams(code: str, kind: str) -> None:
    assert (exam.read("exam", code, SETTING) or {}).get("exam", "") == kind


def test_words_in_small_letters_are_no_mnemonics() -> None:
    assert exam.of_code("Urgent") == exam.of_code("uitslag") == exam.of_code("Pending") == ""


def test_client_and_day_below_an_exam_in_one_cell() -> None:
    found = exam.read("exam", "Urinekweek\nafgenomen 13-10-2023\nZiekenhuis Havenoord", SETTING)
    assert found == {"exam": "urine", "taken_on": "2023-10-13", "institution": "Ziekenhuis Havenoord"}


def test_a_report_tells_its_exam_on_a_line_of_its_own() -> None:
    report = "Betreft: Huidbiopt\nLabnummer: T24.1\nConclusie:\nlichen planus"
    assert test_result.read("test_result", report, SETTING) == {"has_result": "yes", "exam": "skin"}
    assert test_result.read("test_result", "geen groei in urine", SETTING) == {"has_result": "yes"}
    assert test_result.read("test_result", "uitslag volgt", SETTING) == {}


@pytest.mark.parametrize(
    "text",
    [
        "eGFR 58 ml/min",
        "11,4 mg/mmol",
        "Campylobacter jejuni",
        "niet reactief",
        "TPHA 1:1280",
        "E. coli 10E5",
        "mengflora",
    ],
)
def test_words_and_units_of_results(text: str) -> None:
    assert test_result.says_result(text)


@pytest.mark.parametrize("text", ["definitief", "Groningen", "urinekweek aangevraagd", "belt morgen terug"])
def test_other_texts_are_no_results(text: str) -> None:
    assert not test_result.says_result(text)


def test_a_number_with_a_digit_too_few_is_a_number_under_its_label() -> None:
    assert phone.read("phone", "050-895699", SETTING) == {"phones": "+3150895699"}
    assert phone.read("phone", "12345", SETTING) is None
    assert not phone.fits("phone", "050-895699", SETTING)


def test_a_practice_named_after_a_place_is_not_told_by_that_place() -> None:
    letter = ["Laboratoriumlaan 1, 9400 AA  Lindendorp", "Lindendorp, 19 augustus 2019", "Aan: Ziekenhuis Havenoord"]
    assert rows.institution_in(letter, SETTING) == "Ziekenhuis Havenoord"
    assert rows.institution_in(["Overzicht Lindendorp"], SETTING) == "Lindendorp"


@pytest.mark.parametrize(
    ("label", "word"),
    [
        ("Praktijk/afdeling", "institution"),
        ("tenant.code", "sender_code"),
        ("OND", "exam"),
        ("RES", "test_result"),
        ("MNR", "sample_number"),
        ("identifiers.local", "patient_number"),
        ("bron", ""),
    ],
)
def test_labels_of_exams_results_and_clients(label: str, word: str) -> None:
    found = lexicon.meaning(label)
    assert (found.word if found.word != "other" else "") == word


def test_the_number_of_a_case_is_no_number_of_a_patient() -> None:
    assert patient_number.read("patient_number", "H22-42741", Setting()) == {"sample_number": "H22-42741"}
    assert patient_number.read("patient_number", "CL0427419", Setting()) == {"patient_number": "CL0427419"}
