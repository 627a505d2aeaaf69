-- Person x category x controller x exam with the period over the samples: the one query behind every number of
-- exposures. What stands only in a controller's own list did not leak and is no exposure.
WITH told AS (  -- once for each mention and exam, before the categories multiply them
    SELECT
        membership.person_id, membership.mention_id, attribution.controller, attribution.exam,
        any_value(mention.categories) AS categories,
        min(attribution.taken_on) AS first_date, max(attribution.taken_on) AS last_date
    FROM membership
    JOIN mention USING (mention_id)
    JOIN attribution USING (mention_id)
    WHERE mention.source IS DISTINCT FROM 'population'
    GROUP BY ALL
)
SELECT
    person_id, category, controller, exam,
    min(first_date) AS first_date, max(last_date) AS last_date, count(*) AS mentions
FROM (SELECT * EXCLUDE (categories), unnest(list_distinct(categories)) AS category FROM told)
GROUP BY ALL
ORDER BY ALL NULLS FIRST
