-- The table `person` as linking left it, with the surest class and who may supply what is missing: first the controllers
-- that gave a list with this person in it, then those whose data of this person leaked. Needs `standing`, `listed`.
CREATE OR REPLACE TEMP TABLE completed AS
WITH ranked AS (
    SELECT s.person_id, s.controller,
        min(CASE WHEN l.person_id IS NOT NULL THEN 0 WHEN s.certainty = 'proven' THEN 1 ELSE 2 END) AS rank
    FROM standing s LEFT JOIN (SELECT DISTINCT person_id, controller FROM listed) l USING (person_id, controller)
    WHERE s.controller IS NOT NULL
    GROUP BY ALL
), supplying AS (
    SELECT person_id, list(controller ORDER BY rank, controller) AS suppliers FROM ranked GROUP BY ALL
), sure AS (
    SELECT person_id, min(list_position(['proven', 'presumed', 'possible', 'not_touched'], certainty)) AS class
    FROM standing GROUP BY ALL
)
SELECT p.* REPLACE (
    -- abroad a street and code say nothing without the town and country
    CASE WHEN p.addressable OR len(p.missing) > 0 THEN p.missing ELSE ['city', 'country'] END AS missing,
    CASE WHEN p.addressable THEN [] ELSE coalesce(g.suppliers, []) END AS suppliers,
    ['proven', 'presumed', 'possible', 'not_touched'][s.class] AS certainty
)
FROM person p LEFT JOIN supplying g USING (person_id) LEFT JOIN sure s USING (person_id);
