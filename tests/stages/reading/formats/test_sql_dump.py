import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model.fragments import Table
from betrokken.stages.reading import sql_tables
from betrokken.stages.reading.formats import sql_dump
from tests.stages.reading.sources import fragments, places, source, tables, troubles

MYSQL = r"""-- MySQL dump 10.13  Distrib 5.7.33
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `patient`;
CREATE TABLE `patient` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `naam` varchar(80) DEFAULT 'a,b)' COMMENT 'zo''n naam; (kort)',
  `plaats` varchar(40),
  PRIMARY KEY (`id`),
  KEY `i` (`naam`)
) ENGINE=InnoDB;
LOCK TABLES `patient` WRITE;
INSERT INTO `patient` VALUES (7,'Zoë','\'s-Gravenhage'),(8,'O\'Brien; x',NULL),(9,'a\\b\nc','Leiden');
UNLOCK TABLES;
CREATE TABLE `uitslag` (
  `id` int, `patient_id` int, `tekst` text,
  CONSTRAINT `f` FOREIGN KEY (`patient_id`) REFERENCES `patient` (`id`) ON DELETE CASCADE
);
INSERT INTO `uitslag` (`id`,`patient_id`,`tekst`) VALUES
(1,7,'goed'),
(2,9,'INSERT INTO `x` VALUES (1);');
"""

POSTGRES = """--
-- PostgreSQL database dump
--
SET standard_conforming_strings = on;
CREATE TABLE public.patient (
    id integer NOT NULL,
    naam character varying(80),
    "Geboren op" date
);
COPY public.patient (id, naam, "Geboren op") FROM stdin;
7\tZoë\t1960-03-12
8\tO'Brien\\tx\\\\y\t\\N
\\.

INSERT INTO public.uitslag VALUES (1, 7, E'goed\\n', 'C:\\');
INSERT INTO public.uitslag VALUES (2, 8, 'it''s', NULL);
INSERT INTO public.uitslag VALUES (3, 8, 'regel een
regel twee);
regel drie', NULL);

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT patient_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.uitslag
    ADD CONSTRAINT u FOREIGN KEY (patient_id) REFERENCES public.patient(id);
CREATE TABLE public.uitslag (
    id integer PRIMARY KEY,
    patient_id integer,
    tekst text,
    pad text
);
"""

MSSQL = """USE [LIMS]
GO
/****** Object:  Table [dbo].[Patient]    Script Date: 1-1-2024 ******/
SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[Patient](
\t[PatientId] [int] IDENTITY(1,1) NOT NULL,
\t[Naam] [nvarchar](80) NULL,
\t[Geboren] [datetime] NULL,
 CONSTRAINT [PK_P] PRIMARY KEY CLUSTERED
(
\t[PatientId] ASC
)WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY]
GO
SET IDENTITY_INSERT [dbo].[Patient] ON
INSERT [dbo].[Patient] ([PatientId], [Naam], [Geboren]) VALUES (7, N'Zoë', CAST(N'1960-03-12T00:00:00.000' AS DateTime))
INSERT [dbo].[Patient] ([PatientId], [Naam], [Geboren]) VALUES (8, N'''s-Graven', NULL)
GO
INSERT [dbo].[Patient] ([PatientId], [Naam], [Geboren]) VALUES (9, N'twee
regels', CAST(0x0000A2F400000000 AS DateTime))
GO
ALTER TABLE [dbo].[Uitslag]  WITH CHECK ADD  CONSTRAINT [FK] FOREIGN KEY([PatientId])
REFERENCES [dbo].[Patient] ([PatientId])
GO
INSERT INTO [dbo].[Uitslag] ([Id], [PatientId]) VALUES (1, 7)
"""

ORACLE = """SET DEFINE OFF;
Insert into LIMS.PATIENT (ID,NAAM,GEBOREN) values (7,'Zoë',to_date('12-03-1960','DD-MM-YYYY'));
Insert into LIMS.PATIENT (ID,NAAM,GEBOREN) values (8,'''s-Graven',null);
"""

SQLITE = """PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "patient" (id INTEGER PRIMARY KEY, naam TEXT, arts REFERENCES arts(nr));
INSERT INTO patient VALUES(7,'Zoë',NULL);
INSERT INTO "patient" VALUES(8,replace('a\\nb','\\n',char(10)),3);
COMMIT;
"""


def read(content: str, charset: str = "utf-8") -> dict[str, Table]:
    return {table.name: table for table in tables(fragments(sql_dump, content, charset))}


def test_mysql() -> None:
    found = read(MYSQL)
    assert [column.name for column in found["patient"].columns] == ["id", "naam", "plaats"]
    assert found["patient"].rows == [
        ("7", "Zoë", "'s-Gravenhage"),
        ("8", "O'Brien; x", ""),
        ("9", "a\\b\nc", "Leiden"),
    ]
    assert places(found["patient"])[0] == "table patient id 7"
    assert found["uitslag"].rows == [("1", "7", "goed"), ("2", "9", "INSERT INTO `x` VALUES (1);")]
    assert found["uitslag"].refers == {"patient_id": "patient.id"}
    assert not troubles(fragments(sql_dump, MYSQL))


def test_postgresql() -> None:
    found = read(POSTGRES)
    assert [column.name for column in found["patient"].columns] == ["id", "naam", "Geboren op"]
    assert found["patient"].rows == [("7", "Zoë", "1960-03-12"), ("8", "O'Brien\tx\\y", "")]
    assert places(found["patient"]) == ["table patient id 7", "table patient id 8"]
    assert [column.name for column in found["uitslag"].columns] == ["id", "patient_id", "tekst", "pad"]
    assert found["uitslag"].rows == [
        ("1", "7", "goed\n", "C:\\"),
        ("2", "8", "it's", ""),
        ("3", "8", "regel een\nregel twee);\nregel drie", ""),
    ]
    assert found["uitslag"].refers == {"patient_id": "patient.id"}


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_sql_server(charset: str, end: str) -> None:
    found = read(MSSQL.replace("\n", end), charset)
    assert found["Patient"].rows == [
        ("7", "Zoë", "1960-03-12T00:00:00.000"),
        ("8", "'s-Graven", ""),
        ("9", f"twee{end}regels", "2014-03-20"),
    ]
    assert places(found["Patient"])[0] == "table Patient PatientId 7"
    assert found["Uitslag"].refers == {"PatientId": "Patient.PatientId"}
    assert found["Uitslag"].rows == [("1", "7")]


def test_oracle() -> None:
    assert read(ORACLE)["PATIENT"].rows == [("7", "Zoë", "1960-03-12"), ("8", "'s-Graven", "")]


def test_sqlite_text_dump() -> None:
    table = read(SQLITE)["patient"]
    assert table.rows == [("7", "Zoë", ""), ("8", "a\\nb", "3")]
    assert table.refers == {"arts": "arts.nr"}


@pytest.mark.parametrize("dump", [MYSQL, POSTGRES, MSSQL, ORACLE, SQLITE])
def test_dumps_are_recognised(dump: str) -> None:
    assert sql_dump.recognise(source(dump)) >= 0.9


@pytest.mark.parametrize(
    "content",
    [
        "In de werkinstructie: INSERT INTO de juiste map.\nCREATE TABLE of contents\n",
        "a;b;c\n1;INSERT INTO x VALUES (1);2\n",
        '{"sql": "INSERT INTO x VALUES (1)"}',
        "insert een nieuwe regel\nupdate de tabel\n",
        "",
    ],
)
def test_other_content_is_not_claimed(content: str) -> None:
    assert sql_dump.recognise(source(content)) == 0


def test_a_dump_that_breaks_off_gives_its_whole_rows_and_says_so() -> None:
    whole = MYSQL.index("(9,'a")
    found = fragments(sql_dump, MYSQL[: whole + 6])
    assert tables(found)[0].rows == [("7", "Zoë", "'s-Gravenhage"), ("8", "O'Brien; x", "")]
    assert [(trouble.place, trouble.rows) for trouble in troubles(found)] == [("table patient", 1)]
    half = fragments(sql_dump, POSTGRES[: POSTGRES.index("8\tO'B") + 6])
    assert tables(half)[0].rows == [("7", "Zoë", "1960-03-12")]
    assert [trouble.place for trouble in troubles(half)] == ["table patient"]


def test_a_quote_that_never_closes_costs_one_statement() -> None:
    dump = "".join(f"INSERT INTO patient VALUES ({n}, 'naam');\n" for n in range(10)).replace(
        "(3, 'naam')", "(3, 'naam)"
    )
    found = fragments(sql_dump, dump)
    assert [row[0] for row in tables(found)[0].rows] == ["0", "1", "2", "4", "5", "6", "7", "8", "9"]
    assert troubles(found)


def test_what_is_not_read_is_counted() -> None:
    dump = (
        "INSERT INTO a VALUES (1, 2);\nINSERT INTO a VALUES (1, 2, 3);\nINSERT INTO a SELECT * FROM b;\n"
        "UPDATE a SET x = 1;\nINSERT INTO b SET x = 1;\n"
    )
    found = fragments(sql_dump, "CREATE TABLE a (x int, y int);\n" + dump)
    assert tables(found)[0].rows == [("1", "2")]
    assert {(trouble.reason, trouble.rows) for trouble in troubles(found)} == {
        ("rows with another number of values than the table has columns", 1),
        ("statements that are not read: INSERT without VALUES", 2),
        ("statements that are not read: UPDATE", 1),
    }


def test_statements_on_one_line_and_over_many() -> None:
    dump = (
        "INSERT INTO a VALUES (1,'x;y');INSERT INTO a VALUES (2,'z');\n"
        "insert into a\n  (k, v)\nvalues\n  (3, 'q'),\n  -- noot\n  (4, 'r')\n;\n"
        "INSERT INTO a VALUES (5,'s') ON CONFLICT DO NOTHING;\n"
    )
    found = tables(fragments(sql_dump, "CREATE TABLE a (k int, v text);\n" + dump))
    assert [row for table in found for row in table.rows] == [
        ("1", "x;y"),
        ("2", "z"),
        ("3", "q"),
        ("4", "r"),
        ("5", "s"),
    ]


def test_chunks_of_a_table_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_tables, "CHUNK", 10)
    dump = "".join(f"INSERT INTO a (id) VALUES ({n});\nINSERT INTO b (nr) VALUES ({n});\n" for n in range(1, 26))
    found = tables(fragments(sql_dump, dump))
    assert [(t.name, t.first, t.chunk, len(t.rows)) for t in found if t.name == "b"] == [
        ("b", 1, 0, 10),
        ("b", 11, 1, 10),
        ("b", 21, 2, 5),
    ]
    assert places(next(t for t in found if t.name == "a" and t.chunk == 2))[-1] == "table a id 25"


CELL = st.text(alphabet=st.sampled_from("abë\t\\Nn'.\r\x0b"), max_size=8) | st.none()


def _copied(cell: str | None) -> str:
    if cell is None:
        return "\\N"
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), ("\x0b", "\\v")):
        cell = cell.replace(plain, escaped)
    return cell


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
@settings(deadline=None, max_examples=100)
def test_copied_rows_come_back(table: list[tuple[str | None, ...]]) -> None:
    data = "".join("\t".join(map(_copied, row)) + "\n" for row in table)
    found = fragments(sql_dump, f"COPY t (a, b, c) FROM stdin;\n{data}\\.\n")
    assert tables(found)[0].rows == [tuple(cell or "" for cell in row) for row in table]


@given(st.text(alphabet="()',;\n`[]\"\\ ax1-*/", max_size=120))
@settings(deadline=None, max_examples=200)
def test_any_text_behind_a_statement_is_survived(text: str) -> None:
    fragments(sql_dump, f"CREATE TABLE t (a int, {text}\nINSERT INTO t VALUES {text}\nINSERT INTO t VALUES (1);\n")
