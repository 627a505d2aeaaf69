-- Which mentions can be a data subject's: patients and unknowns, and whoever a human said is the same as another.
-- `bare`: nothing in it names a person; it can only follow a record or a number.
CREATE OR REPLACE TEMP TABLE eligible AS
SELECT
    m.*,
    m.bsn IS NULL AND m.surname IS NULL AND m.birth_date IS NULL AND m.birth_surname IS NULL AS bare,
    m.mention_id IN (SELECT left_id FROM ruling UNION ALL SELECT right_id FROM ruling) AS judged
FROM mention m
WHERE m.role IN ('patient', 'unknown')
    OR m.mention_id IN (
        SELECT left_id FROM ruling WHERE same UNION ALL SELECT right_id FROM ruling WHERE same);

-- Contact points of professionals also stand in the rows of their patients.
CREATE OR REPLACE TEMP TABLE standoff AS
SELECT 'email' AS kind, unnest(emails) AS value FROM mention WHERE role = 'professional'
UNION
SELECT 'phone', unnest(phones) FROM mention WHERE role = 'professional'
UNION
SELECT 'home', regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g') || ' ' || regexp_extract(house_number, '[0-9]+')
FROM mention WHERE role = 'professional' AND postcode IS NOT NULL AND house_number IS NOT NULL;
