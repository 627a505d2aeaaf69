-- How sure it is that a person's data were taken: one row for each person, controller and data set, with its ground.
-- The leak proves; a population bounds: who is in a controller's own list stands by what is known of that data set.
-- Needs `dataset`, `held` and `ruling` (see stage.py) beside the tables the room reads.

-- Where each person was seen: identical bytes at several places are one mention, and all their drops are told.
CREATE OR REPLACE TEMP TABLE stands AS
SELECT i.item_id, s.drop_id FROM item i JOIN item s USING (sha256)
UNION
SELECT item_id, drop_id FROM item;

CREATE OR REPLACE TEMP TABLE seen AS
SELECT DISTINCT m.person_id, m.mention_id, a.controller, a.exam, a.taken_on, a.ground, h.name AS drop
FROM membership m
JOIN mention x USING (mention_id)
JOIN attribution a USING (mention_id)
JOIN stands s USING (item_id)
JOIN held h ON h.drop_id = s.drop_id AND h.source = 'leak'
WHERE x.source = 'leak';

CREATE OR REPLACE TEMP TABLE listed AS
SELECT DISTINCT m.person_id, h.controller, h.dataset, h.name, h.as_of
FROM membership m
JOIN mention x USING (mention_id)
JOIN item i USING (item_id)
JOIN held h USING (drop_id)
WHERE h.source = 'population';

-- The data sets a mention can be of: what the file does not tell excludes none. Where several fit, those whose list
-- holds the person.
CREATE OR REPLACE TEMP TABLE fitting AS
SELECT s.person_id, s.controller, s.exam, s.taken_on, s.drop, d.dataset
FROM (SELECT DISTINCT person_id, controller, exam, taken_on, drop FROM seen) s
LEFT JOIN dataset d
    ON d.controller = s.controller
    AND (len(d.exams) = 0 OR s.exam IS NULL OR list_contains(d.exams, s.exam))
    AND (s.taken_on IS NULL
        OR s.taken_on BETWEEN coalesce(d.period_start, s.taken_on) AND coalesce(d.period_end, s.taken_on));

CREATE OR REPLACE TEMP TABLE proven AS
SELECT person_id, controller, dataset, list(DISTINCT drop ORDER BY drop) AS drops
FROM (
    SELECT f.*, bool_or(l.person_id IS NOT NULL) OVER one AS told, l.person_id IS NOT NULL AS own
    FROM fitting f
    LEFT JOIN (SELECT DISTINCT person_id, dataset FROM listed) l USING (person_id, dataset)
    WINDOW one AS (PARTITION BY f.person_id, f.controller, f.exam, f.taken_on)
)
WHERE own OR NOT told
GROUP BY person_id, controller, dataset;

CREATE OR REPLACE TEMP TABLE bounded AS
SELECT
    l.person_id, l.controller, l.dataset,
    CASE coalesce(d.status, 'unknown')
        WHEN 'published' THEN 'presumed' WHEN 'stolen' THEN 'presumed'
        WHEN 'not_touched' THEN 'not_touched' ELSE 'possible'
    END AS certainty,
    'in the list ' || string_agg(DISTINCT l.name || ' of ' || l.as_of, ', ' ORDER BY l.name || ' of ' || l.as_of)
        || '; the data set is ' || replace(coalesce(any_value(d.status), 'unknown'), '_', ' ')
        || coalesce(': ' || nullif(any_value(d.ground), ''), '') AS ground
FROM listed l
LEFT JOIN dataset d USING (controller, dataset)
GROUP BY l.person_id, l.controller, l.dataset, d.status;

CREATE OR REPLACE TEMP TABLE told AS
SELECT
    person_id, controller, dataset, 'proven' AS certainty,
    'seen in ' || CASE WHEN len(drops) = 1 THEN 'the drop ' ELSE 'the drops ' END || array_to_string(drops, ', ')
        AS ground
FROM proven
UNION ALL
SELECT b.* FROM bounded b
ANTI JOIN proven p
    ON p.person_id = b.person_id AND p.controller IS NOT DISTINCT FROM b.controller
    AND p.dataset IS NOT DISTINCT FROM b.dataset;

-- A human's word about a data set the person has no row of yet.
CREATE OR REPLACE TEMP TABLE spoken AS
SELECT t.* FROM told t
UNION ALL
SELECT DISTINCT r.person_id, d.controller, d.dataset, 'possible', ''
FROM ruling r
JOIN dataset d USING (dataset)
JOIN (SELECT DISTINCT person_id FROM told) p USING (person_id)
WHERE r.affected AND NOT EXISTS (
    SELECT 1 FROM told t WHERE t.person_id = r.person_id AND t.controller = d.controller AND t.dataset = d.dataset);

CREATE OR REPLACE TEMP TABLE standing AS
SELECT
    t.person_id, t.controller, t.dataset,
    CASE WHEN r.number IS NULL THEN t.certainty WHEN r.affected THEN 'proven' ELSE 'not_touched' END AS certainty,
    CASE
        WHEN r.number IS NULL THEN t.ground
        ELSE 'judgement ' || r.number || ': ' || CASE WHEN r.affected THEN 'affected' ELSE 'not affected' END
            || coalesce('; before it: ' || nullif(t.ground, ''), '')
    END AS ground
FROM spoken t
LEFT JOIN (
    SELECT t.person_id, t.controller, t.dataset, max_by(r.affected, r.number) AS affected, max(r.number) AS number
    FROM spoken t
    JOIN ruling r ON r.person_id = t.person_id AND r.dataset IN ('', t.dataset)
    GROUP BY ALL
) r
    ON r.person_id = t.person_id AND r.controller IS NOT DISTINCT FROM t.controller
    AND r.dataset IS NOT DISTINCT FROM t.dataset;
