-- Rows of one item that point to a record of it: an order to its patient, an address to its owner. What such a row
-- tells is lent to the record it is about, so that the record is compared with all that is known of it.
CREATE OR REPLACE TEMP TABLE bearer AS
SELECT item_id, record_key, mention_id
FROM eligible
WHERE record_key IS NOT NULL
-- a key that many rows bear is no key
QUALIFY count(*) OVER (PARTITION BY item_id, record_key) <= 3;

CREATE OR REPLACE TEMP TABLE pointing AS
SELECT e.mention_id AS follower, b.mention_id AS leader, e.bare
FROM eligible e
JOIN bearer b ON b.item_id = e.item_id AND b.record_key = e.points_to AND b.mention_id <> e.mention_id;

-- A result points to its order, the order to its patient: the leader is the record where the pointing ends.
CREATE OR REPLACE TEMP TABLE follows AS
WITH RECURSIVE walk AS (
    SELECT follower, leader, bare, 1 AS steps FROM pointing
    UNION
    SELECT w.follower, p.leader, w.bare, w.steps + 1
    FROM walk w JOIN pointing p ON p.follower = w.leader AND p.bare
    WHERE w.steps < 6
)
SELECT DISTINCT w.follower, w.leader, w.bare
FROM walk w
JOIN eligible e ON e.mention_id = w.leader
WHERE NOT e.bare AND w.follower <> w.leader;

CREATE OR REPLACE TEMP TABLE lent AS
SELECT
    f.leader AS mention_id,
    min(e.patient_number) AS patient_number,
    min(e.sample_number) AS sample_number,
    min(e.insurance_number) AS insurance_number,
    min(e.id_document) AS id_document,
    min(e.sex) AS sex,
    min(e.initials) AS initials,
    min(e.given_names) AS given_names,
    min({code: e.postcode, house: e.house_number, road: e.street})
        FILTER (e.house_number IS NOT NULL AND (e.postcode IS NOT NULL OR e.street IS NOT NULL)) AS home,
    flatten(list(coalesce(e.emails, []))) AS emails,
    flatten(list(coalesce(e.phones, []))) AS phones,
    flatten(list(coalesce(e.ibans, []))) AS ibans
FROM follows f
JOIN eligible e ON e.mention_id = f.follower
WHERE f.bare
GROUP BY f.leader;

CREATE OR REPLACE TEMP TABLE linkable AS
SELECT
    e.mention_id,
    e.bsn,
    e.surname,
    e.prefix,
    e.birth_surname,
    coalesce(e.initials, l.initials) AS initials,
    coalesce(e.given_names, l.given_names) AS given_names,
    e.birth_date,
    e.birth_dates,
    e.taken_on,
    coalesce(e.sex, l.sex) AS sex,
    CASE WHEN e.house_number IS NULL THEN l.home.road ELSE e.street END AS street,
    coalesce(e.house_number, l.home.house) AS house_number,
    CASE WHEN e.house_number IS NULL THEN l.home.code ELSE e.postcode END AS postcode,
    coalesce(e.insurance_number, l.insurance_number) AS insurance_number,
    coalesce(e.patient_number, l.patient_number) AS patient_number,
    coalesce(e.sample_number, l.sample_number) AS sample_number,
    coalesce(e.id_document, l.id_document) AS id_document,
    list_concat(coalesce(e.emails, []), coalesce(l.emails, [])) AS emails,
    list_concat(coalesce(e.phones, []), coalesce(l.phones, [])) AS phones,
    list_concat(coalesce(e.ibans, []), coalesce(l.ibans, [])) AS ibans,
    e.judged
FROM eligible e
LEFT JOIN lent l USING (mention_id)
WHERE NOT e.bare;
