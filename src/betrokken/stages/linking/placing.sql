-- Where every mention goes: to the person of its group, to the person its record or number points to, or to nobody,
-- with the reason. `sorted` is the outcome of clustering: a group for each node that has an edge, and whether it is
-- torn between two people.
CREATE OR REPLACE TEMP TABLE grouped AS
SELECT n.pid, n.node, coalesce(s.grp, n.node) AS grp, coalesce(s.torn, false) AS torn
FROM node n LEFT JOIN sorted s USING (node);

-- The ground of a membership is the heaviest pair within the person.
CREATE OR REPLACE TEMP TABLE ground AS
SELECT e.pid, e.rule, e.weight
FROM (
    SELECT pid_l AS pid, pid_r AS other, rule, weight FROM judged_pair WHERE rule IS NOT NULL
    UNION ALL
    SELECT pid_r, pid_l, rule, weight FROM judged_pair WHERE rule IS NOT NULL
) e
JOIN grouped g ON g.pid = e.pid
JOIN grouped o ON o.pid = e.other
WHERE g.grp = o.grp
QUALIFY row_number() OVER (PARTITION BY e.pid ORDER BY e.weight DESC, e.rule, e.other) = 1;

-- Of who came in the second round, the heaviest pair of groups.
CREATE OR REPLACE TEMP TABLE late_ground AS
SELECT w.pid, e.rule, e.weight
FROM (SELECT l AS grp, r AS other, rule, weight FROM akin UNION ALL SELECT r, l, rule, weight FROM akin) e
JOIN whose w ON w.grp = e.grp
JOIN grouped g ON g.pid = w.pid
JOIN (SELECT DISTINCT node, grp FROM grouped) o ON o.node = e.other
WHERE g.grp = o.grp
QUALIFY row_number() OVER (PARTITION BY w.pid ORDER BY e.weight DESC, e.rule, e.other) = 1;

CREATE OR REPLACE TEMP TABLE seated AS
SELECT h.mention_id, g.grp, coalesce(b.rule, k.rule) AS rule, coalesce(b.weight, k.weight) AS weight
FROM holds h
JOIN grouped g USING (pid)
LEFT JOIN ground b USING (pid)
LEFT JOIN late_ground k USING (pid)
WHERE NOT g.torn;

-- Groups that give no birth date, and beside the BSN of a person who has one a name that is not theirs: most often that
-- of whoever stood near it.
CREATE OR REPLACE TEMP TABLE numbered_parts AS
SELECT g.grp, p.bsn, list_distinct(flatten(list(p.parts))) AS parts, count(p.born) AS dated
FROM grouped g JOIN profile p USING (pid)
WHERE NOT g.torn
GROUP BY g.grp, p.bsn
HAVING p.bsn IS NOT NULL;

CREATE OR REPLACE TEMP TABLE beside AS
SELECT l.grp
FROM numbered_parts l
JOIN numbered_parts r ON r.bsn = l.bsn AND r.grp <> l.grp
WHERE l.dated = 0 AND r.dated > 0 AND len(r.parts) > 0 AND len(l.parts) > 0 AND NOT list_has_any(l.parts, r.parts)
    AND l.grp NOT IN (SELECT grp FROM grouped JOIN profile USING (pid) WHERE born IS NOT NULL);

-- A group is a person when it tells who: a surname and what sets apart its bearer, or the number and the birth date.
CREATE OR REPLACE TEMP TABLE standing AS
SELECT
    grp,
    CASE
        WHEN NOT (surname AND (bsn OR birth OR contact OR address) OR bsn AND birth) THEN 'not enough to tell who'
        WHEN NOT likely THEN 'more likely no data subject'
        WHEN grp IN (SELECT grp FROM beside) THEN 'another name beside the BSN of a known person'
    END AS refusal
FROM (
    SELECT
        s.grp,
        bool_or(e.surname IS NOT NULL OR e.birth_surname IS NOT NULL) AS surname,
        bool_or(e.bsn IS NOT NULL) AS bsn,
        bool_or(e.birth_date IS NOT NULL) AS birth,
        bool_or(len(e.emails) > 0 OR len(e.phones) > 0) AS contact,
        bool_or(e.house_number IS NOT NULL AND (e.postcode IS NOT NULL OR e.street IS NOT NULL AND e.city IS NOT NULL))
            AS address,
        bool_or(e.judged OR e.vouched OR e.role = 'patient' OR coalesce(e.confidence, 0) >= 0) AS likely
    FROM seated s JOIN eligible e USING (mention_id)
    GROUP BY s.grp
);

CREATE OR REPLACE TEMP TABLE resting AS
SELECT
    s.mention_id,
    s.grp,
    CASE
        WHEN s.rule IS NOT NULL THEN s.rule
        WHEN count(*) OVER (PARTITION BY s.grp) > 1 THEN 'same details'
        ELSE 'nothing else like it'
    END AS reason,
    s.weight
FROM seated s JOIN standing t USING (grp)
WHERE t.refusal IS NULL;

-- Rows that name nobody follow their record, when it is one person's.
CREATE OR REPLACE TEMP TABLE following AS
SELECT f.follower AS mention_id, min(r.grp) AS grp
FROM follows f JOIN resting r ON r.mention_id = f.leader
WHERE f.bare
GROUP BY f.follower
HAVING count(DISTINCT r.grp) = 1;

-- A human's word comes before a record's.
CREATE OR REPLACE TEMP TABLE bidden AS
SELECT e.mention_id, min(r.grp) AS grp
FROM eligible e
JOIN ruling u ON u.same AND e.mention_id IN (u.left_id, u.right_id)
JOIN resting r ON r.mention_id = CASE WHEN e.mention_id = u.left_id THEN u.right_id ELSE u.left_id END
WHERE e.bare
GROUP BY e.mention_id
HAVING count(DISTINCT r.grp) = 1;

INSERT INTO resting SELECT mention_id, grp, 'a human decided', NULL FROM bidden;
INSERT INTO resting
SELECT mention_id, grp, 'its record in the same file', NULL FROM following
WHERE mention_id NOT IN (SELECT mention_id FROM bidden);
