-- Rows with a number and no name ("order of patient 1234") are of the person who has that number.
CREATE OR REPLACE TEMP TABLE scoped AS
SELECT
    e.mention_id,
    e.item_id,
    regexp_replace(i.path, '[^/]*$', '') AS folder,
    upper(coalesce(e.sender_code, e.institution)) AS sender
FROM eligible e LEFT JOIN item i USING (item_id);

CREATE OR REPLACE TEMP TABLE numbered AS
SELECT DISTINCT n.mention_id, n.trust, n.kind, n.value
FROM (
    SELECT mention_id, 1 AS trust, 'patient' AS kind, number_key(patient_number) AS value FROM eligible
    UNION ALL SELECT mention_id, 2, 'insurance', number_key(insurance_number) FROM eligible
    UNION ALL SELECT mention_id, 3, 'document', number_key(id_document) FROM eligible
    UNION ALL SELECT mention_id, 4, 'email', unnest(emails) FROM eligible
    UNION ALL SELECT mention_id, 5, 'iban', unnest(ibans) FROM eligible
    UNION ALL SELECT mention_id, 6, 'sample', number_key(sample_number) FROM eligible
    UNION ALL SELECT mention_id, 7, 'phone', unnest(phones) FROM eligible
) n
LEFT JOIN generic g USING (kind, value)
WHERE n.value IS NOT NULL AND g.value IS NULL;

CREATE OR REPLACE TEMP TABLE seeker AS
SELECT mention_id FROM eligible WHERE bare AND mention_id NOT IN (SELECT mention_id FROM resting);

-- Whoever gives out patient numbers: two names of one office share numbers of people, two offices do not.
CREATE OR REPLACE TEMP TABLE issued AS
SELECT DISTINCT n.value, s.sender
FROM numbered n
JOIN resting USING (mention_id)
JOIN scoped s USING (mention_id)
WHERE n.kind = 'patient' AND s.sender IS NOT NULL
QUALIFY count(DISTINCT n.value) OVER (PARTITION BY s.sender) >= 5;

CREATE OR REPLACE TEMP TABLE one_office AS
SELECT DISTINCT l.sender AS one, r.sender AS other
FROM issued l JOIN issued r USING (value);

CREATE OR REPLACE TEMP TABLE sought AS
SELECT
    k.mention_id,
    n.trust,
    n.kind,
    r.grp,
    bool_or(coalesce(z.sender = s.sender, false)) AS same_sender,
    bool_or(z.item_id = s.item_id) AS same_item,
    bool_or(coalesce(z.folder = s.folder, false)) AS same_folder,
    bool_and(n.kind = 'patient' AND coalesce(z.sender IN (SELECT sender FROM issued), false)
        AND coalesce(s.sender IN (SELECT sender FROM issued), false)
        AND NOT coalesce((z.sender, s.sender) IN (SELECT (one, other) FROM one_office), false)) AS other_office
FROM seeker k
JOIN scoped s ON s.mention_id = k.mention_id
JOIN numbered n ON n.mention_id = k.mention_id
JOIN numbered h ON h.kind = n.kind AND h.value = n.value AND h.mention_id <> n.mention_id
JOIN resting r ON r.mention_id = h.mention_id
JOIN scoped z ON z.mention_id = h.mention_id
WHERE NOT EXISTS (
    SELECT 1 FROM ruling u JOIN resting q ON q.mention_id IN (u.left_id, u.right_id)
    WHERE NOT u.same AND k.mention_id IN (u.left_id, u.right_id) AND q.grp = r.grp)
GROUP BY k.mention_id, n.trust, n.kind, r.grp;

-- Of several people with the number the one of the same sender, else of the same file, else of the same folder.
CREATE OR REPLACE TEMP TABLE pointed AS
SELECT
    mention_id,
    trust,
    kind,
    CASE
        WHEN count(*) = 1 THEN min(grp)
        WHEN count(*) FILTER (same_sender) = 1 THEN min(grp) FILTER (same_sender)
        WHEN count(*) FILTER (same_item) = 1 THEN min(grp) FILTER (same_item)
        WHEN count(*) FILTER (same_folder) = 1 THEN min(grp) FILTER (same_folder)
    END AS grp
FROM sought
WHERE NOT other_office
GROUP BY mention_id, trust, kind;

INSERT INTO resting
SELECT
    mention_id,
    grp,
    CASE kind
        WHEN 'patient' THEN 'its patient number'
        WHEN 'sample' THEN 'its sample number'
        WHEN 'insurance' THEN 'its insurance number'
        WHEN 'document' THEN 'its document number'
        WHEN 'email' THEN 'its e-mail address'
        WHEN 'iban' THEN 'its account number'
        ELSE 'its telephone number'
    END,
    NULL
FROM pointed
WHERE grp IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY trust) = 1;

CREATE OR REPLACE TEMP TABLE homeless AS
SELECT
    m.mention_id,
    CASE
        WHEN NOT v.person THEN 'a human decided'
        WHEN e.mention_id IS NULL THEN coalesce(m.role, 'unknown')
        WHEN t.refusal IS NOT NULL THEN t.refusal
        WHEN g.torn THEN 'fits two people equally'
        WHEN p.mention_id IS NOT NULL THEN 'number of several people'
        WHEN e.patient_number IS NOT NULL THEN 'patient number of nobody known'
        WHEN n.mention_id IS NOT NULL THEN 'number of nobody known'
        ELSE 'not enough to tell who'
    END AS reason
FROM mention m
LEFT JOIN verdict v USING (mention_id)
LEFT JOIN eligible e USING (mention_id)
LEFT JOIN holds h USING (mention_id)
LEFT JOIN grouped g USING (pid)
LEFT JOIN standing t USING (grp)
LEFT JOIN (SELECT DISTINCT mention_id FROM pointed) p USING (mention_id)
LEFT JOIN (SELECT DISTINCT mention_id FROM numbered) n USING (mention_id)
WHERE m.mention_id NOT IN (SELECT mention_id FROM resting);
