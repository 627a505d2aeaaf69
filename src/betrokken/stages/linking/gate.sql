-- Which scored pairs are one person, and on what ground. Surname, address and telephone alone never join two profiles:
-- that is a family. `rule` is the ground, NULL where there is none; `doubt` says why a human should look at a pair that
-- is kept apart. Grades are those of comparing.py, -1 for "not told":
--   surname    3 shares a part           1 nearly       0 other
--   first      6 name  5 two initials or more  4 one initial  3 fits a given name  2 fits loosely  1 partly  0 other
--   birth      3 same or swapped         2 one slip     1 two digits off    0 other
--   number     3 personal  2 patient  1 sample  0 none
--   household  3 address   2 telephone or account  1 nearly the address  0 none
-- An e-mail address and a number at an insurer count as personal, and yet some families share one: they never excuse
-- another first name, as a patient number does.
--
-- Weights (log2 odds) a rule asks, beyond the facts it names: where an address agrees, the address speaks too although
-- it is kept out of the weight; where addresses differ, one person in ten has moved, so 3 bits more are asked.
CREATE OR REPLACE TEMP MACRO least_weight(household) AS
    CASE WHEN household >= 2 THEN -4 WHEN household = 0 THEN 9.5 ELSE 6 END;

CREATE OR REPLACE TEMP TABLE weighed AS
SELECT
    s.*,
    CASE
        WHEN coalesce(l.home, l.front, l.phones[1], l.ibans[1]) IS NULL
            OR coalesce(r.home, r.front, r.phones[1], r.ibans[1]) IS NULL THEN -1
        WHEN l.home = r.home THEN 3
        WHEN l.front = r.front AND (l.code IS NULL OR r.code IS NULL OR damerau_levenshtein(l.code, r.code) < 2) THEN 3
        WHEN list_has_any(l.phones, r.phones) OR list_has_any(l.ibans, r.ibans) THEN 2
        WHEN damerau_levenshtein(l.home, r.home) < 2 THEN 1
        ELSE 0
    END AS household,
    -- a newborn without a name is not the grown person whose number it has
    coalesce(l.newborn <> r.newborn AND s.birth < 2, false) AS strangers,
    coalesce(abs(date_diff('year', l.born, r.born)) >= 14, false) AS generations,
    coalesce(l.newborn AND r.newborn AND l.patient <> r.patient, false) AS multiples
FROM scored s
JOIN profile l ON l.pid = s.pid_l
JOIN profile r ON r.pid = s.pid_r;

CREATE OR REPLACE TEMP TABLE judged_pair AS
SELECT
    pid_l,
    pid_r,
    weight,
    household,
    bsn = 1 AND birth > 0 AS by_bsn,
    bsn = 1 OR number IN (1, 2) AS by_number,
    CASE
        WHEN bsn = 0 THEN NULL

        WHEN bsn = 1 AND birth = 3 AND NOT strangers THEN 'same BSN and birth date'
        WHEN bsn = 1 AND birth >= 1 AND NOT strangers AND (first <> 0 OR surname >= 3)
            THEN 'same BSN, birth date nearly the same'
        WHEN bsn = 1 AND surname = -1 AND birth = -1 AND first <> 0 AND NOT strangers THEN 'same BSN'
        WHEN bsn = 1 AND birth = -1 AND NOT strangers AND (surname <> 0 OR first >= 2) AND first <> 0
            THEN 'same BSN and name'
        WHEN bsn = 1 AND birth = 0 AND surname >= 3 AND first >= 5 THEN 'same BSN and name'
        -- the name is another's that stood near it: a physician's, a contact's
        WHEN bsn = 1 AND birth = -1 AND number IN (1, 2) AND NOT strangers THEN 'same BSN and patient number'
        WHEN bsn = 1 THEN NULL

        WHEN number = 3 AND birth <> 0 AND surname >= 1 AND first NOT IN (0, 1) THEN 'same personal number and name'
        WHEN number = 3 AND birth = 3 AND first >= 2 THEN 'same personal number and birth date'
        WHEN number = 3 AND birth = -1 AND first >= 5 THEN 'same personal number and initials'
        WHEN number IN (1, 2) AND birth >= 2 AND (surname >= 1 OR first >= 2) THEN
            CASE number WHEN 2 THEN 'same patient number and birth date' ELSE 'same sample number and birth date' END
        WHEN number IN (1, 2) AND birth = 3 AND surname = -1 AND first <> 0 THEN
            CASE number WHEN 2 THEN 'same patient number and birth date' ELSE 'same sample number and birth date' END
        WHEN number IN (1, 2) AND birth = -1 AND surname >= 1 AND first <> 0 THEN
            CASE number WHEN 2 THEN 'same patient number and name' ELSE 'same sample number and name' END
        WHEN number IN (1, 2) AND surname >= 3 AND first >= 5 AND NOT generations THEN
            CASE number WHEN 2 THEN 'same patient number and name' ELSE 'same sample number and name' END

        WHEN weight < least_weight(household) OR multiples OR (sex = 0 AND first < 6) THEN NULL

        WHEN birth = 3 AND surname >= 1 AND first >= 2 AND household >= 2 THEN 'same birth date, name and address'
        WHEN birth = 3 AND surname >= 3 AND first >= 2 THEN 'same birth date, surname and initials'
        WHEN birth = 3 AND surname >= 1 AND first >= 4 THEN 'same birth date and initials, surname nearly the same'
        WHEN birth >= 2 AND surname >= 1 AND (first >= 2 OR first = -1) AND household = 3
            THEN 'same name and address, birth date nearly the same'
        WHEN birth = 3 AND surname >= 3 AND first = -1 THEN 'same birth date and surname'
        WHEN birth = 3 AND first >= 2 AND household = 3 THEN 'same birth date, initials and address'
        WHEN birth = 2 AND surname >= 3 AND first >= 5 AND household = -1 THEN 'same name, birth date nearly the same'
        WHEN birth = -1 AND surname >= 1 AND first >= 3 AND household >= 2 THEN 'same name and address'
        WHEN birth = -1 AND surname >= 3 AND first >= 4 AND household = 1 THEN 'same name and nearly the same address'
    END AS rule,
    CASE
        WHEN bsn = 0 AND birth = 3 AND surname >= 3 AND first >= 2 AND household >= 2
            THEN 'same name, birth date and address, but another BSN'
        WHEN bsn = 1 THEN 'same BSN, but another name or birth date'
        WHEN bsn = -1 AND number > 0 AND surname >= 1
            THEN 'same number and surname, but another first name or birth date'
        WHEN bsn = -1 AND birth = 3 AND surname >= 1 AND first >= 2 AND weight > 0
            THEN 'same name and birth date, but another address'
        WHEN bsn = -1 AND birth = 3 AND surname >= 1 AND household >= 2 AND first > 0 AND weight > 0
            THEN 'same surname, birth date and address, but other initials'
        WHEN bsn = -1 AND birth >= 1 AND surname >= 3 AND first >= 5 AND weight > 3
            THEN 'same name, but the birth date differs in a digit'
    END AS doubt
FROM weighed;
