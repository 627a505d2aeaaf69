-- What a human said of one mention: that it is of a data subject, or of nobody.
CREATE OR REPLACE TEMP TABLE verdict AS
SELECT left_id AS mention_id, bool_and(kind = 'is_person') AS person
FROM judgement WHERE kind IN ('is_person', 'is_not_person')
GROUP BY left_id;

-- Which mentions can be a data subject's: patients and unknowns, whoever a human said is the same as another, and
-- whoever a human said is one; never whom a human said is none.
-- `bare`: nothing in it names a person; it can only follow a record or a number.
CREATE OR REPLACE TEMP TABLE eligible AS
SELECT
    m.*,
    m.bsn IS NULL AND m.surname IS NULL AND m.birth_date IS NULL AND m.birth_surname IS NULL AS bare,
    m.mention_id IN (SELECT left_id FROM ruling UNION ALL SELECT right_id FROM ruling) AS judged,
    coalesce(v.person, false) AS vouched
FROM mention m LEFT JOIN verdict v USING (mention_id)
WHERE coalesce(v.person, true) AND (
    v.person
    OR m.role IN ('patient', 'unknown')
    OR m.mention_id IN (
        SELECT left_id FROM ruling WHERE same UNION ALL SELECT right_id FROM ruling WHERE same));

-- Contact points of professionals also stand in the rows of their patients.
CREATE OR REPLACE TEMP TABLE official AS
SELECT m.* FROM mention m LEFT JOIN verdict v USING (mention_id)
WHERE m.role = 'professional' AND NOT coalesce(v.person, false);

CREATE OR REPLACE TEMP TABLE standoff AS
SELECT 'email' AS kind, unnest(emails) AS value FROM official
UNION
SELECT 'phone', unnest(phones) FROM official
UNION
SELECT 'home', regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g') || ' ' || regexp_extract(house_number, '[0-9]+')
FROM official WHERE postcode IS NOT NULL AND house_number IS NOT NULL;
