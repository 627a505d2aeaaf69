-- Own people the whole case cannot write to, with who they are as far as the own mentions tell. Nothing is asked about
-- somebody whom the data of this controller did not touch: no letter goes there (GDPR art. 5(1)(c)).
SELECT portrait.* REPLACE (person.missing AS missing)
FROM portrait
JOIN person USING (person_id)
SEMI JOIN (
    SELECT person_id FROM standing WHERE controller IS NOT DISTINCT FROM $controller AND certainty <> 'not_touched'
) USING (person_id)
WHERE NOT person.addressable
ORDER BY person_id
