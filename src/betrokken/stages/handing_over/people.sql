-- The portrait out of own mentions only, with the surest class this controller's data give.
SELECT portrait.* REPLACE (coalesce(surest.certainty, portrait.certainty) AS certainty)
FROM portrait
LEFT JOIN (
    SELECT person_id, arg_min(certainty, list_position($certainties, certainty)) AS certainty
    FROM standing
    WHERE controller IS NOT DISTINCT FROM $controller
    GROUP BY person_id
) AS surest USING (person_id)
ORDER BY person_id
