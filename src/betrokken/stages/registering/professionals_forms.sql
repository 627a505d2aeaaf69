-- Every place a professional is written in the leaks: as themselves, or as the requester in somebody's record; `form`
-- is the same for all that are written the same way.
-- `told` is what words beside the name call them, `client` the controller whose order or letter it is.
WITH client AS (
    SELECT mention_id, any_value(controller) AS client FROM professionals_attribution
    WHERE controller IS NOT NULL GROUP BY mention_id HAVING count(DISTINCT controller) = 1
),
themselves AS (
    SELECT
        mention_id, item_id, place, surname, prefix, initials, given_names, agb,
        list_sort(emails) AS emails, list_sort(phones) AS phones, institution,
        CASE WHEN street IS NOT NULL AND house_number IS NOT NULL THEN concat_ws(' ', street, house_number, city) END AS address, list_sort(categories) AS categories,
        list_filter($kinds, lambda kind: list_contains(reasons, 'named as ' || kind || ' +0.0')) AS told
    FROM professionals_mention WHERE source = 'leak' AND role = 'professional' AND length(surname) > 1
),
asked AS (
    SELECT
        mention_id, item_id, place, who.surname, who.prefix, who.initials, who.given_names, who.agb,
        []::VARCHAR[] AS emails, []::VARCHAR[] AS phones, NULL AS institution, NULL AS address, ['name'] AS categories,
        ['requester'] AS told
    FROM professionals_mention AS mention JOIN professionals_requester AS who ON who.requester = mention.requester
    WHERE source = 'leak' AND role != 'professional'
        -- A patient under the label of a requester stays a patient.
        AND NOT (lower(who.surname) = lower(coalesce(mention.surname, '')) AND who.initials IS NOT DISTINCT FROM mention.initials)
)
SELECT *, concat_ws(
    chr(31), coalesce(surname, ''), coalesce(prefix, ''), coalesce(initials, ''), coalesce(given_names, ''),
    coalesce(agb, ''), coalesce(institution, ''), coalesce(address, ''), coalesce(client, ''),
    array_to_string(emails, ' '), array_to_string(phones, ' '), array_to_string(told, ' '), array_to_string(categories, ' ')
) AS form
FROM (SELECT * FROM themselves UNION ALL SELECT * FROM asked) LEFT JOIN client USING (mention_id)
