-- The best value of each field of a person: what most mentions say, then the most confident, then the most complete,
-- then the first in the alphabet. Needs `belongs` (mention_id, person_id) and `mended` (text, better).
CREATE OR REPLACE TEMP MACRO plain(t) AS
    replace(regexp_replace(strip_accents(lower(t)), '[^a-z0-9?]', '', 'g'), 'ij', 'y');

CREATE OR REPLACE TEMP MACRO unreadable(t) AS contains(t, '?') OR contains(t, chr(65533));

-- Spellings of one word from best to worst: whole, in capitals and small letters, with its accents.
CREATE OR REPLACE TEMP MACRO care(t) AS
    CASE WHEN t <> upper(t) AND t <> lower(t) THEN 100 ELSE 0 END + strlen(t) - length(t);

CREATE OR REPLACE TEMP MACRO accented(t) AS CASE WHEN strlen(t) > length(t) THEN t END;

CREATE OR REPLACE TEMP TABLE telling AS
SELECT
    b.person_id,
    m.mention_id,
    coalesce(m.confidence, 0) AS confidence,
    c.bsn,
    coalesce(s.better, m.surname) AS surname,
    m.prefix,
    coalesce(u.better, m.birth_surname) AS birth_surname,
    CASE WHEN NOT coalesce(c.newborn OR c.coded, false) THEN m.initials END AS initials,
    CASE WHEN NOT coalesce(c.newborn, false) THEN coalesce(g.better, m.given_names) END AS given_names,
    coalesce(c.born, CASE WHEN c.mention_id IS NULL THEN m.birth_date END) AS birth_date,
    coalesce(len(m.birth_dates), 0) > 0 AS either,
    m.sex,
    coalesce(r.better, m.street) AS street,
    w.road AS way,
    m.house_number,
    m.house_number_suffix,
    m.postcode,
    coalesce(t.better, m.city) AS city,
    m.country,
    m.taken_on,
    m.emails,
    m.phones,
    m.ibans,
    m.source
FROM belongs b
JOIN mention m USING (mention_id)
LEFT JOIN clean c USING (mention_id)
LEFT JOIN street_spelling w ON w.street = m.street
LEFT JOIN mended s ON s.text = accented(m.surname)
LEFT JOIN mended u ON u.text = accented(m.birth_surname)
LEFT JOIN mended g ON g.text = accented(m.given_names)
LEFT JOIN mended r ON r.text = accented(m.street)
LEFT JOIN mended t ON t.text = accented(m.city);

-- One row per thing said. `grade` puts some below all others; `fullness` orders the spellings within one key.
CREATE OR REPLACE TEMP TABLE claim AS
SELECT person_id, 'bsn' AS field, bsn AS key, bsn AS value, 0 AS grade, 0 AS fullness, confidence
FROM telling WHERE bsn IS NOT NULL
UNION ALL
SELECT person_id, 'surname', plain(concat(prefix, surname)), concat(prefix, chr(31), surname),
    unreadable(surname)::INTEGER, care(surname), confidence
FROM telling WHERE surname IS NOT NULL
UNION ALL
SELECT person_id, 'birth_surname', plain(birth_surname), birth_surname, unreadable(birth_surname)::INTEGER,
    care(birth_surname), confidence
FROM telling WHERE birth_surname IS NOT NULL
UNION ALL
SELECT person_id, 'given_names', plain(string_split(given_names, ' ')[1]), given_names,
    unreadable(given_names)::INTEGER, 1000 * length(given_names) + care(given_names), confidence
FROM telling WHERE given_names IS NOT NULL
UNION ALL
-- four consonants or more are rather a code than initials
SELECT person_id, 'initials', plain(string_split(initials, '.')[1]), initials,
    regexp_full_match(plain(initials), '[b-df-hj-np-tv-z]{4,}')::INTEGER, length(initials), confidence
FROM telling WHERE initials IS NOT NULL
UNION ALL
-- a given name speaks for the initials that begin like it
SELECT person_id, 'initials', plain(given_names[1]), NULL, 9, 0, confidence
FROM telling WHERE given_names IS NOT NULL
UNION ALL
SELECT person_id, 'birth_date', birth_date::VARCHAR, birth_date::VARCHAR, either::INTEGER, 0, confidence
FROM telling WHERE birth_date IS NOT NULL
UNION ALL
SELECT person_id, 'sex', sex, sex, 0, 0, confidence FROM telling WHERE sex IS NOT NULL;

CREATE OR REPLACE TEMP TABLE spoken AS
SELECT
    person_id, field, key, value, min(grade) AS grade, max(fullness) AS fullness,
    count(*) AS times, max(confidence) AS confidence
FROM claim
GROUP BY person_id, field, key, value;

CREATE OR REPLACE TEMP TABLE chosen AS
WITH
    keyed AS (
        SELECT
            *,
            min(grade) OVER whole AS key_grade,
            sum(times) OVER whole AS key_times,
            max(confidence) OVER whole AS key_confidence,
            max(length(value)) OVER whole AS key_length
        FROM spoken
        WINDOW whole AS (PARTITION BY person_id, field, key)
    )
SELECT person_id, field, key, value
FROM keyed
WHERE value IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY person_id, field
    ORDER BY
        key_grade, key_times DESC, key_confidence DESC, key_length DESC, key,
        grade, fullness DESC, times DESC, confidence DESC, length(value) DESC, value
) = 1;

-- The name at birth only where it is another than the one in use.
CREATE OR REPLACE TEMP TABLE born_as AS
SELECT k.person_id, k.value
FROM spoken k
LEFT JOIN chosen c ON c.person_id = k.person_id AND c.field = 'surname'
WHERE k.field = 'birth_surname' AND k.key IS DISTINCT FROM c.key
QUALIFY row_number() OVER (
    PARTITION BY k.person_id
    ORDER BY k.grade, k.times DESC, k.confidence DESC, k.fullness DESC, length(k.value) DESC, k.value
) = 1;

-- One address is a street and house number; files without street or without postcode tell parts of it.
CREATE OR REPLACE TEMP TABLE stay AS
SELECT
    *,
    coalesce(way, max(way) OVER (PARTITION BY person_id, postcode, house_number), postcode) AS road
FROM telling
WHERE house_number IS NOT NULL AND (street IS NOT NULL OR postcode IS NOT NULL);

CREATE OR REPLACE TEMP TABLE latest AS
SELECT person_id, road, house_number
FROM stay
GROUP BY person_id, road, house_number
QUALIFY row_number() OVER (
    PARTITION BY person_id
    ORDER BY max(taken_on) DESC NULLS LAST, count(*) DESC, max(confidence) DESC, road, house_number
) = 1;

CREATE OR REPLACE TEMP TABLE part AS
SELECT person_id, field, value
FROM (
    SELECT person_id, road, house_number, confidence, unnest([
        {field: 'street', value: street}, {field: 'house_number_suffix', value: house_number_suffix},
        {field: 'postcode', value: postcode}, {field: 'city', value: city}, {field: 'country', value: country}
    ], recursive := true)
    FROM stay
) SEMI JOIN latest USING (person_id, road, house_number)
WHERE value IS NOT NULL
GROUP BY person_id, field, value
QUALIFY row_number() OVER (
    PARTITION BY person_id, field
    ORDER BY
        unreadable(value), count(*) DESC, CASE field WHEN 'postcode' THEN 0 ELSE care(value) END DESC,
        max(confidence) DESC, length(value) DESC, value
) = 1;

CREATE OR REPLACE TEMP TABLE reached AS
SELECT person_id, kind, list(DISTINCT value ORDER BY value) AS "values"
FROM (
    SELECT person_id, 'email' AS kind, unnest(emails) AS value FROM telling
    UNION ALL SELECT person_id, 'phone', unnest(phones) FROM telling
    UNION ALL SELECT person_id, 'iban', unnest(ibans) FROM telling
) ANTI JOIN generic USING (kind, value)
GROUP BY person_id, kind;

CREATE OR REPLACE TEMP TABLE portrait AS
WITH
    said AS (PIVOT chosen ON field IN ('bsn', 'surname', 'initials', 'given_names', 'birth_date', 'sex')
             USING max(value) GROUP BY person_id),
    home AS (PIVOT part ON field IN ('street', 'house_number_suffix', 'postcode', 'city', 'country')
             USING max(value) GROUP BY person_id),
    tally AS (
        SELECT person_id, count(*) AS mentions, bool_or(source = 'leak') AS leaked FROM telling GROUP BY person_id)
SELECT
    t.person_id,
    s.bsn,
    nullif(string_split(s.surname, chr(31))[2], '') AS surname,
    nullif(string_split(s.surname, chr(31))[1], '') AS prefix,
    b.value AS birth_surname,
    s.initials,
    s.given_names,
    s.birth_date::DATE AS birth_date,
    s.sex,
    h.street,
    l.house_number,
    h.house_number_suffix,
    h.postcode,
    h.city,
    coalesce(e.values, []) AS emails,
    coalesce(p.values, []) AS phones,
    coalesce(i.values, []) AS ibans,
    NULL::DATE AS deceased_on,
    NULL::VARCHAR AS secret_address,
    CASE WHEN l.person_id IS NOT NULL THEN 'leak' END AS address_from,
    list_filter([
        CASE WHEN s.surname IS NULL THEN 'surname' END,
        CASE WHEN h.street IS NULL THEN 'street' END,
        CASE WHEN l.house_number IS NULL THEN 'house_number' END,
        CASE WHEN h.postcode IS NULL THEN 'postcode' END
    ], lambda x: x IS NOT NULL) AS missing,
    []::VARCHAR[] AS suppliers,
    CASE WHEN t.leaked THEN 'proven' END AS certainty,
    coalesce(
        s.surname IS NOT NULL AND h.street IS NOT NULL AND l.house_number IS NOT NULL AND (
            regexp_full_match(h.postcode, '[1-9][0-9]{3} ?[A-Z]{2}')
            OR (h.postcode IS NOT NULL AND h.city IS NOT NULL AND h.country IS NOT NULL)
        ), false) AS addressable,
    t.mentions
FROM tally t
LEFT JOIN said s USING (person_id)
LEFT JOIN born_as b USING (person_id)
LEFT JOIN latest l USING (person_id)
LEFT JOIN home h USING (person_id)
LEFT JOIN reached e ON e.person_id = t.person_id AND e.kind = 'email'
LEFT JOIN reached p ON p.person_id = t.person_id AND p.kind = 'phone'
LEFT JOIN reached i ON i.person_id = t.person_id AND i.kind = 'iban'
ORDER BY t.person_id;
