"""Lines between rows that name the client of the rows below them."""

from betrokken.kit import organisations
from betrokken.model.fragments import Field, Table
from betrokken.model.incident import Controller
from betrokken.stages.finding import stage
from betrokken.stages.finding.hits import Setting

SETTING = Setting(
    institutions=organisations.register(
        [
            Controller("a", "Huisartsen Sluisweg", "gp", codes=("HSW",)),
            Controller("b", "Praktijk De Wilg", "gp", codes=("PDW",)),
        ]
    )
)
HEAD = ("Patiënt", "m/v", "geb.", "Burgerservicenummer", "Wat", "Afgenomen")
ROWS: list[tuple[str, ...]] = [
    ("Kwartaaloverzicht", "", "", "", "", ""),
    ("Inzender: Praktijk De Wilg", "", "", "AGB 01990001", "", ""),
    HEAD,
    ("Zonneveld, V.", "v", "12-07-1964", "111222333", "Uitstrijkje", "11-11-2023"),
    ("Subtotaal", "1", "", "", "", ""),
    ("Inzender: Huisartsen Sluisweg", "", "", "AGB 01990002", "", ""),
    HEAD,
    ("Klaverblad, F. de", "m", "21-02-1974", "", "Bloedonderzoek", "24-03-2023"),
]


def test_each_block_has_its_own_client() -> None:
    found = stage.find([Table("", (), ROWS)], "overzicht.xlsx", SETTING)
    told = {draft.fields["surname"]: draft.fields["institution"] for draft in found.drafts}
    assert told == {"Zonneveld": "Praktijk De Wilg", "Klaverblad": "Huisartsen Sluisweg"}
    assert found.rows == found.rows_with_mentions + sum(found.aside.values()) == len(ROWS)


def test_the_title_tells_the_exam_and_the_name_of_the_laboratory_none() -> None:
    setting = Setting(labs=frozenset({"pathologie noord"}))
    rows: list[tuple[str, ...]] = [
        ("Register urinecytologie 2019", "", ""),
        ("Pathologie Noord", "", ""),
        ("", "", ""),
        ("Naam", "Geb.datum", "Diagnose"),
        ("Zonneveld, V.", "12-07-1964", "geen maligniteit"),
    ]
    (draft,) = stage.find([Table("", (), rows)], "register.xlsx", setting).drafts
    assert draft.fields["exam"] == "urine"


def test_tables_that_share_a_key_of_one_name_are_joined_one_to_one() -> None:
    client: list[tuple[str, ...]] = [
        ("5001", "Zonneveld", "V", "1964-07-12"),
        ("5002", "Klaverblad", "F", "1974-02-21"),
    ]
    address: list[tuple[str, ...]] = [("5001", "Dorpsstraat", "12", "1234AB"), ("5002", "Kerkweg", "3", "2345BC")]
    order: list[tuple[str, ...]] = [("7", "5001", "Urinekweek", "2024-10-02"), ("8", "5002", "Huidbiopt", "2023-01-05")]
    found = stage.find(
        [
            Table("table client", _fields("cid achternaam vl geboren"), client, name="client"),
            Table("table verblijf", _fields("cid straat nr pc"), address, name="verblijf"),
            Table("table aanvraag", _fields("aid cid verrichting dd_afname"), order, name="aanvraag"),
        ],
        "lims.sqlite",
        SETTING,
    )
    people = {draft.fields["record_key"]: draft for draft in found.drafts if "surname" in draft.fields}
    pointing = {(draft.fields["points_to"], draft.fields["exam"]) for draft in found.drafts if "exam" in draft.fields}
    (first, second) = people
    assert pointing == {(first, "urine"), (second, "skin")}
    assert {draft.fields["points_to"] for draft in found.drafts if "street" in draft.fields} == {first, second}


def _fields(names: str) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names.split())
