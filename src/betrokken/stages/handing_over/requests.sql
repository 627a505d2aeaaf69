-- Own people the whole case cannot write to, with who they are as far as the own mentions tell.
SELECT portrait.* REPLACE (person.missing AS missing)
FROM portrait
JOIN person USING (person_id)
WHERE NOT person.addressable
ORDER BY person_id
