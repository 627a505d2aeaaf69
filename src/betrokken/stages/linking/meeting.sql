-- Which groups of the first round (`first_round`: node, grp, torn) are compared once more, and what each says as a whole:
-- the tables `whose` (profile to group), `met` (pairs of groups, l < r), `full_whole`, and how common names are.
CREATE OR REPLACE TEMP TABLE whose AS
SELECT n.pid, coalesce(f.grp, n.node) AS grp
FROM node n LEFT JOIN first_round f USING (node)
WHERE NOT coalesce(f.torn, false);

CREATE OR REPLACE TEMP TABLE numbered_group AS
SELECT DISTINCT w.grp FROM whose w JOIN profile p USING (pid) WHERE p.bsn IS NOT NULL;

-- "j.berg@" tells nothing new, "jelle.vandenberg@" tells the given name of J. van den Berg.
CREATE OR REPLACE TEMP TABLE mailname AS
SELECT DISTINCT pid, word AS name
FROM (
    SELECT pid, parts, letters, words, unnest(words) AS word
    FROM (
        SELECT
            pid, parts, letters,
            list_transform(string_split_regex(split_part(email, '@', 1), '[._+-]'), lambda w:
                replace(regexp_replace(strip_accents(w), '[^a-z]', '', 'g'), 'ij', 'y')) AS words
        FROM (SELECT pid, parts, letters, unnest(emails) AS email FROM profile WHERE len(given) = 0)
    )
    WHERE len(words) BETWEEN 2 AND 4 AND list_has_any(words, parts)
)
WHERE length(word) >= 3 AND NOT list_contains(parts, word) AND replace(word[1], 'y', 'i') = letters[1];

CREATE OR REPLACE TEMP TABLE called AS
SELECT DISTINCT w.grp, n.name
FROM (SELECT pid, given[1] AS name FROM profile WHERE len(given) > 0 UNION ALL SELECT pid, name FROM mailname) n
JOIN whose w USING (pid);

CREATE OR REPLACE TEMP TABLE bearing AS
SELECT DISTINCT w.grp, part FROM (SELECT pid, unnest(parts) AS part FROM profile) JOIN whose w USING (pid);

CREATE OR REPLACE TEMP TABLE bearers AS
SELECT part, count(*) AS people FROM bearing GROUP BY part;

-- Of those with the name two are the pair itself; drawn towards 1 in 200.
CREATE OR REPLACE TEMP TABLE namesakes AS
SELECT name, (greatest(count(*) - 2, 0) + 5) / ((SELECT count(DISTINCT grp) FROM whose) + 1000) AS share
FROM called
GROUP BY name;

-- Whom a birth date alone brings together with others: who lacks a surname or a first name.
CREATE OR REPLACE TEMP TABLE lacking AS
SELECT w.grp FROM whose w JOIN profile p USING (pid)
GROUP BY w.grp
HAVING max(len(p.parts)) = 0 OR max(length(p.letters)) = 0;

-- The days samples of a group were taken, those of the orders that point to it included.
CREATE OR REPLACE TEMP TABLE sampled AS
SELECT DISTINCT w.grp, m.taken_on AS day
FROM (
    SELECT mention_id, mention_id AS told FROM holds
    UNION
    SELECT leader, follower FROM follows WHERE bare
) t
JOIN mention m ON m.mention_id = t.told
JOIN holds h ON h.mention_id = t.mention_id
JOIN whose w ON w.pid = h.pid
WHERE m.taken_on IS NOT NULL;

-- Two with a BSN are settled; a key that many groups share tells nothing.
CREATE OR REPLACE TEMP TABLE met AS
WITH
    birth AS (
        SELECT DISTINCT w.grp, p.parts, p.letter, p.birth
        FROM (SELECT pid, parts, letters[1] AS letter, unnest(births) AS birth FROM profile) p JOIN whose w USING (pid)
    ),
    opening AS (
        SELECT DISTINCT grp, hash('birth', birth) AS key, 60 AS most FROM birth
        UNION ALL
        SELECT DISTINCT grp, hash('first', birth, letter), 12 FROM birth WHERE letter <> ''
        UNION ALL
        -- a day apart: each day opens the next one's door as well
        SELECT DISTINCT grp, hash('part', birth + gap, part), 12
        FROM (SELECT grp, birth, unnest(parts) AS part FROM birth), unnest([0, 1]) d(gap)
        UNION ALL
        SELECT b.grp, hash('name', b.part, c.name), 12 FROM bearing b JOIN called c USING (grp)
        UNION ALL
        SELECT DISTINCT w.grp, hash('letters', p.part, p.letters), 12
        FROM (SELECT pid, letters, unnest(parts) AS part FROM profile WHERE length(letters) > 1 AND whole) p
        JOIN whose w USING (pid)
        UNION ALL
        -- a slip in the birth date: who had a sample taken on the same day
        SELECT DISTINCT b.grp, hash('day', s.day, unnest(b.parts), b.letter), 12
        FROM (SELECT DISTINCT grp, parts, letter FROM birth WHERE letter <> '') b
        JOIN sampled s USING (grp)
        UNION ALL
        SELECT DISTINCT w.grp, hash('shared', n.value), 12
        FROM (
            SELECT
                pid,
                unnest(list_concat(emails, phones, ibans, [insurance, document, patient, sample, home])) AS value
            FROM profile
        ) n JOIN whose w USING (pid)
        WHERE n.value IS NOT NULL
    ),
    door AS (
        SELECT o.grp, o.key, o.most = 60 AS wide, n.grp IS NOT NULL AS numbered, k.grp IS NOT NULL AS lacking
        FROM opening o
        SEMI JOIN (SELECT key FROM opening GROUP BY key HAVING count(*) BETWEEN 2 AND any_value(most)) USING (key)
        LEFT JOIN numbered_group n USING (grp)
        LEFT JOIN lacking k USING (grp)
    )
SELECT DISTINCT l.grp AS l, r.grp AS r
FROM door l
JOIN door r ON l.key = r.key AND l.grp < r.grp AND NOT (l.numbered AND r.numbered)
    AND (NOT l.wide OR l.lacking OR r.lacking);

CREATE OR REPLACE TEMP TABLE whole AS
SELECT
    w.grp,
    list_distinct(flatten(list(p.parts))) AS parts,
    list_distinct(flatten(list(p.surnames))) AS surnames,
    list(DISTINCT p.given[1]) FILTER (len(p.given) > 0) AS given,
    list_distinct(flatten(list(p.related))) AS related,
    list(DISTINCT p.letters) FILTER (p.letters <> '') AS letters,
    list(DISTINCT p.letters) FILTER (p.letters <> '' AND p.whole) AS initials,
    list_distinct(flatten(list(p.births))) AS births,
    list(DISTINCT p.sex) FILTER (p.sex IS NOT NULL) AS sexes,
    list(DISTINCT p.home) FILTER (p.home IS NOT NULL) AS homes,
    list(DISTINCT p.front) FILTER (p.front IS NOT NULL) AS fronts,
    list(DISTINCT p.code) FILTER (p.code IS NOT NULL) AS codes,
    list_distinct(flatten(list(list_concat(p.phones, p.ibans)))) AS lines,
    list_distinct(flatten(list(list_concat(p.emails, [p.insurance], [p.document])))) AS personal,
    list_distinct(list_concat(list(p.patient), list(p.sample))) AS numbers,
    bool_or(p.newborn) AS newborn,
    any_value(d.days) AS days
FROM whose w
JOIN profile p USING (pid)
LEFT JOIN (SELECT grp, list(day ORDER BY day) AS days FROM sampled GROUP BY grp) d ON d.grp = w.grp
WHERE w.grp IN (SELECT l FROM met UNION SELECT r FROM met)
GROUP BY w.grp;

CREATE OR REPLACE TEMP TABLE full_whole AS
SELECT
    w.* REPLACE (coalesce(w.given, m.names, []) AS given, list_concat(w.related, coalesce(m.names, [])) AS related)
FROM whole w
LEFT JOIN (
    SELECT grp, list(DISTINCT name) AS names FROM mailname JOIN whose USING (pid) GROUP BY grp
) m USING (grp);

-- One file that gives the two different patient numbers holds them for two people.
CREATE OR REPLACE TEMP TABLE in_file AS
SELECT w.grp, m.item_id, list(DISTINCT p.patient) AS patients
FROM holds h
JOIN mention m USING (mention_id)
JOIN profile p USING (pid)
JOIN whose w USING (pid)
WHERE p.patient IS NOT NULL AND w.grp IN (SELECT l FROM met UNION SELECT r FROM met)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE filed_apart AS
SELECT DISTINCT met.l, met.r
FROM met
JOIN in_file a ON a.grp = met.l
JOIN in_file b ON b.grp = met.r AND b.item_id = a.item_id
WHERE NOT list_has_any(a.patients, b.patients);
