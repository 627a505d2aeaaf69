-- Which people stand in which files on disk, and which files there are. Only leaks; a population is no sample of one.
-- Identical bytes stand in every file that holds them; what a path tells stands in that path alone.
WITH leaked AS (
    SELECT item_id, sha256, drop_id, file FROM item WHERE drop_id IN (SELECT drop_id FROM leak_drop)
), standing AS (
    SELECT item_id, drop_id, file, TRUE AS own FROM leaked
    UNION ALL
    SELECT one.item_id, other.drop_id, other.file, FALSE AS own
    FROM leaked AS one JOIN leaked AS other ON one.sha256 = other.sha256 AND one.item_id <> other.item_id
)
SELECT DISTINCT membership.person_id, standing.drop_id, standing.file
FROM membership
JOIN mention USING (mention_id)
JOIN standing USING (item_id)
WHERE mention.source = 'leak' AND (standing.own OR mention.place NOT IN ('file name', 'folder name'))
ORDER BY ALL
