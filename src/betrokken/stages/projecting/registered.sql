-- People on the controllers' own lists, and people seen in the leaks who stand on none of them.
SELECT count(DISTINCT membership.person_id) AS people
FROM membership JOIN mention USING (mention_id)
