-- The changes of many generations folded into what holds at two of them. Needs `change`, $since as `since`.
-- Gives `net`: what differs between generation `since` and the newest; `figure`: who is counted where, then and now.
CREATE OR REPLACE TEMP TABLE step AS
SELECT * FROM change WHERE what <> 'details';

CREATE OR REPLACE TEMP TABLE folded AS
SELECT person_id, what, controller, dataset, category, exam,
    first(before ORDER BY generation) AS before,
    last(after ORDER BY generation) AS after,
    max(generation) AS generation,
    list_sort(list_distinct(flatten(list(string_split(cause, '; '))))) AS causes
FROM step, since
WHERE generation > since.number
GROUP BY person_id, what, controller, dataset, category, exam
HAVING first(before ORDER BY generation) IS DISTINCT FROM last(after ORDER BY generation)
    AND NOT (first(before ORDER BY generation) IS NULL AND last(after ORDER BY generation) LIKE 'now %');

-- Whoever became somebody who became somebody else is that somebody else.
CREATE OR REPLACE TEMP TABLE became AS
WITH RECURSIVE
    hop AS (
        SELECT person_id, substr(last(after ORDER BY generation), 5) AS now_id
        FROM step WHERE what = 'person' GROUP BY person_id HAVING last(after ORDER BY generation) LIKE 'now %'),
    walk AS (
        SELECT person_id, now_id, 1 AS hops FROM hop
        UNION ALL
        SELECT walk.person_id, hop.now_id, hops + 1 FROM walk JOIN hop ON hop.person_id = walk.now_id WHERE hops < 100)
SELECT person_id, arg_max(now_id, hops) AS now_id FROM walk GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE field AS
SELECT d.person_id,
    list_sort(list_distinct(flatten(list(string_split(d.after, ', '))))) AS names,
    max(d.generation) AS generation,
    list_sort(list_distinct(flatten(list(string_split(d.cause, '; '))))) AS causes
FROM change AS d, since
WHERE d.what = 'details' AND d.generation > since.number
GROUP BY d.person_id;

CREATE OR REPLACE TEMP TABLE net AS
SELECT f.generation, f.person_id, f.what, f.controller, f.dataset, f.category, f.exam, f.before,
    CASE WHEN f.what = 'person' AND f.after LIKE 'now %' THEN 'now ' || b.now_id ELSE f.after END AS after,
    array_to_string(f.causes, '; ') AS cause
FROM folded AS f LEFT JOIN became AS b USING (person_id)
UNION ALL
-- the fields of whoever came or went in between are no change of a person
SELECT generation, person_id, 'details', NULL, NULL, NULL, NULL, NULL, array_to_string(names, ', '),
    array_to_string(causes, '; ')
FROM field ANTI JOIN (SELECT person_id FROM folded WHERE what = 'person') USING (person_id);

CREATE OR REPLACE TEMP TABLE held AS
SELECT side, person_id, what, controller, last(after ORDER BY generation) AS says
FROM step, (SELECT number AS until, 'then' AS side FROM since UNION ALL SELECT max(generation), 'now' FROM step)
WHERE generation <= until
GROUP BY side, person_id, what, controller, dataset, category, exam
HAVING last(after ORDER BY generation) IS NOT NULL;

CREATE OR REPLACE TEMP TABLE figure AS
SELECT DISTINCT side, 'people' AS kind, '' AS name, person_id FROM held WHERE what = 'person' AND says = 'present'
UNION ALL
SELECT side, 'addressable', '', person_id FROM held WHERE what = 'addressable' AND says = 'yes'
UNION ALL
SELECT side, 'certainty', certainties[min(list_position(certainties, says))], person_id
FROM held, certainty WHERE what = 'standing' GROUP BY side, person_id, certainties
UNION ALL
SELECT DISTINCT side, 'controller', coalesce(controller, ''), person_id FROM held WHERE what = 'exposure';
