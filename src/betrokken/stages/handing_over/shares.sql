-- How many people are each controller's, and how many of them are on another list too. Without a controller: as in own.sql.
WITH
    held AS (
        SELECT DISTINCT membership.person_id, attribution.controller
        FROM membership
        JOIN attribution USING (mention_id)
        JOIN mention USING (mention_id)
        WHERE attribution.controller IS NOT NULL OR mention.source = 'leak'
    ),
    counted AS (SELECT *, count(*) OVER (PARTITION BY person_id) AS lists FROM held)
SELECT controller, count(*) AS people, count(*) FILTER (lists > 1) AS elsewhere,
    (SELECT count(DISTINCT person_id) FROM held) AS everybody
FROM counted
GROUP BY controller
ORDER BY ALL NULLS LAST
