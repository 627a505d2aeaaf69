-- The scores of the combinations put beside the people: of several standings at one controller the gravest counts.
WITH counted AS (
    SELECT controller, count(DISTINCT person_id) AS people FROM severity_rows GROUP BY ALL
),
ranked AS (
    SELECT one.person_id, one.controller, scored.*, row_number() OVER (
        PARTITION BY one.person_id, one.controller
        ORDER BY scored.se DESC, list_position(['proven', 'presumed', 'possible'], one.certainty), one.dataset NULLS LAST
    ) AS place
    FROM severity_rows AS one
    JOIN severity_scored AS scored USING (tokens, certainty, told, published, unintelligible, secret, basis)
)
SELECT
    ranked.person_id, ranked.controller, dpc, ei, cb, se, band, borderline,
    list_filter([
        CASE WHEN counted.people > $many THEN 'more_than_100_people' END,
        CASE WHEN unintelligible THEN 'unintelligible' END,
        CASE WHEN person.birth_date > $latest::DATE - INTERVAL 16 YEAR THEN 'under_16' END,
        CASE WHEN person.birth_date > $latest::DATE - INTERVAL 18 YEAR THEN 'under_18' END,
        CASE WHEN secret THEN 'secret_address' END,
        CASE WHEN person.deceased_on IS NOT NULL THEN 'deceased' END
    ], lambda flag: flag IS NOT NULL) AS flags,
    grounds, identity_fraud, phishing, extortion, safety, care_fraud
FROM ranked
JOIN counted ON counted.controller IS NOT DISTINCT FROM ranked.controller
LEFT JOIN severity_person AS person ON person.person_id = ranked.person_id
WHERE place = 1
ORDER BY ranked.person_id, ranked.controller NULLS FIRST
