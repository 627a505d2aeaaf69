"""What labels of several words mean, whoever wrote them."""

import pytest

from betrokken.stages.finding import abbreviations, columns, lexicon

MEANT = {
    "taken_on": "collection_dt,draw_dt,dat_afn,swab_date,visit_dt,sample_taken,Monster d.d.,Datum prik,observation_date,Dat.strijk/ZAS,sampleTakenAt",
    "": "registration_date,import_date,opt_in_date,aanvr_datum,uitslag_dd,requestDate,order_created_at,printed_at,Binnen d.d.,sample_received_at",
    "requester": "Referred by",
    "sex": "sex_code,geslacht_code,geslacht_id",
    "test_result": "resultaat_tekst,finding_text,value_text,uitslag_kort",
    "exam": "assay_name,bep_oms,panel_desc,exam_type,Lineitem name",
    "material": "materiaal_oms,material_code",
    "city": "city_name",
    "birth_surname": "maiden_surname,achternaam_eigen,maiden_nm",
    "partner_surname": "partner_geslachtsnaam,achternaam partner",
    "birth_prefix": "eigen_voorv,voorvoegsel geboortenaam",
    "partner_prefix": "partner_voorv",
    "surname": "Achternaam + vv,surName,subject.familyName",
    "name": "client.nm,naam_volledig,Billing Name",
    "house_number_suffix": "HouseNoExt,house_number_ext",
    "patient_number": "ptnr_inzender,participant.ref,patient_ref,participant_id,client.nr",
    "sample_number": "order_ref,accession_no",
    "sender_code": "klant_code",
    "id_document": "ID-kaart/paspoort",
    "professional.name": "actor",
    "professional.email": "requester_email,user_email,mail_arts",
}


@pytest.mark.parametrize(("key", "label"), [(key, one) for key, labels in MEANT.items() for one in labels.split(",")])
def test_meaning_of_a_label(key: str, label: str) -> None:
    found = columns.meant(label, "", "")
    assert ("" if found.word == "other" else found.key) == key


def test_a_table_of_codes_means_what_its_name_says() -> None:
    assert columns.meant("oms", "", "tbl_geslacht").word == "sex"
    assert columns.meant("naam", "", "woonplaats").word == "city"
    assert columns.meant("display_name", "", "test_catalog").word == "exam"
    assert columns.meant("tekst", "", "uitslag").word == "test_result"
    assert columns.meant("tekst", "", "uitkomst").word == "test_result"


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Findings", "test_result"),
        ("DOC_NO", "id_document"),
        ("Doc. nummer", "id_document"),
        ("PTCP_ID", "patient_number"),
        ("SPCMN_NO", "sample_number"),
    ],
)
def test_a_label_in_other_words_or_without_vowels(label: str, key: str) -> None:
    found = lexicon.meaning(label)
    assert (found if found.strength else abbreviations.meaning(label)).key == key
