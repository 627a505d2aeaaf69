-- The people of linking, completed: the surest class over all data sets, and who may supply what lacks to write.
CREATE OR REPLACE TEMP MACRO rank_of(certainty) AS
    list_position(['proven', 'presumed', 'possible', 'not_touched'], certainty);

-- A controller whose own list holds the person knows best where they live; then the surest.
CREATE OR REPLACE TEMP TABLE supplier AS
SELECT person_id, list(controller ORDER BY place, controller) AS suppliers
FROM (
    SELECT s.person_id, s.controller, min(CASE WHEN l.person_id IS NOT NULL THEN 0 ELSE rank_of(s.certainty) END) AS place
    FROM standing s
    LEFT JOIN (SELECT DISTINCT person_id, controller FROM listed) l USING (person_id, controller)
    WHERE s.controller IS NOT NULL
    GROUP BY s.person_id, s.controller
)
GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE completed AS
SELECT
    p.* REPLACE (
        -- abroad a street and code say nothing without the town and country
        CASE WHEN p.addressable OR len(p.missing) > 0 THEN p.missing ELSE ['city', 'country'] END AS missing,
        CASE WHEN p.addressable THEN [] ELSE coalesce(u.suppliers, []) END AS suppliers,
        c.certainty AS certainty
    )
FROM person p
LEFT JOIN supplier u USING (person_id)
LEFT JOIN (SELECT person_id, min_by(certainty, rank_of(certainty)) AS certainty FROM standing GROUP BY person_id) c
    USING (person_id);

CREATE OR REPLACE TEMP TABLE nobodys AS
SELECT person_id, ground AS reason, count(DISTINCT mention_id) AS mentions
FROM seen
WHERE controller IS NULL
GROUP BY person_id, ground;
