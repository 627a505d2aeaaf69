-- The best value of each field of a person: what most mentions say, then the most confident, then the most complete,
-- then the first in the alphabet. Name, birth date, sex and address of the latest population go before all that: a
-- controller's own list is kept up to date, a leaked file is as old as it is. Needs `belongs` (mention_id, person_id),
-- `mended` (text, better) and `taken` (the table `drop`).
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
    m.source,
    -- null for a leak, so that the latest population is the greatest
    CASE WHEN m.source = 'population' THEN coalesce(TRY_CAST(d.as_of AS DATE), DATE '0001-01-01') END AS as_of,
    m.deceased_on,
    m.secret_address
FROM belongs b
JOIN mention m USING (mention_id)
LEFT JOIN item o ON o.item_id = m.item_id
LEFT JOIN taken d ON d.drop_id = o.drop_id
LEFT JOIN clean c USING (mention_id)
LEFT JOIN street_spelling w ON w.street = m.street
LEFT JOIN mended s ON s.text = accented(m.surname)
LEFT JOIN mended u ON u.text = accented(m.birth_surname)
LEFT JOIN mended g ON g.text = accented(m.given_names)
LEFT JOIN mended r ON r.text = accented(m.street)
LEFT JOIN mended t ON t.text = accented(m.city);

-- One row per thing said. `grade` puts some below all others; `fullness` orders the spellings within one key; `as_of` is
-- the day of a population whose word is plain, so that it goes before what leaked.
CREATE OR REPLACE TEMP TABLE claim AS
SELECT person_id, 'bsn' AS field, bsn AS key, bsn AS value, 0 AS grade, 0 AS fullness, confidence, NULL::DATE AS as_of
FROM telling WHERE bsn IS NOT NULL
UNION ALL
SELECT person_id, 'surname', plain(concat(prefix, surname)), concat(prefix, chr(31), surname),
    unreadable(surname)::INTEGER, care(surname), confidence, CASE WHEN NOT unreadable(surname) THEN as_of END
FROM telling WHERE surname IS NOT NULL
UNION ALL
SELECT person_id, 'birth_surname', plain(birth_surname), birth_surname, unreadable(birth_surname)::INTEGER,
    care(birth_surname), confidence, CASE WHEN NOT unreadable(birth_surname) THEN as_of END
FROM telling WHERE birth_surname IS NOT NULL
UNION ALL
SELECT person_id, 'given_names', plain(string_split(given_names, ' ')[1]), given_names,
    unreadable(given_names)::INTEGER, 1000 * length(given_names) + care(given_names), confidence,
    CASE WHEN NOT unreadable(given_names) THEN as_of END
FROM telling WHERE given_names IS NOT NULL
UNION ALL
-- four consonants or more are rather a code than initials
SELECT person_id, 'initials', plain(string_split(initials, '.')[1]), initials,
    regexp_full_match(plain(initials), '[b-df-hj-np-tv-z]{4,}')::INTEGER, length(initials), confidence, as_of
FROM telling WHERE initials IS NOT NULL
UNION ALL
-- a given name speaks for the initials that begin like it
SELECT person_id, 'initials', plain(given_names[1]), NULL, 9, 0, confidence, as_of
FROM telling WHERE given_names IS NOT NULL
UNION ALL
SELECT person_id, 'birth_date', birth_date::VARCHAR, birth_date::VARCHAR, either::INTEGER, 0, confidence,
    CASE WHEN NOT either THEN as_of END
FROM telling WHERE birth_date IS NOT NULL
UNION ALL
SELECT person_id, 'sex', sex, sex, 0, 0, confidence, as_of FROM telling WHERE sex IS NOT NULL
UNION ALL
SELECT person_id, 'deceased_on', deceased_on::VARCHAR, deceased_on::VARCHAR, 0, 0, confidence, as_of
FROM telling WHERE deceased_on >= coalesce(birth_date, deceased_on)
UNION ALL
-- of marks that differ the widest: too much secrecy harms nobody
SELECT person_id, 'secret_address', secret_address, secret_address, 7 - secret_address::INTEGER, 0, confidence, as_of
FROM telling WHERE secret_address IS NOT NULL;

CREATE OR REPLACE TEMP TABLE spoken AS
SELECT
    person_id, field, key, value, min(grade) AS grade, max(fullness) AS fullness,
    count(*) AS times, max(confidence) AS confidence, max(as_of) AS as_of
FROM claim
GROUP BY person_id, field, key, value;

CREATE OR REPLACE TEMP TABLE chosen AS
WITH
    keyed AS (
        SELECT
            *,
            max(as_of) OVER whole AS key_as_of,
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
        key_as_of DESC NULLS LAST, key_grade, key_times DESC, key_confidence DESC, key_length DESC, key,
        -- one surname is one word, however it is spelled; of first names the population knows which there are
        CASE WHEN field IN ('initials', 'given_names') THEN as_of END DESC NULLS LAST,
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
    ORDER BY k.as_of DESC NULLS LAST, k.grade, k.times DESC, k.confidence DESC, k.fullness DESC, length(k.value) DESC, k.value
) = 1;

-- An address moves as a whole. One address is a street and house number; files without street or without postcode tell parts of it.
CREATE OR REPLACE TEMP TABLE stay AS
SELECT
    *,
    coalesce(way, max(way) OVER (PARTITION BY person_id, postcode, house_number), postcode) AS road
FROM telling
WHERE house_number IS NOT NULL AND (street IS NOT NULL OR postcode IS NOT NULL);

CREATE OR REPLACE TEMP TABLE latest AS
SELECT
    person_id, road, house_number,
    max(as_of) AS as_of, arg_max(postcode, as_of) AS code, arg_max(city, as_of) AS town
FROM stay
GROUP BY person_id, road, house_number
QUALIFY row_number() OVER (
    PARTITION BY person_id
    ORDER BY
        max(as_of) DESC NULLS LAST, max(taken_on) DESC NULLS LAST, count(*) DESC, max(confidence) DESC, road, house_number
) = 1;

-- What a population leaves out of its address (a street, a town) others fill in who tell of the very same house; an
-- addition it does not give is none.
CREATE OR REPLACE TEMP TABLE part AS
SELECT person_id, field, value
FROM (
    SELECT s.person_id, s.confidence, s.as_of, s.as_of IS NOT DISTINCT FROM l.as_of AS of_it, unnest([
        {field: 'street', value: street}, {field: 'house_number_suffix', value: house_number_suffix},
        {field: 'postcode', value: postcode}, {field: 'city', value: city}, {field: 'country', value: country}
    ], recursive := true)
    FROM stay s JOIN latest l USING (person_id, road, house_number)
    WHERE s.as_of IS NOT DISTINCT FROM l.as_of
        OR s.postcode = l.code OR (l.code IS NULL AND lower(s.city) = lower(l.town))
)
WHERE value IS NOT NULL AND (of_it OR field NOT IN ('house_number_suffix', 'country'))
GROUP BY person_id, field, value
QUALIFY row_number() OVER (
    PARTITION BY person_id, field
    ORDER BY
        max(as_of) DESC NULLS LAST, unreadable(value), count(*) DESC,
        CASE field WHEN 'postcode' THEN 0 ELSE care(value) END DESC, max(confidence) DESC, length(value) DESC, value
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
    said AS (PIVOT chosen ON field IN ('bsn', 'surname', 'initials', 'given_names', 'birth_date', 'sex', 'deceased_on',
                                    'secret_address')
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
    h.country,
    coalesce(e.values, []) AS emails,
    coalesce(p.values, []) AS phones,
    coalesce(i.values, []) AS ibans,
    s.deceased_on::DATE AS deceased_on,
    s.secret_address,
    CASE WHEN l.person_id IS NOT NULL THEN CASE WHEN l.as_of IS NULL THEN 'leak' ELSE 'population' END END AS address_from,
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
