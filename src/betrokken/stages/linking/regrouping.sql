-- Groups of the first round compared once more with all that each says as a whole, for what no pair of profiles shows:
-- a maiden name in one file and a telephone in another, or a name so rare that it can hardly be two people's.
-- Needs the tables of meeting.sql. Gives `akin`: pairs of groups (l < r), the odds that another person explains what
-- they share, and the ground in words.
--
-- Whoever else it could be is a stranger or a relative. For each thing compared: m, the chance that two groups of one
-- person agree so; u that a stranger's do; f that a relative's do. odds = strangers * product of u/m + relatives *
-- product of f/m, where the number of strangers is that of the groups of the pile. The figures follow comparing.py.
CREATE OR REPLACE TEMP MACRO any_fit(a, b) AS
    list_bool_or(flatten(list_transform(a, lambda x: list_transform(b, lambda y:
        x[1] = y[1] AND (starts_with(x, y) OR starts_with(y, x))))));

CREATE OR REPLACE TEMP MACRO day_gap(a, b) AS
    list_min(flatten(list_transform(a, lambda x: list_transform(b, lambda y: abs(date_diff('day', x, y))))));

CREATE OR REPLACE TEMP MACRO day_edits(a, b) AS
    list_min(flatten(list_transform(a, lambda x: list_transform(b, lambda y:
        damerau_levenshtein(strftime(x, '%Y%m%d'), strftime(y, '%Y%m%d'))))));

-- Day and month changed places.
CREATE OR REPLACE TEMP MACRO turned(x) AS TRY_CAST(strftime(x, '%Y-%d-%m') AS DATE);

CREATE OR REPLACE TEMP TABLE faced AS
SELECT
    met.l,
    met.r,
    CASE
        WHEN len(a.parts) = 0 OR len(b.parts) = 0 THEN 'untold'
        WHEN list_has_any(a.parts, b.parts) OR lost_surnames(a.surnames, b.surnames) THEN 'same'
        WHEN near_surnames(a.parts, b.parts, 7) THEN 'near, long'
        WHEN near_surnames(a.parts, b.parts, 4) THEN 'near'
        WHEN near_surnames(a.parts, b.parts, 3) THEN 'near, short'
        ELSE 'other'
    END AS surname,
    CASE
        WHEN a.letters IS NULL OR b.letters IS NULL THEN 'untold'
        WHEN list_has_any(a.given, b.given) THEN 'name'
        WHEN len(a.given) > 0 AND len(b.given) > 0 THEN
            CASE WHEN list_has_any(a.related, b.related) THEN 'related' ELSE 'other' END
        WHEN len(list_filter(list_intersect(a.letters, b.letters), lambda x: length(x) > 2)) > 0 THEN 'three'
        WHEN len(list_filter(list_intersect(a.letters, b.letters), lambda x: length(x) = 2)) > 0 THEN 'two'
        WHEN list_has_any(a.initials, b.initials) THEN 'one'
        WHEN any_fit(a.letters, b.letters) THEN 'fits'
        ELSE 'other'
    END AS first,
    CASE
        WHEN len(a.births) = 0 OR len(b.births) = 0 THEN 'untold'
        WHEN list_has_any(a.births, b.births) THEN
            CASE
                WHEN len(list_filter(list_intersect(a.births, b.births), lambda x: month(x) > 1 OR day(x) > 1)) > 0
                THEN 'same' ELSE 'first of January'
            END
        WHEN day_gap(a.births, b.births) = 1 THEN 'a day off'
        WHEN list_has_any(list_transform(a.births, lambda x: turned(x)), b.births) THEN 'turned'
        WHEN day_edits(a.births, b.births) = 1 THEN 'a digit off'
        ELSE 'other'
    END AS birth,
    CASE
        WHEN a.sexes IS NULL OR b.sexes IS NULL THEN 'untold'
        WHEN list_has_any(a.sexes, b.sexes) THEN 'same'
        ELSE 'other'
    END AS sex,
    CASE
        WHEN list_has_any(coalesce(a.homes, []), coalesce(b.homes, []))
            OR list_has_any(coalesce(a.fronts, []), coalesce(b.fronts, [])) THEN 'same'
        WHEN list_has_any(a.lines, b.lines) THEN 'telephone'
        WHEN a.codes IS NULL OR b.codes IS NULL THEN 'untold'
        WHEN list_has_any(a.codes, b.codes) AND (a.homes IS NULL OR b.homes IS NULL) THEN 'postcode'
        ELSE 'other'
    END AS place,
    CASE
        WHEN list_has_any(a.personal, b.personal) THEN 'personal'
        WHEN list_has_any(a.numbers, b.numbers) THEN 'patient'
        WHEN x.l IS NOT NULL THEN 'other'
        ELSE 'untold'
    END AS number,
    list_intersect(coalesce(a.days, []), coalesce(b.days, [])) AS shared_days,
    list_intersect(a.parts, b.parts) AS shared_parts,
    list_intersect(a.given, b.given) AS shared_given
FROM met
JOIN full_whole a ON a.grp = met.l
JOIN full_whole b ON b.grp = met.r
LEFT JOIN filed_apart x ON x.l = met.l AND x.r = met.r
WHERE NOT (a.newborn OR b.newborn);

CREATE OR REPLACE TEMP TABLE rarest AS
SELECT l, r, min(people) AS bearers
FROM (SELECT l, r, unnest(shared_parts) AS part FROM faced) JOIN bearers USING (part)
GROUP BY l, r;

CREATE OR REPLACE TEMP TABLE rarest_name AS
SELECT l, r, min(share) AS share
FROM (SELECT l, r, unnest(shared_given) AS name FROM faced) JOIN namesakes USING (name)
GROUP BY l, r;

-- Half of the people of a laboratory's clinic may have come on one day; another day tells much.
CREATE OR REPLACE TEMP TABLE rarest_day AS
SELECT f.l, f.r, greatest(min(c.share), 0.0005) AS share
FROM (SELECT l, r, unnest(shared_days) AS day FROM faced) f
JOIN (SELECT day, count(*) / (SELECT count(DISTINCT grp) FROM whose) AS share FROM sampled GROUP BY day) c USING (day)
GROUP BY f.l, f.r;

-- [u/m, f/m] of each comparison.
CREATE OR REPLACE TEMP TABLE likely AS
SELECT
    f.l,
    f.r,
    f.surname, f.first, f.birth, f.sex, f.place, f.number,
    CASE f.surname
        WHEN 'untold' THEN [1, 1]
        -- of the groups with this surname two are the pair itself
        WHEN 'same' THEN [(greatest(coalesce(s.bearers, 2) - 2, 0) + 0.5) / c.people / 0.93, 0.97]
        WHEN 'near, long' THEN [0.0008 / 0.04, 1]
        WHEN 'near' THEN [0.004 / 0.04, 1]
        WHEN 'near, short' THEN [0.02 / 0.04, 1]
    END AS by_surname,
    CASE f.first
        WHEN 'untold' THEN [1, 1]
        WHEN 'name' THEN [n.share / 0.9, greatest(2 * n.share, 0.01) / 0.9]
        WHEN 'related' THEN [0.002 / 0.06, 0.005 / 0.06]
        WHEN 'three' THEN [0.0015 / 0.95, 0.02 / 0.95]  -- f: named after a parent
        WHEN 'two' THEN [0.012 / 0.95, 0.025 / 0.95]
        WHEN 'one' THEN [0.06 / 0.95, 0.08 / 0.95]
        WHEN 'fits' THEN [0.09 / 0.9, 0.1 / 0.9]
    END AS by_first,
    CASE f.birth
        WHEN 'untold' THEN [1, 1]
        WHEN 'same' THEN [0.00004 / 0.95, 0.01 / 0.95]  -- f: twins
        WHEN 'first of January' THEN [0.001 / 0.95, 0.02 / 0.95]
        WHEN 'a day off' THEN [0.00008 / 0.01, 0.0001 / 0.01]
        WHEN 'turned' THEN [0.00004 / 0.005, 0.0001 / 0.005]
        WHEN 'a digit off' THEN [0.001 / 0.02, 0.003 / 0.02]
    END AS by_birth,
    CASE f.sex
        WHEN 'untold' THEN [1, 1]
        WHEN 'same' THEN [0.5 / 0.99, 0.5 / 0.99]
        WHEN 'other' THEN [0.5 / 0.01, 0.5 / 0.01]
    END AS by_sex,
    CASE f.place
        WHEN 'untold' THEN [1, 1]
        WHEN 'same' THEN [3 / c.people / 0.9, 0.6 / 0.9]
        WHEN 'telephone' THEN [3 / c.people / 0.5, 0.5 / 0.5]
        WHEN 'postcode' THEN [least(10 / c.people, 0.01) / 0.9, 0.6 / 0.9]
        WHEN 'other' THEN [1 / 0.1, 0.4 / 0.1]
    END AS by_place,
    CASE f.number
        WHEN 'untold' THEN [1, 1]
        WHEN 'personal' THEN [0.000001, 0.03]
        WHEN 'patient' THEN [0.00001, 0.001]
        WHEN 'other' THEN [1 / 0.05, 1 / 0.05]
    END AS by_number,
    CASE WHEN d.share IS NULL THEN [1, 1] ELSE [d.share / 0.6, 0.03 / 0.6] END AS by_day,  -- f: went together
    c.people
FROM faced f
LEFT JOIN rarest_day d USING (l, r)
LEFT JOIN rarest s USING (l, r)
LEFT JOIN rarest_name n USING (l, r)
CROSS JOIN (SELECT count(DISTINCT grp)::DOUBLE AS people FROM whose) c
WHERE f.surname <> 'other' AND f.first <> 'other' AND f.birth <> 'other'
    AND (f.surname <> 'untold' OR f.first <> 'untold')
    AND NOT (f.birth IN ('a day off', 'a digit off', 'turned') AND f.place = 'other');

CREATE OR REPLACE TEMP TABLE akin AS
SELECT l, r, odds, round(-log2(odds), 2) AS weight, rule
FROM (
    SELECT
        l,
        r,
        people * by_surname[1] * by_first[1] * by_birth[1] * by_sex[1] * by_place[1] * by_number[1] * by_day[1]
            + by_surname[2] * by_first[2] * by_birth[2] * by_sex[2] * by_place[2] * by_number[2] * by_day[2] AS odds,
        'taken together: same ' || array_to_string(list_filter([
            CASE WHEN surname = 'same' THEN 'surname' WHEN surname <> 'untold' THEN 'surname but for a slip' END,
            CASE WHEN first IN ('name', 'related') THEN 'given name'
                WHEN first IN ('three', 'two', 'one') THEN 'initials' END,
            CASE WHEN birth IN ('same', 'first of January') THEN 'birth date'
                WHEN birth <> 'untold' THEN 'birth date but for a slip' END,
            CASE place WHEN 'same' THEN 'address' WHEN 'telephone' THEN 'telephone' WHEN 'postcode' THEN 'postcode' END,
            CASE WHEN number IN ('personal', 'patient') THEN 'number' END,
            CASE WHEN by_day[1] < 1 THEN 'day of a sample' END
        ], lambda w: w IS NOT NULL), ', ') AS rule
    FROM likely
)
WHERE odds <= 0.5;
