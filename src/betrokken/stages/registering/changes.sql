-- What differs between two registers. Needs of each table NAME before_NAME and after_NAME; gives `differing`.
-- Never a value of a person: classes, bands, yes and no, names of fields, days and counts of samples.
CREATE OR REPLACE TEMP TABLE successor AS
SELECT gone.person_id, now.person_id AS now_id
FROM before_membership AS gone
JOIN after_membership AS now USING (mention_id)
ANTI JOIN after_person AS alive ON alive.person_id = gone.person_id
GROUP BY gone.person_id, now.person_id
QUALIFY row_number() OVER (PARTITION BY gone.person_id ORDER BY count(*) DESC, now.person_id) = 1;

CREATE OR REPLACE TEMP TABLE said AS
WITH
    person AS (SELECT 'b' AS side, * FROM before_person UNION ALL SELECT 'a', * FROM after_person),
    exposure AS (SELECT 'b' AS side, * FROM before_exposure UNION ALL SELECT 'a', * FROM after_exposure),
    standing AS (SELECT 'b' AS side, * FROM before_standing UNION ALL SELECT 'a', * FROM after_standing),
    severity AS (SELECT 'b' AS side, * FROM before_severity UNION ALL SELECT 'a', * FROM after_severity)
SELECT side, person_id, 'person' AS what, NULL::VARCHAR AS controller, NULL::VARCHAR AS dataset,
    NULL::VARCHAR AS category, NULL::VARCHAR AS exam, 'present' AS says
FROM person
UNION ALL
SELECT side, person_id, 'addressable', NULL, NULL, NULL, NULL, CASE WHEN addressable THEN 'yes' ELSE 'no' END
FROM person
UNION ALL
SELECT side, person_id, 'exposure', controller, NULL, category, exam,
    coalesce(first_date::VARCHAR || '..' || last_date::VARCHAR || ', ', '') || mentions || ' mentions'
FROM exposure
UNION ALL
SELECT side, person_id, 'standing', controller, dataset, NULL, NULL, certainty FROM standing
UNION ALL
SELECT side, person_id, 'severity', controller, NULL, NULL, NULL, band FROM severity;

CREATE OR REPLACE TEMP TABLE differing AS
SELECT s.person_id, what, controller, dataset, category, exam,
    max(says) FILTER (side = 'b') AS before,
    coalesce(max(says) FILTER (side = 'a'), CASE WHEN what = 'person' THEN 'now ' || max(now_id) END) AS after
FROM said AS s
LEFT JOIN successor USING (person_id)
GROUP BY s.person_id, what, controller, dataset, category, exam
HAVING max(says) FILTER (side = 'b') IS DISTINCT FROM max(says) FILTER (side = 'a');
