-- Person x controller x data set with the class of certainty and its ground. Needs `dataset`, `held` and `ruling`
-- beside the tables the room reads.

-- Every drop the bytes of an item stand in: a drop that brings known files again also shows their people.
CREATE OR REPLACE TEMP TABLE stands AS
WITH told AS (SELECT i.item_id, i.drop_id, i.sha256, h.source, h.place FROM item i JOIN held h USING (drop_id))
SELECT item_id, source, place, true AS own FROM told
UNION
SELECT a.item_id, b.source, b.place, false
FROM told a JOIN told b ON a.sha256 = b.sha256 AND a.drop_id <> b.drop_id AND a.source = b.source;

CREATE OR REPLACE TEMP TABLE leaked AS
SELECT b.person_id, m.mention_id, m.item_id, m.place IN ('file name', 'folder name') AS of_path
FROM membership b JOIN mention m USING (mention_id)
WHERE m.source IS DISTINCT FROM 'population';

-- The data sets a leaked mention can be of. One that leaves out its exam or day fits every data set of its controller,
-- but is too weak a witness against a data set that is said to be untouched.
CREATE OR REPLACE TEMP TABLE fits AS
WITH told AS (SELECT DISTINCT controller, exam, taken_on FROM attribution WHERE controller IS NOT NULL)
SELECT t.controller, t.exam, t.taken_on, d.dataset
FROM told t JOIN dataset d USING (controller)
WHERE (len(d.exams) = 0 OR t.exam IS NULL OR list_contains(d.exams, t.exam))
    AND coalesce(t.taken_on >= d.period_start, true)
    AND coalesce(t.taken_on <= d.period_end, true)
    AND (
        d.status <> 'not_touched'
        OR ((len(d.exams) = 0 OR t.exam IS NOT NULL)
            AND ((d.period_start IS NULL AND d.period_end IS NULL) OR t.taken_on IS NOT NULL))
    );

-- Texts are put together once for each set of drops that occurs, not once for each person.
CREATE OR REPLACE TEMP TABLE listed AS
WITH placed AS (
    SELECT b.person_id, h.controller, h.dataset, list_sort(list(DISTINCT h.place)) AS places
    FROM membership b
    JOIN mention m USING (mention_id)
    JOIN stands s ON s.item_id = m.item_id AND s.source = 'population'
    JOIN held h ON h.place = s.place
    WHERE m.source = 'population'
    GROUP BY ALL
), worded AS (
    SELECT places, string_agg(
        concat('in the list ', h.name, ' of ', coalesce(h.as_of, 'an unknown day')), '; ' ORDER BY h.place) AS lists
    FROM (SELECT places, unnest(places) AS place FROM (SELECT DISTINCT places FROM placed)) JOIN held h USING (place)
    GROUP BY places
)
SELECT person_id, controller, dataset, lists FROM placed LEFT JOIN worded USING (places);

CREATE OR REPLACE TEMP TABLE seen AS
WITH shown AS (
    SELECT DISTINCT l.person_id, a.controller, a.exam, a.taken_on, s.place
    FROM leaked l
    JOIN attribution a USING (mention_id)
    LEFT JOIN stands s ON s.item_id = l.item_id AND (s.own OR NOT l.of_path)
), fitted AS (
    -- of several data sets that fit those whose list holds the person
    SELECT p.person_id, p.controller, p.place, f.dataset, l.person_id IS NOT NULL AS own,
        bool_or(l.person_id IS NOT NULL) OVER (PARTITION BY p.person_id, p.controller, p.exam, p.taken_on) AS told
    FROM shown p
    LEFT JOIN fits f ON f.controller = p.controller
        AND f.exam IS NOT DISTINCT FROM p.exam AND f.taken_on IS NOT DISTINCT FROM p.taken_on
    LEFT JOIN (SELECT DISTINCT person_id, dataset FROM listed) l
        ON l.person_id = p.person_id AND l.dataset = f.dataset
), placed AS (
    SELECT person_id, controller, dataset, list_sort(list(DISTINCT place)) AS places
    FROM fitted
    WHERE own OR NOT told
    GROUP BY ALL
), worded AS (
    SELECT places, string_agg(h.name, ', ' ORDER BY h.place) AS drops
    FROM (SELECT places, unnest(places) AS place FROM (SELECT DISTINCT places FROM placed)) JOIN held h USING (place)
    GROUP BY places
)
SELECT person_id, controller, dataset, drops FROM placed LEFT JOIN worded USING (places);

-- What the leaks and the lists tell, before any human's word.
CREATE OR REPLACE TEMP TABLE evidence AS
WITH told AS (
    SELECT person_id, controller, dataset, max(drops) AS drops, max(lists) AS lists, bool_or(leaked) AS leaked
    FROM (
        SELECT person_id, controller, dataset, coalesce(drops, 'of no known name') AS drops, NULL AS lists, true AS leaked
        FROM seen
        UNION ALL
        SELECT person_id, controller, dataset, NULL, lists, false FROM listed
    )
    GROUP BY person_id, controller, dataset
)
SELECT
    t.person_id, t.controller, t.dataset,
    CASE
        WHEN t.leaked THEN 'proven'
        WHEN d.status IN ('published', 'stolen') THEN 'presumed'
        WHEN d.status = 'not_touched' THEN 'not_touched'
        ELSE 'possible'
    END AS certainty,
    concat_ws('; ',
        'seen in drop ' || t.drops,
        t.lists,
        CASE WHEN t.lists IS NOT NULL AND d.dataset IS NULL THEN 'the facts do not hold this data set' END,
        CASE WHEN d.dataset IS NOT NULL AND (NOT t.leaked OR d.status = 'not_touched') THEN
            concat('data set is ', d.status, CASE WHEN d.ground <> '' THEN ': ' || d.ground END) END
    ) AS ground,
    t.leaked AND coalesce(d.status = 'not_touched', false) AS contradicts
FROM told t LEFT JOIN dataset d USING (controller, dataset);

-- A human's word goes before the evidence, which the ground keeps; the later word goes before the earlier. A word about
-- one data set in which nothing places the person makes a row of its own.
CREATE OR REPLACE TEMP TABLE standing AS
WITH known AS (
    SELECT person_id, controller, dataset, certainty, ground FROM evidence
    UNION ALL
    SELECT DISTINCT r.person_id, d.controller, d.dataset, NULL, 'nothing places this person in the data set'
    FROM ruling r JOIN dataset d USING (dataset) SEMI JOIN person p USING (person_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM evidence e
        WHERE e.person_id = r.person_id AND e.controller = d.controller AND e.dataset = d.dataset
    )
), word AS (
    SELECT k.person_id, k.controller, k.dataset, max(r.number) AS number, arg_max(r.affected, r.number) AS affected
    FROM known k JOIN ruling r ON r.person_id = k.person_id AND (r.dataset = '' OR r.dataset = k.dataset)
    GROUP BY ALL
)
SELECT
    k.person_id, k.controller, k.dataset,
    CASE w.affected WHEN true THEN 'proven' WHEN false THEN 'not_touched' ELSE k.certainty END AS certainty,
    CASE WHEN w.number IS NULL THEN k.ground ELSE concat(
        'a human decided: ', CASE WHEN w.affected THEN 'affected' ELSE 'not affected' END,
        ' (judgement ', w.number, '); without it ', coalesce(k.certainty || ': ', ''), k.ground) END AS ground
FROM known k LEFT JOIN word w
    ON w.person_id = k.person_id
    AND w.controller IS NOT DISTINCT FROM k.controller AND w.dataset IS NOT DISTINCT FROM k.dataset;

-- One reason for each leaked mention that no controller was found for, so that mentions are counted once.
CREATE OR REPLACE TEMP TABLE unattributed AS
SELECT person_id, reason, count(*) AS mentions
FROM (
    SELECT l.person_id, l.mention_id, min(a.ground) AS reason
    FROM leaked l JOIN attribution a USING (mention_id)
    GROUP BY ALL HAVING count(a.controller) = 0
)
GROUP BY ALL;
