-- What the levels of the comparison ask, as macros: SQL that Splink's parser need not understand.
-- "0" stands for a letter lost in a character set: it is equal to any.
CREATE OR REPLACE TEMP MACRO lost_letters(a, b) AS
    contains(a || b, '0') AND length(a) = length(b)
    AND levenshtein(a, b) <= length(a || b) - length(replace(a || b, '0', ''));

-- Two spellings of one word of `shortest` letters or more: two edits in long words, one in short ones, or cut off by a
-- narrow field. "ij" is spelled out, since a slip can fall between its letters.
CREATE OR REPLACE TEMP MACRO near_word(a, b, shortest) AS
    least(length(a), length(b)) >= shortest
    AND (
        damerau_levenshtein(replace(a, 'y', 'ij'), replace(b, 'y', 'ij'))
            <= CASE WHEN least(length(a), length(b)) >= 6 THEN 2 ELSE 1 END
        OR (least(length(a), length(b)) >= 6 AND (starts_with(a, b) OR starts_with(b, a)))
    );

CREATE OR REPLACE TEMP MACRO near_surnames(a, b, shortest) AS
    list_bool_or(flatten(list_transform(a, lambda x: list_transform(b, lambda y: near_word(x, y, shortest)))));

CREATE OR REPLACE TEMP MACRO lost_surnames(a, b) AS
    list_bool_or(flatten(list_transform(a, lambda x: list_transform(b, lambda y: lost_letters(x, y)))));

-- Share of profiles with the rarest part both have.
CREATE OR REPLACE TEMP MACRO shared_commonness(a, shares, b) AS
    list_min(list_transform(list_intersect(a, b), lambda x: shares[list_position(a, x)]));

-- One given name against another: the same, a short form, a slip, or the one further name the other goes by.
CREATE OR REPLACE TEMP MACRO related_names(a, a_related, a_letters, b, b_related, b_letters) AS
    list_has_any(a_related, b_related)
    OR lost_letters(a[1], b[1])
    OR (
        a[1][1] = b[1][1]
        AND least(length(a[1]), length(b[1])) >= 4
        AND damerau_levenshtein(a[1], b[1]) <= CASE WHEN least(length(a[1]), length(b[1])) >= 8 THEN 2 ELSE 1 END
    )
    OR (len(a) = 1 AND list_contains(b, a[1]) AND a_letters[1] = b_letters[1])
    OR (len(b) = 1 AND list_contains(a, b[1]) AND a_letters[1] = b_letters[1]);

-- One row of initials is the other with letters left out ("j.m." of "j.p.m.").
CREATE OR REPLACE TEMP MACRO initials_fit(a, a_spelled, b, b_spelled) AS
    a[1] = b[1] AND (a LIKE b_spelled OR b LIKE a_spelled);

CREATE OR REPLACE TEMP MACRO date_edits(a, b) AS damerau_levenshtein(a, b);
