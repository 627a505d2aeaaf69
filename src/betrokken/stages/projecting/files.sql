-- Every file on disk of the leaks: its path, size, and whether anything of it could be read.
SELECT
    drop_id,
    file,
    coalesce(min(path) FILTER (WHERE parent_id IS NULL), min(path)) AS path,
    coalesce(max(size) FILTER (WHERE parent_id IS NULL), 0) AS size,
    bool_or(status IN ('read', 'partly', 'empty', 'duplicate')) AS read
FROM item
WHERE drop_id IN (SELECT drop_id FROM leak_drop)
GROUP BY drop_id, file
ORDER BY ALL
