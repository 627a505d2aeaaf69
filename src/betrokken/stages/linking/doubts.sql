-- Two people who look alike are shown once, by the pair that looks most so, each node by its first mention.
CREATE OR REPLACE TEMP TABLE face AS
SELECT g.node, min(h.mention_id) AS mention_id, any_value(CASE WHEN g.torn THEN -1 - g.node ELSE g.grp END) AS grp
FROM holds h
JOIN grouped g USING (pid)
GROUP BY g.node;

CREATE OR REPLACE TEMP TABLE alike AS
SELECT a.mention_id AS one, b.mention_id AS other, a.grp AS one_grp, b.grp AS other_grp, f.weight, f.reason
FROM refused f
JOIN face a ON a.node = f.l
JOIN face b ON b.node = f.r
UNION ALL
SELECT o.mention_id, o.elder, x.grp, y.grp, NULL, 'a child under the BSN of an elder'
FROM borrowed o
JOIN holds h ON h.mention_id = o.mention_id
JOIN holds k ON k.mention_id = o.elder
JOIN grouped x ON x.pid = h.pid
JOIN grouped y ON y.pid = k.pid;

CREATE OR REPLACE TEMP TABLE doubted AS
SELECT least(one, other) AS left_id, greatest(one, other) AS right_id, weight, reason
FROM alike
WHERE one_grp <> other_grp
QUALIFY row_number() OVER (
    PARTITION BY least(one_grp, other_grp), greatest(one_grp, other_grp)
    ORDER BY weight DESC NULLS LAST, left_id, right_id, reason
) = 1;
