-- Two groups that ended apart are shown once, by the pair that looks most alike.
CREATE OR REPLACE TEMP TABLE face AS
SELECT h.pid, min(h.mention_id) AS mention_id, any_value(CASE WHEN g.torn THEN -1 - h.pid ELSE g.grp END) AS grp
FROM holds h JOIN grouped g USING (pid)
GROUP BY h.pid;

CREATE OR REPLACE TEMP TABLE doubted AS
SELECT
    least(a.mention_id, b.mention_id) AS left_id,
    greatest(a.mention_id, b.mention_id) AS right_id,
    f.weight,
    f.reason
FROM refused f
JOIN face a ON a.pid = f.l
JOIN face b ON b.pid = f.r
WHERE a.grp <> b.grp AND f.weight >= getvariable('worth_a_look')
QUALIFY row_number() OVER (
    PARTITION BY least(a.grp, b.grp), greatest(a.grp, b.grp)
    ORDER BY f.weight DESC, left_id, right_id, f.reason
) = 1;
