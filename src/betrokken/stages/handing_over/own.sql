-- The mentions that are one controller's own, leaked or of its own lists, with the person each is of. Without a
-- controller: the leaked mentions of which no file tells whose they are.
SELECT DISTINCT membership.mention_id, membership.person_id
FROM membership
JOIN attribution USING (mention_id)
JOIN mention USING (mention_id)
WHERE attribution.controller IS NOT DISTINCT FROM $controller
    AND ($controller IS NOT NULL OR mention.source = 'leak')
ORDER BY ALL
