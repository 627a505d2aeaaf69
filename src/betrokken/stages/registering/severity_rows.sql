-- What leaked, or may have leaked, of each person at each controller, one row for each standing; `tokens` is a set of bits.
WITH token_of AS (SELECT category, exam, bit FROM severity_bit),
token AS (
    SELECT exposure.person_id, exposure.controller, token_of.bit
    FROM severity_exposure AS exposure
    JOIN token_of ON token_of.category = exposure.category AND token_of.exam IS NOT DISTINCT FROM exposure.exam
),
own AS (SELECT person_id, controller, bit_or(bit) AS tokens FROM token GROUP BY ALL),
stand AS (
    SELECT person_id, controller, dataset, certainty, any_value(controller IS NOT NULL) AS told
    FROM severity_standing WHERE certainty != 'not_touched'
    GROUP BY ALL
),
proven AS (
    SELECT stand.controller, stand.dataset, own.tokens, count(*) AS people
    FROM stand JOIN own ON own.person_id = stand.person_id AND own.controller IS NOT DISTINCT FROM stand.controller
    WHERE stand.certainty = 'proven'
    GROUP BY ALL
),
-- A category that at least this share of the proven people have is taken to be everybody's.
of_dataset AS (SELECT controller, dataset, sum(people) AS people FROM proven GROUP BY ALL),
of_controller AS (SELECT controller, sum(people) AS people FROM proven GROUP BY ALL),
usual_dataset AS (
    SELECT controller, dataset, bit_or(bit) AS tokens FROM (
        SELECT proven.controller, proven.dataset, b.bit
        FROM proven CROSS JOIN (SELECT DISTINCT bit_of AS bit FROM severity_single) AS b
        JOIN of_dataset AS total ON total.controller IS NOT DISTINCT FROM proven.controller
            AND total.dataset IS NOT DISTINCT FROM proven.dataset
        WHERE proven.tokens & b.bit != 0
        GROUP BY ALL HAVING sum(proven.people) >= $share * any_value(total.people)
    ) GROUP BY ALL
),
usual_controller AS (
    SELECT controller, bit_or(bit) AS tokens FROM (
        SELECT proven.controller, b.bit
        FROM proven CROSS JOIN (SELECT DISTINCT bit_of AS bit FROM severity_single) AS b
        JOIN of_controller AS total ON total.controller IS NOT DISTINCT FROM proven.controller
        WHERE proven.tokens & b.bit != 0
        GROUP BY ALL HAVING sum(proven.people) >= $share * any_value(total.people)
    ) GROUP BY ALL
)
SELECT
    stand.person_id, stand.controller, stand.dataset, stand.certainty, stand.told,
    coalesce(fact.published, false) AS published,
    coalesce(fact.unintelligible, false) AS unintelligible,
    coalesce(person.secret_address, '0') NOT IN ('0', '') AS secret,
    CASE
        WHEN stand.certainty = 'proven' AND own.tokens IS NOT NULL THEN 'own'
        WHEN by_dataset.tokens IS NOT NULL THEN 'dataset'
        WHEN by_controller.tokens IS NOT NULL THEN 'controller'
        ELSE 'assumed'
    END AS basis,
    CASE
        WHEN stand.certainty = 'proven' AND own.tokens IS NOT NULL THEN own.tokens
        ELSE coalesce(own.tokens, 0) | coalesce(by_dataset.tokens, by_controller.tokens, fact.assumed, $assumed)
    END AS tokens
FROM stand
LEFT JOIN own ON own.person_id = stand.person_id AND own.controller IS NOT DISTINCT FROM stand.controller
LEFT JOIN severity_dataset AS fact ON fact.dataset = stand.dataset
LEFT JOIN usual_dataset AS by_dataset ON by_dataset.controller IS NOT DISTINCT FROM stand.controller
    AND by_dataset.dataset = stand.dataset
LEFT JOIN usual_controller AS by_controller ON by_controller.controller IS NOT DISTINCT FROM stand.controller
LEFT JOIN severity_person AS person ON person.person_id = stand.person_id
