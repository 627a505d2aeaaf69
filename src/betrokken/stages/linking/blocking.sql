-- Which profiles are compared at all: those that share one of these keys. Every rule of the gate needs one of them.
CREATE OR REPLACE TEMP TABLE blocking_key AS
WITH
    part AS (SELECT pid, unnest(parts) AS part FROM profile),
    name AS (SELECT pid, unnest(surnames) AS name FROM profile),
    first AS (SELECT pid, first FROM (SELECT pid, unnest(firsts) AS first FROM profile) WHERE first <> ''),
    fuller AS (
        SELECT pid, digits, letters AS fuller FROM profile WHERE length(letters) > 1 AND digits IS NOT NULL
        UNION ALL SELECT pid, digits, given[1] FROM profile WHERE len(given) > 0 AND digits IS NOT NULL),
    birth AS (SELECT pid, unnest(births) AS birth FROM profile)
SELECT pid, hash('bsn', bsn) AS key FROM profile WHERE bsn IS NOT NULL
-- a slip in a surname leaves its first or its last letter
UNION ALL SELECT pid, hash('birth first start', birth, first, name[1])
    FROM birth JOIN first USING (pid) JOIN name USING (pid)
UNION ALL SELECT pid, hash('birth first end', birth, first, name[-1])
    FROM birth JOIN first USING (pid) JOIN name USING (pid)
UNION ALL SELECT pid, hash('birth part', birth, part) FROM birth JOIN part USING (pid)
-- a slip in a birth date leaves its year or its day; alone it is believed of full names or initials only
UNION ALL SELECT pid, hash('year', digits[1:4], part, fuller) FROM part JOIN fuller USING (pid)
UNION ALL SELECT pid, hash('day', digits[5:8], part, fuller) FROM part JOIN fuller USING (pid)
UNION ALL SELECT pid, hash('home part', home, part) FROM profile JOIN part USING (pid) WHERE home IS NOT NULL
UNION ALL SELECT pid, hash('front part', front, part) FROM profile JOIN part USING (pid) WHERE front IS NOT NULL
UNION ALL SELECT pid, hash('home first', home, first) FROM profile JOIN first USING (pid) WHERE home IS NOT NULL
UNION ALL SELECT pid, hash('email', unnest(emails)) FROM profile
UNION ALL SELECT pid, hash('phone part', phone, part)
    FROM (SELECT pid, unnest(phones) AS phone FROM profile) JOIN part USING (pid)
UNION ALL SELECT pid, hash('iban part', iban, part)
    FROM (SELECT pid, unnest(ibans) AS iban FROM profile) JOIN part USING (pid)
UNION ALL SELECT pid, hash('insurance', insurance) FROM profile WHERE insurance IS NOT NULL
UNION ALL SELECT pid, hash('document', document) FROM profile WHERE document IS NOT NULL
UNION ALL SELECT pid, hash('patient', patient) FROM profile WHERE patient IS NOT NULL
UNION ALL SELECT pid, hash('sample', sample) FROM profile WHERE sample IS NOT NULL;

CREATE OR REPLACE TEMP TABLE block AS
SELECT DISTINCT key, pid FROM blocking_key;

CREATE OR REPLACE TEMP TABLE narrow AS
SELECT key, pid
FROM block
SEMI JOIN (
    SELECT key FROM block GROUP BY key
    -- a larger block is a value many people share; its true pairs share a narrower key as well
    HAVING count(*) BETWEEN 2 AND 400
) USING (key);

CREATE OR REPLACE TABLE candidate AS
SELECT DISTINCT l.pid AS join_key_l, r.pid AS join_key_r, '0' AS match_key
FROM narrow l
JOIN narrow r ON l.key = r.key AND l.pid < r.pid;
