-- Why each change came: what stands in a drop that is new, else what was stated or judged about it, else all that came.
-- Needs `differing` and `successor`, `place` (mention_id, drop_id), and of what came `came` (cause, number, kind, id).
CREATE OR REPLACE TEMP TABLE told_by_drop AS
SELECT person_id, list(DISTINCT came.number) AS numbers
FROM after_membership
ANTI JOIN before_membership USING (person_id, mention_id)
JOIN place USING (mention_id)
JOIN came ON came.kind = 'drop' AND came.id = place.drop_id
GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE told_by_judgement AS
WITH belongs AS (
    SELECT person_id, mention_id FROM before_membership UNION SELECT person_id, mention_id FROM after_membership)
SELECT person_id, list(DISTINCT number) AS numbers
FROM (
    SELECT belongs.person_id, came.number FROM came JOIN belongs ON came.kind = 'mention' AND came.id = belongs.mention_id
    UNION ALL
    SELECT id, number FROM came WHERE kind = 'person')
GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE told_by_fact AS
SELECT kind, id, list(DISTINCT number) AS numbers
FROM came WHERE kind IN ('dataset', 'controller') GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE caused AS
SELECT d.*,
    CASE
        WHEN len(coalesce(own.numbers, heir.numbers, [])) > 0 THEN coalesce(own.numbers, heir.numbers)
        ELSE list_concat(coalesce(j.numbers, []), coalesce(s.numbers, []), coalesce(c.numbers, []))
    END AS numbers
FROM differing AS d
LEFT JOIN successor USING (person_id)
LEFT JOIN told_by_drop AS own ON own.person_id = d.person_id
LEFT JOIN told_by_drop AS heir ON heir.person_id = successor.now_id
LEFT JOIN told_by_judgement AS j ON j.person_id = d.person_id
LEFT JOIN told_by_fact AS s ON s.kind = 'dataset' AND s.id = d.dataset
LEFT JOIN told_by_fact AS c ON c.kind = 'controller' AND c.id = d.controller;

CREATE OR REPLACE TEMP TABLE reasons AS
WITH
    sets AS (SELECT DISTINCT numbers FROM caused),
    picked AS (SELECT numbers, unnest(numbers) AS number FROM sets),
    texts AS (SELECT number, any_value(cause) AS cause FROM came GROUP BY number)
SELECT numbers, string_agg(DISTINCT cause, '; ' ORDER BY cause) AS cause
FROM picked JOIN texts USING (number) GROUP BY numbers;
