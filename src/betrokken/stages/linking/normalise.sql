-- Mentions in the form that is compared. Empty lists stand for "nothing told"; NULL in the others.
-- Patient, sample and insurance numbers: capitals and digits, leading zeros off (spreadsheets drop them).
CREATE OR REPLACE TEMP MACRO number_key(n) AS
    nullif(ltrim(regexp_replace(upper(n), '[^A-Z0-9]', '', 'g'), '0'), '');

-- Four initials or more are rare, and rarely the same: what many surnames have is a code of the laboratory
-- ("U.R.K.W.").
CREATE OR REPLACE TEMP TABLE coded AS
SELECT letters
FROM (
    SELECT letters, count(*) AS bearers, sum(count(*)) OVER () AS among
    FROM (
        SELECT DISTINCT f.letters, m.surname
        FROM linkable m JOIN first_spelling f ON f.initials = m.initials AND f.given_names = coalesce(m.given_names, '')
        WHERE f.whole AND length(f.letters) >= 4)
    GROUP BY letters)
WHERE bearers >= 4 AND bearers > 0.02 * among;

CREATE OR REPLACE TEMP TABLE worded AS
SELECT
    m.mention_id,
    m.bsn,
    s.parts,
    s.surnames,
    f.given,
    f.related,
    CASE
        WHEN m.unnamed THEN ''
        WHEN k.letters IS NOT NULL THEN array_to_string(list_transform(f.given, lambda n: replace(n[1], 'y', 'i')), '')
        ELSE f.letters
    END AS letters,
    f.whole AND NOT m.unnamed AND k.letters IS NULL AS whole,
    k.letters IS NOT NULL AS coded,
    f.newborn OR m.unnamed AS newborn,
    CASE WHEN m.birth_date <= coalesce(m.taken_on, m.birth_date) THEN m.birth_date END AS born,
    CASE
        WHEN coalesce(len(m.birth_dates), 0) = 0 THEN
            CASE WHEN m.birth_date <= coalesce(m.taken_on, m.birth_date) THEN [m.birth_date] ELSE [] END
        ELSE list_sort(list_distinct(list_filter(
            list_append(list_transform(m.birth_dates, lambda d: TRY_CAST(d AS DATE)), m.birth_date),
            lambda d: d <= coalesce(m.taken_on, d))))
    END AS births,
    m.sex,
    nullif(regexp_replace(upper(coalesce(m.postcode, '')), '[^A-Z0-9]', '', 'g'), '') AS code,
    nullif(ltrim(regexp_extract(coalesce(m.house_number, ''), '[0-9]+'), '0'), '') AS house,
    r.road,
    list_sort(list_distinct(coalesce(m.emails, []))) AS emails,
    list_sort(list_distinct(coalesce(m.phones, []))) AS phones,
    list_sort(list_distinct(coalesce(m.ibans, []))) AS ibans,
    CASE WHEN m.judged THEN m.mention_id ELSE '' END AS own,
    m.insurance,
    m.document,
    -- shorter ones are counters of one file, not numbers of a patient or sample
    CASE WHEN length(m.patient) >= 4 THEN m.patient END AS patient,
    CASE WHEN length(m.sample) >= 5 THEN m.sample END AS sample
FROM (
    SELECT
        *,
        number_key(insurance_number) AS insurance,
        number_key(id_document) AS document,
        number_key(patient_number) AS patient,
        number_key(sample_number) AS sample,
        -- an initial of "Baby" stays a child's for some years in files that never ask again
        coalesce(given_names IS NULL AND date_diff('year', birth_date, coalesce(taken_on, last.day)) BETWEEN 0 AND 3
            AND list_contains(getvariable('newborn_initials'), lower(replace(initials, '.', ''))), false) AS unnamed
    FROM linkable CROSS JOIN (SELECT max(taken_on) AS day FROM linkable) last
) m
JOIN surname_spelling s
    ON s.surname = coalesce(m.surname, '')
    AND s.prefix = coalesce(m.prefix, '')
    AND s.birth_surname = coalesce(m.birth_surname, '')
JOIN first_spelling f ON f.initials = coalesce(m.initials, '') AND f.given_names = coalesce(m.given_names, '')
LEFT JOIN street_spelling r ON r.street = m.street
LEFT JOIN coded k ON k.letters = f.letters AND f.whole;

CREATE OR REPLACE TEMP TABLE placed AS
SELECT
    *,
    -- a Dutch postcode and a house number are one address; abroad a code covers a town, so the street joins in
    CASE
        WHEN house IS NULL OR code IS NULL THEN NULL
        WHEN regexp_full_match(code, '[1-9][0-9]{3}[A-Z]{2}') THEN code || ' ' || house
        WHEN road IS NOT NULL THEN code || ' ' || house || ' ' || road
    END AS home,
    CASE WHEN house IS NOT NULL AND road IS NOT NULL THEN road || ' ' || house END AS front
FROM worded;

-- What many people share tells nobody: numbers written for want of the real one, wards, care homes, switchboards.
CREATE OR REPLACE TEMP TABLE carried AS
SELECT kind, value, parts, births FROM (
    SELECT 'bsn' AS kind, bsn AS value, parts, births FROM placed
    UNION ALL SELECT 'home', home, parts, births FROM placed
    UNION ALL SELECT 'phone', unnest(phones), parts, births FROM placed
    UNION ALL SELECT 'email', unnest(emails), parts, births FROM placed
    UNION ALL SELECT 'iban', unnest(ibans), parts, births FROM placed
    UNION ALL SELECT 'insurance', insurance, parts, births FROM placed
    UNION ALL SELECT 'document', document, parts, births FROM placed
    UNION ALL SELECT 'patient', patient, parts, births FROM placed
    UNION ALL SELECT 'sample', sample, parts, births FROM placed
) WHERE value IS NOT NULL;

CREATE OR REPLACE TEMP TABLE generic AS
SELECT kind, value
FROM carried
GROUP BY kind, value
HAVING count(DISTINCT parts) > CASE kind WHEN 'home' THEN 12 WHEN 'phone' THEN 8 ELSE 3 END
    AND (kind IN ('home', 'phone', 'email', 'iban') OR count(DISTINCT births) > 3)
UNION
SELECT kind, value FROM standoff
UNION
-- a number of nine digits that is as often the number of a sample or order is no BSN, although it passes the 11-test
SELECT 'bsn', b.bsn
FROM (SELECT bsn, count(*) AS times FROM placed WHERE bsn IS NOT NULL GROUP BY bsn) b
JOIN (
    SELECT number_key(sample_number) AS sample, count(*) AS times FROM eligible
    WHERE length(number_key(sample_number)) BETWEEN 7 AND 9 GROUP BY ALL
) s ON s.sample = ltrim(b.bsn, '0')
WHERE s.times >= b.times;

-- A child entered under the number of its parent: same number, another first name (or none yet), 14 years younger.
CREATE OR REPLACE TEMP TABLE borrowed AS
SELECT child.mention_id, min(parent.mention_id) AS elder
FROM placed child
JOIN placed parent ON parent.bsn = child.bsn
WHERE child.born >= parent.born + INTERVAL 14 YEAR
    AND (child.newborn OR (child.letters <> '' AND parent.letters <> '' AND child.letters[1] <> parent.letters[1]))
GROUP BY child.mention_id;

CREATE OR REPLACE TEMP TABLE clean AS
SELECT
    p.mention_id,
    CASE WHEN borrowed.mention_id IS NULL AND b.value IS NULL THEN p.bsn END AS bsn,
    p.parts, p.surnames, p.given, p.related, p.letters, p.whole, p.newborn, p.coded, p.born, p.births, p.sex, p.own,
    CASE WHEN h.value IS NULL THEN p.code END AS code,
    CASE WHEN h.value IS NULL THEN p.home END AS home,
    CASE WHEN h.value IS NULL THEN p.front END AS front,
    list_filter(p.emails, lambda v: NOT list_contains(g.emails, v)) AS emails,
    list_filter(p.phones, lambda v: NOT list_contains(g.phones, v)) AS phones,
    list_filter(p.ibans, lambda v: NOT list_contains(g.ibans, v)) AS ibans,
    CASE WHEN i.value IS NULL THEN p.insurance END AS insurance,
    CASE WHEN d.value IS NULL THEN p.document END AS document,
    CASE WHEN n.value IS NULL THEN p.patient END AS patient,
    CASE WHEN s.value IS NULL THEN p.sample END AS sample
FROM placed p
LEFT JOIN borrowed USING (mention_id)
LEFT JOIN generic b ON b.kind = 'bsn' AND b.value = p.bsn
LEFT JOIN generic h ON h.kind = 'home' AND h.value = p.home
LEFT JOIN generic i ON i.kind = 'insurance' AND i.value = p.insurance
LEFT JOIN generic d ON d.kind = 'document' AND d.value = p.document
LEFT JOIN generic n ON n.kind = 'patient' AND n.value = p.patient
LEFT JOIN generic s ON s.kind = 'sample' AND s.value = p.sample
CROSS JOIN (
    SELECT
        coalesce(list(value) FILTER (kind = 'email'), []) AS emails,
        coalesce(list(value) FILTER (kind = 'phone'), []) AS phones,
        coalesce(list(value) FILTER (kind = 'iban'), []) AS ibans
    FROM generic
) g;

-- Mentions with one content are one profile: copies of a row change nothing. Numbered by content, not by order.
CREATE OR REPLACE TEMP TABLE ranked AS
SELECT
    *,
    (dense_rank() OVER (ORDER BY
        bsn, parts, surnames, given, related, letters, whole, newborn, born, births, sex, own, code, home, front,
        emails, phones, ibans, insurance, document, patient, sample) - 1)::INTEGER AS pid
FROM clean;

CREATE OR REPLACE TEMP TABLE holds AS SELECT mention_id, pid FROM ranked;

CREATE OR REPLACE TEMP TABLE content AS
SELECT * EXCLUDE (mention_id, coded)
FROM ranked
WHERE mention_id IN (SELECT min(mention_id) FROM holds GROUP BY pid);

-- How common a part of a surname is, drawn towards 1 in 2,000 where the pile is too small to tell.
CREATE OR REPLACE TEMP TABLE commonness AS
SELECT part, (count(*) + 1) / ((SELECT count(*) FROM content) + 2000) AS share
FROM (SELECT unnest(parts) AS part FROM content)
GROUP BY part;

CREATE OR REPLACE TEMP TABLE profile AS
SELECT
    c.* EXCLUDE (own),
    coalesce(s.shares, []) AS shares,
    strftime(c.born, '%Y%m%d') AS digits,
    TRY_CAST(strftime(c.born, '%Y-%d-%m') AS DATE) AS swapped,
    array_to_string(string_split(c.letters, ''), '%') || '%' AS spelled,
    list_sort(list_distinct(list_transform(list_append(c.related, c.letters), lambda n: n[1]))) AS firsts
FROM content c
LEFT JOIN (
    SELECT parts, list(share ORDER BY part) AS shares
    FROM (SELECT parts, unnest(parts) AS part FROM (SELECT DISTINCT parts FROM content)) JOIN commonness USING (part)
    GROUP BY parts
) s USING (parts);
