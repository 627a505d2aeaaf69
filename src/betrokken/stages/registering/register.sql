-- Person x category x controller x exam with the period over the samples: the one query behind every number of exposures.
-- What a controller's own list says of somebody did not leak.
SELECT
    membership.person_id,
    category.category,
    attribution.controller,
    attribution.exam,
    min(attribution.taken_on) AS first_date,
    max(attribution.taken_on) AS last_date,
    count(DISTINCT membership.mention_id) AS mentions
FROM membership
JOIN (SELECT mention_id, unnest(categories) AS category FROM mention WHERE source = 'leak') AS category USING (mention_id)
JOIN attribution USING (mention_id)
GROUP BY ALL
ORDER BY ALL NULLS FIRST
