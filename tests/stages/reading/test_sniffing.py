import pytest

from betrokken.stages.reading.sniffing import sniff


def separator(text: str, cut: bool = False) -> str:
    guess = sniff(text, cut)
    return guess.how.separator if guess else ""


HEADER = "Nr{0}BSN{0}Naam{0}Geboren"
ROW = "{1}{0}12345678{1}{0}Jansen{0}1{1}-03-1960"


@pytest.mark.parametrize("mark", [";", ",", "\t", "|", "^", "\x1f"])
@pytest.mark.parametrize("count", [1, 2, 50])
def test_every_separator(mark: str, count: int) -> None:
    text = "\n".join([HEADER.format(mark), *(ROW.format(mark, number) for number in range(count))])
    assert separator(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "Overzicht 2024\nLaboratorium\n\nNaam;BSN;Datum;Uitslag\nJansen;1;2;3\nDe Vries;1;2;3\n\nTotaal: 2\n",
        "Naam;BSN;Datum\nJansen;1;2\nkapotte regel\nDe Vries;1;2\nBakker;1;2\nVisser;1;2\nSmit;1;",
        "code;omschrijving\nCYT;Uitstrijkje\nHPV;Zelftest\n",
        "Naam;Bedrag;Code\nA;39,99;x\nB;12,50;y\n",
        "Naam;BSN;Geboortedatum;Uitslag\n",
        "a;b;c\n1;;\n2;;x\n",
        "nr;naam;adres;pc;plaats\n1;Jansen;Straat 1\n2;Bos;Weg 2;1234AB;Breda\n3;Vos;Laan 3;1234AB\n4;Kok;Weg 1\n",
        "nr;naam;adres;pc;plaats\n1;Jansen\n2;Bos;Weg 2;1234AB;Breda\n3;Vos;Laan 3\n4;Kok\n",
        "nr;naam;code\n1;a;b;c\n2;a;b\n3;a;b;c;d\n4;a;b;c\n5;a;b\n",
        'naam;opmerking;code\n"Jansen";"twee\nregels; en meer";1\n"Bakker";"";2\n',
    ],
)
def test_tables_with_semicolons(text: str) -> None:
    assert separator(text) == ";"


@pytest.mark.parametrize(
    "text",
    [
        "Geachte heer Jansen,\n\nHierbij, zoals beloofd, de uitslag.\nU kunt, indien gewenst, bellen.\n\nMet groet,\nLab\n",
        "ma: Fabian, Mehmet\ndi: Agnes, Frans\nwo: Dirk, Amina\n",
        "2024-02-15 01:53:07,788 DEBUG [A] klaar\n2024-02-15 01:53:08,123 INFO [B] order 1\n"
        "2024-02-15 01:53:09,001 INFO [B] order 2\n",
        "2024-12-19 08:08 analyser3 sample=758120038 rack=5 vol=0.2851\n" * 5,
        "MSH|^~\\&|LIMS|LAB|A|B|2024||ORU^R01|1|P|2.4\rPID|1||1||Jansen^J\rOBR|1||2|3\r",
        "UNA:+.? 'UNB+UNOC:1+500012345+010+240101:1200+1'UNH+1+MEDLAB:1'",
        "INSERT INTO patient VALUES (1,'a','b'),(2,'c','d');\nINSERT INTO patient VALUES (3,'a','b');\n",
        '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n',
        "<table><tr><td>a;b;c</td></tr>\n<tr><td>d;e;f</td></tr></table>",
        "From: lab@voorbeeld.nl\nTo: arts@voorbeeld.nl\nSubject: uitslag; graag; bellen\n\nTekst; met; tekens\n",
        "Jansen\nDe Vries\nBakker\n",
        "Naam:\tJansen\nBSN:\t123\nGeboren:\t12-03-1960\n",
        '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a?x=1,2 HTTP/1.0" 200 2326\n' * 6,
        "Geachte heer,\n\nUw uitslagen:\nHb\t8.1\tmmol/l\nMCV\t90\tfl\n\nMet groet,\nDr. Bos\nLab\nTel 071\nLeiden\n",
        "eerste zin; en nog wat\ntweede zin\nderde; zin; met; meer\nvierde\n",
        "zo maar een zin, met een komma, en nog een.\n",
        "",
        "\n\n",
    ],
)
def test_no_tables(text: str) -> None:
    assert separator(text) == ""


def test_the_separator_a_spreadsheet_names() -> None:
    guess = sniff("sep=;\nNaam;Bedrag\nJansen;3,50\n", False)
    assert guess is not None
    assert (guess.how.separator, guess.how.width) == (";", 2)


def test_the_last_line_of_a_cut_start_does_not_count() -> None:
    assert separator("a;b;c\n1;2;3\n4", cut=True) == ";"


def test_padding_and_single_quotes() -> None:
    padded = sniff(" id | naam    | bsn\n----+---------+-----\n  1 | Jansen  | 123\n  2 | Bakker  | 456\n", False)
    quoted = sniff("'id';'naam';'bsn'\n'1';'Jansen';'2'\n", False)
    assert padded is not None
    assert padded.how.padded
    assert quoted is not None
    assert quoted.how.quote == "'"


def test_quoted_cells_of_many_lines_do_not_hide_a_table() -> None:
    ticket = '"T{}";"hoog";"Praktijk";"Bos";"Goedemorgen,\n\nWilt u kijken?\nBSN: 1\n\nDank!";"klaar"\n'
    found = sniff('"Nr";"P";"Org";"Wie";"Tekst";"Oplossing"\n' + "".join(map(ticket.format, range(9))), False)
    assert found is not None
    assert found.how.separator == ";"
    assert found.how.width == 6
