-- Why these mentions tell no controller.
SELECT own.person_id, attribution.ground AS reason, count(DISTINCT own.mention_id) AS mentions
FROM own
JOIN attribution USING (mention_id)
GROUP BY ALL
ORDER BY ALL
